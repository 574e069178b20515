package io.caravan.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.caravan.dispatch.Registry;
import io.caravan.flow.Action;
import io.caravan.flow.ActionProgress;
import io.caravan.flow.ActionState;
import io.caravan.flow.Explanation;
import io.caravan.flow.FlowState;
import io.caravan.flow.Item;
import io.caravan.flow.Need;
import io.caravan.store.Json;
import io.caravan.store.view.ErrorNode;
import io.caravan.store.view.FactLine;
import io.caravan.store.view.FlowView;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One flow as JSON: its state, its actions with what they wait for, and its facts. */
final class FlowPage {
    private final FlowView.Flow flow;
    private final FlowView view;
    private final Registry registry;
    private final Optional<Instant> at;
    private final Redaction redaction;

    /** @param at when the flow stood so; what it waited for then is not known */
    FlowPage(FlowView.Flow flow, FlowView view, Registry registry, Optional<Instant> at, Redaction redaction) {
        this.flow = flow;
        this.view = view;
        this.registry = registry;
        this.at = at;
        this.redaction = redaction;
    }

    ObjectNode json() {
        FlowState state = flow.state();
        ObjectNode page = Json.mapper().createObjectNode();
        page.put("id", state.id()).put("name", state.identity().definition());
        page.put(
                "version", state.plan().map(plan -> plan.definition().version()).orElse(null));
        at.ifPresent(time -> page.put("at", time.toString()));
        page.put("status", state.status().word());
        page.put("cancelling", state.isOnItsWayBack());
        page.put("key", state.standing().key().orElse(null));
        page.put("event", state.identity().event());
        page.put("startedAt", flow.times().startedAt().toString());
        page.put("endedAt", flow.times().endedAt().map(Instant::toString).orElse(null));
        String reason = state.standing()
                .wayBack()
                .map(FlowState.WayBack::reason)
                .orElse(state.standing().reason());
        if (!reason.isEmpty()) {
            page.put("reason", reason);
        }
        page.put(
                "deadline",
                state.plan()
                        .flatMap(FlowState.Plan::deadline)
                        .map(Instant::toString)
                        .orElse(null));
        page.putRawValue("input", new RawValue(redaction.input(view.input(flow))));
        var actions = page.putArray("actions");
        Map<String, Explanation.Row> rows = rows();
        state.actions().keySet().stream()
                .filter(name -> !Item.isItem(name))
                .forEach(name -> action(actions.addObject(), name, rows));
        new DataPage(flow.state(), flow.event()).into(page.putArray("data"));
        var facts = page.putArray("facts");
        flow.facts().forEach(line -> fact(facts.addObject(), line));
        return page;
    }

    private Map<String, Explanation.Row> rows() {
        var rows = new HashMap<String, Explanation.Row>();
        flow.outbox()
                .forEach((action, row) -> rows.put(
                        action,
                        new Explanation.Row(
                                row.dueAt(),
                                row.taken(),
                                !action.equals(FlowState.TRIGGER)
                                        && !registry.runs(
                                                flow.state().identity().definition(), Item.action(action)),
                                row.held())));
        return rows;
    }

    private void action(ObjectNode node, String name, Map<String, Explanation.Row> rows) {
        FlowState state = flow.state();
        node.put("name", name).put("state", word(name, rows));
        var needs = node.putArray("needs");
        state.action(name)
                .ifPresent(action -> action.needs().stream().map(Need::toString).forEach(needs::add));
        state.action(name)
                .filter(Action::isCompensation)
                .ifPresent(action -> node.put("compensates", action.provisions().compensates()));
        progress(node, name, rows);
        int items = state.items(name).size();
        if (items > 0) {
            var list = node.putArray("items");
            for (int i = 0; i < items; i++) {
                String item = Item.name(name, i);
                progress(list.addObject().put("state", word(item, rows)), item, rows);
            }
        }
    }

    private String word(String name, Map<String, Explanation.Row> rows) {
        return (isAttempted(name, rows)
                        ? ActionState.RUNNING
                        : flow.state().progress(name).orElseThrow().state())
                .word();
    }

    private boolean isAttempted(String name, Map<String, Explanation.Row> rows) {
        Explanation.Row row = rows.get(name);
        return row != null
                && row.taken()
                && flow.state().progress(name).orElseThrow().state().attempted();
    }

    /** What an action and an item of a list have in common. */
    private void progress(ObjectNode node, String name, Map<String, Explanation.Row> rows) {
        FlowState state = flow.state();
        ActionProgress progress = state.progress(name).orElseThrow();
        node.put("attempts", progress.attempts() + (isAttempted(name, rows) ? 1 : 0));
        String waits = at.isPresent() ? "" : Explanation.of(state, name, rows, flow.before());
        node.put("waitingFor", waits.isEmpty() ? null : redaction.text(waits));
        node.put("dueAt", dueAt(progress.state(), rows.get(name)));
        Optional<String> result = progress.result().map(view::json).map(redaction::result);
        node.putRawValue("result", new RawValue(result.orElse("null")));
        progress.error().ifPresentOrElse(last -> error(node.putObject("error"), last), () -> node.putNull("error"));
    }

    private void error(ObjectNode node, ActionProgress.LastError last) {
        ErrorNode.fill(node, last);
        redaction.message(node);
    }

    /** What is ready is due at once, and what waits without end never. */
    private static @Nullable String dueAt(ActionState state, Explanation.@Nullable Row row) {
        boolean timed = row != null && !row.taken() && state != ActionState.READY && state != ActionState.EVALUATING;
        return timed && row.dueAt().isBefore(Explanation.NEVER) ? row.dueAt().toString() : null;
    }

    private void fact(ObjectNode fact, FactLine line) {
        fact.put("seq", line.seq()).put("type", line.type()).put("at", line.at().toString());
        fact.setAll(redaction.fact(line.details()));
    }
}
