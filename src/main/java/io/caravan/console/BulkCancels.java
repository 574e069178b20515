package io.caravan.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.console.access.Caller;
import io.caravan.dispatch.Orders;
import io.caravan.http.Problem;
import io.caravan.http.Resource;
import io.caravan.http.SmallBody;
import io.caravan.store.view.FlowList;
import io.caravan.store.view.FlowList.Filter;
import io.caravan.store.view.Page;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code POST /flows/cancel} and the reports of what came of it. */
final class BulkCancels {
    private static final int PAGE = 1_000;
    private static final Set<String> KNOWN = Set.of("filter", "dryRun", "limit", "note");

    /** What may still be cancelled; nothing that has ended. */
    private static final List<String> OPEN = List.of("running", "failed");

    private final FlowList flows;
    private final Orders orders;
    private final Reports<BulkCancel> reports = new Reports<>("cancellation");

    BulkCancels(FlowList flows, Orders orders) {
        this.flows = flows;
        this.orders = orders;
    }

    void mount(Router router) {
        router.post("/flows/cancel").handler(context -> SmallBody.read(context, body -> take(context, body)));
        Resource.get(router, "/flows/cancellations/:id").handler(new Reading(this::report));
    }

    private void take(RoutingContext context, Buffer body) {
        JsonNode asked = read(body);
        ManyFlows.answer(context, () -> begin(context, asked));
    }

    private ObjectNode begin(RoutingContext context, JsonNode asked) throws SQLException {
        boolean dryRun = ManyFlows.flag(asked, "dryRun");
        List<FlowList.Line> found = select(FlowFilter.of(asked.path("filter")), ManyFlows.limit(asked));
        if (found.isEmpty()) {
            throw new Problem(
                    409, "Nothing to cancel", "No flow matches that has not ended; GET /flows takes the same filter.");
        }
        if (dryRun) {
            return BulkCancel.preview(found);
        }
        var cancel = new BulkCancel(
                found, Caller.of(context).name(), asked.path("note").asText(""), orders);
        reports.begin(cancel.id(), cancel, "caravan-bulk-cancel");
        context.response().putHeader("Location", "/flows/cancellations/" + cancel.id());
        return cancel.report();
    }

    private Object report(Question question) {
        return reports.find(question.path("id")).report();
    }

    private List<FlowList.Line> select(Filter filter, int limit) throws SQLException {
        var found = new ArrayList<FlowList.Line>();
        for (String status : filter.status().map(List::of).orElse(OPEN)) {
            var narrowed =
                    new Filter(Optional.of(status), filter.name(), filter.text(), filter.reason(), filter.span());
            Optional<String> cursor = Optional.empty();
            do {
                var page = flows.list(narrowed, Page.Request.of(Optional.of(PAGE), cursor));
                page.items().stream()
                        .filter(line -> line.times().endedAt().isEmpty())
                        .limit(limit - found.size())
                        .forEach(found::add);
                cursor = page.next();
            } while (cursor.isPresent() && found.size() < limit);
        }
        return found;
    }

    private static JsonNode read(Buffer body) {
        JsonNode asked = Acts.tree(body);
        ManyFlows.mustKnow(asked, KNOWN, "");
        JsonNode filter = asked.path("filter");
        ManyFlows.mustKnow(filter, FlowFilter.NAMES, "filter.");
        if (!filter.isObject() || filter.isEmpty()) {
            throw new Problem(
                    400,
                    "Nothing selected",
                    "Name a filter, e.g. {\"filter\":{\"name\":\"schedule-request\",\"status\":\"running\"}}.");
        }
        String status = filter.path("status").asText("running");
        if (!OPEN.contains(status)) {
            throw new Problem(
                    400,
                    "Bad status",
                    "filter.status must be running or failed: others have ended; not '" + status + "'.");
        }
        return asked;
    }
}
