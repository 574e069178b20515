package io.caravan.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.dispatch.Registry;
import io.caravan.http.Resource;
import io.caravan.routing.Generation;
import io.caravan.routing.Generations;
import io.caravan.store.Json;
import io.caravan.store.view.FlowView;
import io.caravan.store.view.OpenWork;
import io.caravan.store.view.RateList;
import io.vertx.ext.web.Router;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** {@code GET /now}: how things stand on all nodes together, in one answer. */
public final class NowPage {
    private final RateList rates;
    private final OpenWork work;
    private final FlowView flows;
    private final Routes routes;
    private final Shown shown;

    /** The routes in force, and what was found in their folder. */
    public record Routes(Registry registry, Generations generations) {}

    /** What is not shown, and the time. */
    public record Shown(Redaction redaction, Clock clock) {}

    public NowPage(RateList rates, OpenWork work, FlowView flows, Routes routes, Shown shown) {
        this.rates = rates;
        this.work = work;
        this.flows = flows;
        this.routes = routes;
        this.shown = shown;
    }

    public void mount(Router router) {
        Resource.get(router, "/now").handler(new Reading(this::now));
    }

    private Object now(Question question) throws SQLException {
        ObjectNode page = Json.mapper()
                .createObjectNode()
                .put("at", shown.clock().instant().toString());
        var minutes = page.putArray("rates");
        rates.lastHour().forEach(rate -> minutes.addObject()
                .put("minute", rate.minute().toString())
                .put("accepted", rate.accepted())
                .put("started", rate.started())
                .put("completed", rate.completed())
                .put("failed", rate.failed()));
        OpenWork.Found open = work.look();
        page.put("running", open.running()).put("waiting", open.waiting()).put("deadLetters", open.deadLetters());
        page.set("oldestWaiting", oldest(open.oldest()));
        page.set("generation", line(inForce(routes.generations())));
        page.set("refused", line(routes.generations().refused()));
        return page;
    }

    /** The generation whose routes run. */
    static Optional<Generation> inForce(Generations generations) {
        return generations.newestFirst().stream()
                .filter(each -> each.state() == Generation.State.APPLIED)
                .findFirst();
    }

    private static JsonNode line(Optional<Generation> generation) {
        return generation.<JsonNode>map(GenerationPage::line).orElse(NullNode.instance);
    }

    /** Of the flows that have run longest the first that only waits, and the action that it waits with. */
    private JsonNode oldest(List<String> ids) throws SQLException {
        for (String id : ids) {
            Optional<FlowView.Flow> flow = flows.find(id).filter(NowPage::onlyWaits);
            Optional<JsonNode> action = flow.flatMap(this::waiting);
            if (action.isPresent()) {
                return waiting(flow.get(), action.get());
            }
        }
        return NullNode.instance;
    }

    private static boolean onlyWaits(FlowView.Flow flow) {
        return flow.outbox().values().stream().noneMatch(FlowView.Outstanding::taken);
    }

    /** What is outstanding says why; what needs it only names it. */
    private Optional<JsonNode> waiting(FlowView.Flow flow) {
        ObjectNode page = new FlowPage(flow, flows, routes.registry(), Optional.empty(), shown.redaction()).json();
        List<JsonNode> waiting = StreamSupport.stream(page.path("actions").spliterator(), false)
                .filter(action -> action.path("waitingFor").isTextual())
                .toList();
        return waiting.stream()
                .filter(action -> flow.outbox().containsKey(action.path("name").asText()))
                .findFirst()
                .or(() -> waiting.stream().findFirst());
    }

    private static JsonNode waiting(FlowView.Flow flow, JsonNode action) {
        String name = action.path("name").asText();
        String since = flow.facts().stream()
                .filter(fact -> fact.details().path("action").asText().equals(name))
                .reduce((earlier, later) -> later)
                .map(fact -> fact.at().toString())
                .orElseGet(() -> flow.times().startedAt().toString());
        return Json.mapper()
                .createObjectNode()
                .put("flow", flow.state().id())
                .put("action", name)
                .put("since", since)
                .set("waitingFor", action.path("waitingFor"));
    }
}
