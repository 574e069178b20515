package io.caravan.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.flow.Action;
import io.caravan.flow.ActionProgress;
import io.caravan.flow.ActionState;
import io.caravan.flow.Await;
import io.caravan.flow.Event;
import io.caravan.flow.FlowState;
import io.caravan.flow.Given;
import io.caravan.flow.Item;
import io.caravan.flow.Need;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * The data that a flow works with: what has arrived and from whom, what is still missing, until when it is due, and what happens
 * if it does not come.
 */
final class DataPage {
    private final FlowState state;
    private final Event event;

    DataPage(FlowState state, Event event) {
        this.state = state;
        this.event = event;
    }

    void into(ArrayNode data) {
        data.addObject()
                .put("name", "input")
                .put("from", "event " + event.type() + " of " + event.identity().source())
                .put("state", "arrived");
        awaited(data);
        results(data);
    }

    private void awaited(ArrayNode data) {
        state.actions().forEach((name, progress) -> {
            if (!Item.isItem(name)) {
                state.action(name)
                        .flatMap(Action::awaits)
                        .ifPresent(await -> awaited(data.addObject(), name, progress, await));
            }
        });
    }

    private static void awaited(ObjectNode node, String action, ActionProgress progress, Await await) {
        Given given = progress.given();
        node.put("name", await.type()).put("neededBy", action);
        node.put(
                "from", "event " + await.type() + (given.key().isEmpty() ? "" : " with the key '" + given.key() + "'"));
        node.put(
                "state",
                given.event().isPresent() ? "arrived" : progress.state().settled() ? "expired" : "missing");
        if (progress.state() == ActionState.AWAITING) {
            node.put("dueUntil", given.until().map(Instant::toString).orElse(null));
            node.put("onExpiry", given.until().isEmpty() ? null : await.skips() ? "skip" : "fail");
        }
    }

    /** Results that other actions need. */
    private void results(ArrayNode data) {
        Set<String> needed = new TreeSet<>();
        state.plan().ifPresent(plan -> plan.definition().actions().values().forEach(action -> action.needs().stream()
                .map(Need::action)
                .forEach(needed::add)));
        for (String name : needed) {
            ActionState now = state.progress(name).orElseThrow().state();
            data.addObject()
                    .put("name", name)
                    .put("from", "action " + name)
                    .put("state", now == ActionState.SUCCEEDED ? "arrived" : now.settled() ? now.word() : "missing");
        }
    }
}
