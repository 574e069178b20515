package io.caravan.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.console.access.Caller;
import io.caravan.dispatch.Orders;
import io.caravan.http.Problem;
import io.caravan.http.Resource;
import io.caravan.http.SmallBody;
import io.caravan.store.Json;
import io.caravan.store.view.DeadLetterList;
import io.caravan.store.view.DeadLetterList.Address;
import io.caravan.store.view.DeadLetterList.Selection;
import io.caravan.store.view.FlowView;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code POST /dead-letters/replay} and the reports of what came of it; see {@link Reports}. */
final class BulkReplays {
    private static final String NOTHING = "No dead letter matches; GET /dead-letters/groups lists them.";
    private static final double USUAL_RATE = 50;
    private static final Set<String> KNOWN = Set.of("group", "filter", "dryRun", "limit", "rate", "note");
    private static final Set<String> FILTERS = Set.of("definition", "action", "type");

    private final DeadLetterList letters;
    private final FlowView flows;
    private final Orders orders;
    private final Redaction redaction;
    private final Reports<BulkReplay> reports = new Reports<>("replay");

    BulkReplays(DeadLetterList letters, FlowView flows, Orders orders, Redaction redaction) {
        this.letters = letters;
        this.flows = flows;
        this.orders = orders;
        this.redaction = redaction;
    }

    void mount(Router router) {
        router.post("/dead-letters/replay").handler(context -> SmallBody.read(context, body -> take(context, body)));
        Resource.get(router, "/dead-letters/replays/:id").handler(new Reading(this::report));
    }

    private void take(RoutingContext context, Buffer body) {
        JsonNode asked = read(body);
        ManyFlows.answer(context, () -> begin(context, asked));
    }

    private ObjectNode begin(RoutingContext context, JsonNode asked) throws SQLException {
        boolean dryRun = ManyFlows.flag(asked, "dryRun");
        var found = letters.select(selection(asked), ManyFlows.limit(asked));
        if (found.isEmpty()) {
            throw new Problem(409, "Nothing to replay", NOTHING);
        }
        if (dryRun) {
            return BulkReplay.preview(found);
        }
        var terms = new BulkReplay.Terms(
                Caller.of(context).name(), asked.path("note").asText(""), rate(asked));
        BulkReplay replay = begin(found, terms);
        context.response().putHeader("Location", "/dead-letters/replays/" + replay.id());
        return replay.report(redaction);
    }

    private BulkReplay begin(List<Address> found, BulkReplay.Terms terms) {
        var replay = new BulkReplay(found, terms, orders, flows);
        reports.begin(replay.id(), replay, "caravan-bulk-replay");
        return replay;
    }

    /** Replays a group at the usual rate; the answer is a sentence. */
    String replay(String group, String by, String note) {
        try {
            var whole = new Selection(Optional.of(group), Optional.empty(), Optional.empty(), Optional.empty());
            var found = letters.select(whole, ManyFlows.MOST);
            return found.isEmpty()
                    ? NOTHING
                    : found.size() + " dead letters are replayed; GET /dead-letters/replays/"
                            + begin(found, new BulkReplay.Terms(by, note, USUAL_RATE))
                                    .id() + " of this node reports.";
        } catch (SQLException away) {
            return "The database cannot be read at the moment; ask again later.";
        }
    }

    private Object report(Question question) {
        return reports.find(question.path("id")).report(redaction);
    }

    private static JsonNode read(Buffer body) {
        JsonNode asked;
        try {
            asked = Json.mapper().readTree(body.getBytes());
        } catch (IOException notJson) {
            throw new Problem(400, "Not JSON", "Send a JSON object like {\"group\":\"...\",\"dryRun\":true}.");
        }
        if (asked == null || !asked.isObject()) {
            throw new Problem(400, "Not an object", "Send a JSON object like {\"group\":\"...\",\"dryRun\":true}.");
        }
        ManyFlows.mustKnow(asked, KNOWN, "");
        JsonNode filter = asked.path("filter");
        if (asked.hasNonNull("filter") && !filter.isObject()) {
            throw new Problem(
                    400, "Bad filter", "filter must be an object of definition, action and type (all optional).");
        }
        ManyFlows.mustKnow(filter, FILTERS, "filter.");
        if (!asked.hasNonNull("group") && filter.isEmpty()) {
            throw new Problem(
                    400,
                    "Nothing selected",
                    "Name a group, or a filter of definition, action and type (all optional).");
        }
        return asked;
    }

    private static Selection selection(JsonNode asked) {
        JsonNode filter = asked.path("filter");
        return new Selection(
                ManyFlows.text(asked, "", "group"),
                ManyFlows.text(filter, "filter.", "definition"),
                ManyFlows.text(filter, "filter.", "action"),
                ManyFlows.text(filter, "filter.", "type"));
    }

    private static double rate(JsonNode asked) {
        JsonNode rate = asked.path("rate");
        if (rate.isMissingNode()) {
            return USUAL_RATE;
        }
        if (!rate.isNumber() || rate.asDouble() <= 0 || rate.asDouble() > 1_000) {
            throw new Problem(400, "Bad rate", "rate must be a number of replays a second, up to 1000.");
        }
        return rate.asDouble();
    }
}
