package io.caravan.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.http.Answers;
import io.caravan.store.Json;
import io.caravan.store.journal.Accepted;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers an accepted event: at once, or as its sender would prefer when its flows have ended, with what they brought. */
public final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    private final Endings endings;
    private final FlowResults results;

    public Patience(Endings endings, FlowResults results) {
        this.endings = endings;
        this.results = results;
    }

    /** To be called on the request's event loop. */
    void answer(RoutingContext context, Accepted accepted) {
        context.response().putHeader("Location", "/events/" + accepted.event());
        List<String> flows =
                accepted.flows().stream().map(Accepted.Flow::id).distinct().toList();
        Optional<Duration> wait = Preference.waits(context.request().headers()).filter(any -> !flows.isEmpty());
        Optional<CompletableFuture<Boolean>> ended = wait.flatMap(longest -> endings.await(flows, longest));
        if (ended.isEmpty()) {
            Answers.json(context, 202, Json.write(json(accepted)));
            return;
        }
        context.response().putHeader("Preference-Applied", "wait=" + wait.get().toSeconds());
        context.addEndHandler(gone -> ended.get().complete(false));
        Context eventLoop = context.vertx().getOrCreateContext();
        ended.get()
                .thenAccept(all -> eventLoop.runOnContext(now -> {
                    if (all) {
                        bring(context, accepted);
                    } else {
                        Answers.json(context, 202, Json.write(json(accepted)));
                    }
                }));
    }

    private void bring(RoutingContext context, Accepted accepted) {
        context.vertx()
                .executeBlocking(() -> Json.write(results.json(accepted)), false)
                .onSuccess(body -> Answers.json(context, 200, body))
                .onFailure(unreadable -> {
                    LOG.warn("what the flows of event {} brought cannot be read", accepted.event(), unreadable);
                    Answers.json(context, 202, Json.write(json(accepted)));
                });
    }

    /** What is said of an accepted event. */
    static ObjectNode json(Accepted accepted) {
        ObjectNode answer = Json.mapper().createObjectNode();
        answer.put("id", accepted.event()).put("source", accepted.source()).put("duplicate", accepted.duplicate());
        var flows = answer.putArray("flows");
        accepted.flows().forEach(flow -> flows.add(json(flow)));
        return answer;
    }

    static ObjectNode json(Accepted.Flow flow) {
        ObjectNode entry = Json.mapper().createObjectNode().put("id", flow.id()).put("name", flow.name());
        return flow.held() ? entry.put("held", true) : entry;
    }
}
