package io.caravan.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.console.access.Caller;
import io.caravan.dispatch.Orders;
import io.caravan.dispatch.Registry;
import io.caravan.flow.Definition;
import io.caravan.http.Parameters;
import io.caravan.http.Problem;
import io.caravan.http.Resource;
import io.caravan.http.SmallBody;
import io.caravan.store.view.Outdated;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code POST /definitions/NAME/migrate}, to the version in force on this node, and the reports of what came of it. */
final class Migrations {
    private static final Set<String> KNOWN = Set.of("dryRun", "limit", "note");

    private final Outdated outdated;
    private final Registry registry;
    private final Orders orders;
    private final Reports<Migration> reports = new Reports<>("migration");

    Migrations(Outdated outdated, Registry registry, Orders orders) {
        this.outdated = outdated;
        this.registry = registry;
        this.orders = orders;
    }

    void mount(Router router) {
        router.post("/definitions/:name/migrate")
                .handler(context -> SmallBody.read(context, body -> take(context, body)));
        Resource.get(router, "/definitions/:name/migrations/:id").handler(new Reading(this::report));
    }

    private void take(RoutingContext context, Buffer body) {
        JsonNode asked = Acts.tree(body);
        ManyFlows.mustKnow(asked, KNOWN, "");
        int limit = ManyFlows.limit(asked);
        Definition next = inForce(Parameters.path(context, "name"));
        ManyFlows.answer(context, () -> begin(context, asked, next, limit));
    }

    private Definition inForce(String name) {
        return Optional.ofNullable(registry.definitions().get(name))
                .orElseThrow(() -> new Problem(
                        404,
                        "Unknown definition",
                        "No loaded route is the trigger of a definition '" + name + "', so that there is no version to"
                                + " move to; GET /definitions lists them."));
    }

    private ObjectNode begin(RoutingContext context, JsonNode asked, Definition next, int limit) throws SQLException {
        boolean dryRun = ManyFlows.flag(asked, "dryRun");
        List<String> flows = outdated.ids(next, limit);
        if (flows.isEmpty()) {
            throw new Problem(
                    409,
                    "Nothing to move",
                    "Every flow of " + next.name() + " that has not ended has version " + next.version()
                            + ", which is in force.");
        }
        if (dryRun) {
            return Migration.preview(outdated.look(flows, next), next);
        }
        var terms = new Migration.Terms(
                next, Caller.of(context).name(), asked.path("note").asText(""));
        var migration = new Migration(flows, terms, orders);
        reports.begin(migration.id(), migration, "caravan-migration");
        context.response().putHeader("Location", "/definitions/" + next.name() + "/migrations/" + migration.id());
        return migration.report();
    }

    private Object report(Question question) {
        return reports.find(question.path("id")).report();
    }
}
