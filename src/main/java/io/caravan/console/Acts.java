package io.caravan.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.caravan.console.access.Caller;
import io.caravan.dispatch.Orders;
import io.caravan.http.Answers;
import io.caravan.http.Parameters;
import io.caravan.http.Problem;
import io.caravan.http.SmallBody;
import io.caravan.store.Json;
import io.caravan.store.Nul;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator does to a flow: 202 when it is on disk, 409 with the reason when the flow does not allow it. */
final class Acts {
    private static final Logger LOG = LoggerFactory.getLogger(Acts.class);
    private static final Problem BROKEN =
            new Problem(500, "Not done", "Nothing was changed because of an error inside Caravan; its log says more.");

    private final Orders orders;

    Acts(Orders orders) {
        this.orders = orders;
    }

    void mount(Router router) {
        act(router, "/flows/:id/cancel", asked -> orders.cancel(asked.flow(), asked.by(), asked.note()));
        act(
                router,
                "/flows/:id/restart",
                asked -> orders.restart(asked.flow(), asked.from(), asked.by(), asked.note()));
        act(
                router,
                "/flows/:id/actions/:action/replay",
                asked -> orders.replay(asked.flow(), asked.action(), asked.by(), asked.note()));
        act(
                router,
                "/flows/:id/actions/:action/skip",
                asked -> orders.skip(asked.flow(), asked.action(), asked.by(), asked.note()));
        act(
                router,
                "/flows/:id/actions/:action/resolve",
                asked -> orders.resolve(asked.flow(), asked.action(), asked.result(), asked.by(), asked.note()));
    }

    private static void act(Router router, String path, Function<Asked, CompletableFuture<Orders.Reply>> act) {
        router.post(path)
                .handler(context ->
                        SmallBody.read(context, body -> answer(context, act.apply(new Asked(context, tree(body))))));
    }

    /** What an operator asks: of which flow and action, why, and with which result. */
    private record Asked(RoutingContext context, JsonNode body) {
        String flow() {
            return Parameters.path(context, "id");
        }

        String action() {
            return Parameters.path(context, "action");
        }

        String from() {
            String from = context.request().getParam("from");
            if (from == null || from.isBlank()) {
                throw new Problem(400, "No action", "Say from which action: POST /flows/ID/restart?from=ACTION.");
            }
            return from;
        }

        String by() {
            return Caller.of(context).name();
        }

        String note() {
            return body.path("note").asText("");
        }

        /** The result as JSON text; none = null. */
        String result() {
            if (Nul.in(body.path("result"))) {
                throw new Problem(400, "Bad result", "result contains the character U+0000, which cannot be stored.");
            }
            return Json.write(body.path("result").isMissingNode() ? NullNode.instance : body.get("result"));
        }
    }

    static JsonNode tree(Buffer body) {
        if (body.length() == 0) {
            return Json.mapper().createObjectNode();
        }
        try {
            JsonNode tree = Json.mapper().readTree(body.getBytes());
            if (tree.isObject()) {
                return tree;
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
