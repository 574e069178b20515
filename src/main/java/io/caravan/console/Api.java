package io.caravan.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.caravan.dispatch.Orders;
import io.caravan.dispatch.Registry;
import io.caravan.dispatch.limit.Pausing;
import io.caravan.http.Problem;
import io.caravan.http.Resource;
import io.caravan.routing.Generation;
import io.caravan.routing.Generations;
import io.caravan.store.Json;
import io.caravan.store.view.ActionTimes;
import io.caravan.store.view.DeadLetterList;
import io.caravan.store.view.EventList;
import io.caravan.store.view.FlowList;
import io.caravan.store.view.FlowView;
import io.caravan.store.view.Outdated;
import io.caravan.store.view.Page;
import io.caravan.store.view.Sleepers;
import io.caravan.store.view.VersionList;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The HTTP API for people: events, flows, definitions, and the acts of an operator. */
public final class Api {
    /** What the API reads from and acts through. */
    public record Sources(Views views, Registry registry, Generations generations, Acting acting, Known known) {}

    /** What is known of definitions: their versions, how their attempts went, and what stands in the files of one. */
    public record Known(VersionList versions, ActionTimes times, Function<String, Optional<String>> routes) {}

    /** Through what an operator acts. */
    public record Acting(Orders orders, Pausing pausing, Outdated outdated) {}

    /** What is read. */
    public record Views(
            FlowView flow, FlowList flows, EventList events, DeadLetterList deadLetters, Sleepers sleepers) {}

    private final Sources sources;
    private final Redaction redaction;
    private final BulkReplays replays;
    private final Definitions definitions;
    private final Migrations migrations;

    /** @param redaction what is not shown */
    public Api(Sources sources, Redaction redaction, Clock clock) {
        this.sources = sources;
        this.redaction = redaction;
        this.definitions = new Definitions(
                new Definitions.Sources(
                        sources.registry(), sources.known(), sources.acting().pausing()),
                redaction,
                clock);
        this.replays = new BulkReplays(
                sources.views().deadLetters(),
                sources.views().flow(),
                sources.acting().orders(),
                redaction);
        this.migrations = new Migrations(
                sources.acting().outdated(),
                sources.registry(),
                sources.acting().orders());
    }

    public void mount(Router router) {
        Resource.get(router, "/events").handler(new Reading(this::events));
        Resource.get(router, "/events/:id").handler(new Reading(this::event));
        Resource.get(router, "/flows").handler(new Reading(this::flows));
        Resource.get(router, "/flows/:id").handler(new Reading(this::flow));
        Resource.get(router, "/dead-letters").handler(new Reading(this::deadLetters));
        Resource.get(router, "/dead-letters/groups").handler(new Reading(this::groups));
        definitions.mount(router);
        Resource.get(router, "/generations").handler(new Reading(this::generations));
        new Acts(sources.acting().orders()).mount(router);
        new Destinations(sources.acting().pausing()).mount(router);
        new BulkCancels(sources.views().flows(), sources.acting().orders()).mount(router);
        replays.mount(router);
        migrations.mount(router);
        Resource.get(router, "/dead-letters/:flow/:action")
                .handler(new Reading(this::deadLetter)); // reports come first
    }

    /** Replays the dead letters of a group, as {@code POST /dead-letters/replay} does; the answer is a sentence. */
    public String replay(String group, String by, String note) {
        return replays.replay(group, by, note);
    }

    private Object event(Question question) throws Exception {
        String id = question.path("id");
        return sources.views()
                .events()
                .find(id)
                .map(this::event)
                .orElseThrow(() -> new Problem(404, "Unknown event", "No event has the id '" + id + "'."));
    }

    private Object events(Question question) throws Exception {
        var filter = new EventList.Filter(question.query("type"), question.flag("unrouted"), question.flag("parked"));
        return list(sources.views().events().list(filter, question.page()), this::event);
    }

    private Object flow(Question question) throws Exception {
        String id = question.path("id");
        Optional<Instant> at = question.time("at");
        FlowView view = sources.views().flow();
        FlowView.Flow flow = (at.isPresent() ? view.find(id, at.get()) : view.find(id))
                .orElseThrow(() -> new Problem(
                        404,
                        "Unknown flow",
                        "No flow has the id '" + id + "'; flows that ended longer ago than caravan.retention are"
                                + " deleted."));
        if (at.isPresent() && flow.facts().isEmpty()) {
            throw new Problem(
                    404,
                    "Not begun yet",
                    "At " + at.get() + " there was nothing of the flow yet; it began at "
                            + flow.times().startedAt() + ".");
        }
        return new FlowPage(flow, view, sources.registry(), at, redaction).json();
    }

    private Object flows(Question question) throws Exception {
        if (question.flag("asleep")) {
            List<String> asleep = sources.views().sleepers().found();
            return list(new Page<>(sources.views().flows().find(asleep), Optional.empty()), Api::line);
        }
        FlowList.Filter filter = FlowFilter.of(question);
        return list(sources.views().flows().list(filter, question.page()), Api::line);
    }

    private Object deadLetters(Question question) throws Exception {
        return list(
                sources.views().deadLetters().list(question.query("group"), question.page(DeadLetterList::isCursor)),
                letter -> DeadLetterPage.letter(letter, redaction));
    }

    private Object deadLetter(Question question) throws Exception {
        var address = new DeadLetterList.Address(
                question.path("flow"),
                question.path("action"),
                question.number("item").map(index -> index + 1).orElse(0));
        FlowView view = sources.views().flow();
        Optional<DeadLetterList.Letter> letter = sources.views().deadLetters().find(address);
        Optional<FlowView.Flow> flow = letter.isPresent() ? view.find(address.flow()) : Optional.empty();
        return flow.map(found -> new LetterPage(letter.get(), found, view, redaction).json())
                .orElseThrow(() -> new Problem(
                        404,
                        "No dead letter",
                        "Action '" + address.action() + "' of flow '" + address.flow()
                                + "' is no dead letter at present; GET /flows/{id} tells how it stands. Of a list, name the"
                                + " item: ?item=0 is the first."));
    }

    private Object groups(Question question) throws Exception {
        List<DeadLetterList.Group> groups = sources.views().deadLetters().groups();
        return list(
                question.page(groups, DeadLetterList.Group::group), group -> DeadLetterPage.group(group, redaction));
    }

    /** Their cursor is their time: files that come back are again the generation with that id. */
    private Object generations(Question question) {
        List<Generation> generations = sources.generations().newestFirst();
        return list(question.page(generations, each -> each.at().toString()), GenerationPage::line);
    }

    static <T> ObjectNode list(Page<T> page, Function<T, JsonNode> line) {
        ObjectNode list = Json.mapper().createObjectNode();
        var items = list.putArray("items");
        page.items().forEach(item -> items.add(line.apply(item)));
        return list.put("next", page.next().orElse(null));
    }

    private static JsonNode line(FlowList.Line line) {
        return Json.mapper()
                .createObjectNode()
                .put("id", line.id())
                .put("name", line.name())
                .put("version", line.version().orElse(null))
                .put("status", line.status())
                .put("key", line.key().orElse(null))
                .put("event", line.times().event())
                .put("startedAt", line.times().startedAt().toString())
                .put("endedAt", line.times().endedAt().map(Instant::toString).orElse(null));
    }

    private JsonNode event(EventList.Entry entry) {
        var event = entry.event();
        ObjectNode node = Json.mapper().createObjectNode();
        node.put("id", event.id());
        node.put("externalId", event.identity().externalId());
        node.put("source", event.identity().source());
        node.put("type", event.type());
        node.put("subject", event.attributes().subject().orElse(null));
        node.put("time", event.attributes().time().toString());
        node.put("correlation", event.attributes().correlation().orElse(null));
        node.putRawValue("data", new RawValue(redaction.input(event.data())));
        var flows = node.putArray("flows");
        for (EventList.Begun flow : entry.flows()) {
            ObjectNode begun = flows.addObject().put("id", flow.id()).put("name", flow.name());
            if (flow.held()) {
                begun.put("held", true);
            }
        }
        var parked = node.putArray("parked");
        entry.parked()
                .forEach(each ->
                        parked.addObject().put("definition", each.definition()).put("reason", each.reason()));
        return node;
    }
}
