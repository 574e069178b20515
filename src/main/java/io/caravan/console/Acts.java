package io.caravan.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.dispatch.Orders;
import io.caravan.http.Answers;
import io.caravan.http.Problem;
import io.caravan.http.SmallBody;
import io.caravan.store.Json;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator does to a flow: 202 when it is on disk, 409 with the reason when the flow does not allow it. */
final class Acts {
    private static final Logger LOG = LoggerFactory.getLogger(Acts.class);
    private static final String ANYBODY = "anonymous";
    private static final Problem BROKEN =
            new Problem(500, "Not done", "Nothing was changed because of an error inside Caravan; its log says more.");

    private final Orders orders;

    Acts(Orders orders) {
        this.orders = orders;
    }

    void mount(Router router) {
        router.post("/flows/:id/cancel")
                .handler(context -> SmallBody.read(
                        context, body -> answer(context, orders.cancel(context.pathParam("id"), ANYBODY, note(body)))));
        router.post("/flows/:id/actions/:action/replay")
                .handler(context -> SmallBody.read(
                        context,
                        body -> answer(
                                context,
                                orders.replay(
                                        context.pathParam("id"), context.pathParam("action"), ANYBODY, note(body)))));
    }

    private static String note(Buffer body) {
        if (body.length() == 0) {
            return "";
        }
        try {
            JsonNode tree = Json.mapper().readTree(body.getBytes());
            if (tree.isObject()) {
                return tree.path("note").asText("");
            }
        } catch (IOException notJson) {
            // refused below like any other body that is not an object
        }
        throw new Problem(400, "Not JSON", "Send nothing, or a JSON object like {\"note\":\"why\"}.");
    }

    private static void answer(RoutingContext context, CompletableFuture<Orders.Reply> done) {
        Context eventLoop = context.vertx().getOrCreateContext();
        done.whenComplete((reply, thrown) -> eventLoop.runOnContext(nothing -> {
            if (thrown != null) {
                LOG.error("an act failed", thrown);
                Answers.problem(context, BROKEN);
            } else {
                answer(context, reply);
            }
        }));
    }

    private static void answer(RoutingContext context, Orders.Reply reply) {
        switch (reply.kind()) {
            case DONE -> {
                var node = Json.mapper().createObjectNode();
                node.put("id", reply.flow()).put("status", reply.sentence());
                Answers.json(context, 202, Json.write(node));
            }
            case UNKNOWN -> Answers.problem(context, new Problem(404, "Unknown flow", reply.sentence()));
            case REFUSED -> Answers.problem(context, new Problem(409, "Not possible now", reply.sentence()));
            case LATER -> Answers.problem(context, new Problem(503, "Not done", reply.sentence()));
        }
    }
}
