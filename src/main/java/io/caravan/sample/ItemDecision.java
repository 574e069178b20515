package io.caravan.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.sample.ItemRequest.Kind;
import io.caravan.store.Ids;
import io.caravan.store.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Decides what a request does to the row of its item (the body: one row, its columns null while there is no item). The variable
 * {@code then} says it: insert, update, resolve, exception, wait, nothing; headers hold what the SQL of the route needs. The variables
 * {@code request} and {@code document} hold what is asked.
 */
public final class ItemDecision implements Processor {
    private final Clock clock;
    private final Duration patience;

    /** @param patience how long a request waits for what it needs before it becomes an exception */
    public ItemDecision(Clock clock, Duration patience) {
        this.clock = clock;
        this.patience = patience;
    }

    private record Verdict(String then, String code, String message) {
        static Verdict does(String then) {
            return new Verdict(then, "", "");
        }

        static Verdict exception(String code, String message) {
            return new Verdict("exception", code, message);
        }
    }

    @Override
    public void process(Exchange exchange) {
        ItemRequest request = ItemRequest.of(
                Json.mapper().valueToTree(exchange.getVariable("request")),
                Json.mapper().valueToTree(exchange.getVariable("document")));
        Map<?, ?> row = (Map<?, ?>) exchange.getMessage().getBody(List.class).get(0);
        Verdict verdict = decide(exchange, request, row);
        exchange.setVariable("then", verdict.then());
        Message message = exchange.getMessage();
        message.setHeader("itemCode", verdict.code());
        message.setHeader("itemMessage", verdict.message());
        message.setHeader("itemAt", clock.instant().toString());
        message.setHeader("itemAttempt", message.getHeader("CaravanAttempt", 1, Integer.class));
        message.setHeader("itemTold", request.told());
    }

    private Verdict decide(Exchange exchange, ItemRequest request, Map<?, ?> row) {
        boolean exists = row.get("document") != null;
        if (request.kind() == Kind.RESOLVE) {
            exchange.getMessage()
                    .setHeader(
                            "itemException",
                            request.document().path("exception").asText());
            exchange.getMessage().setHeader("itemNote", Json.write(resolution(request)));
            return Verdict.does("resolve");
        }
        if (exists && request.identity().request().equals(row.get("request"))) {
            return Verdict.does("nothing"); // an earlier attempt did it
        }
        if (request.kind() == Kind.CREATE) {
            return exists ? Verdict.does("nothing") : create(exchange, request, row);
        }
        if (!exists) {
            return waitOr(
                    exchange,
                    "not-created",
                    "The item was changed before it was created, and nobody created it in time.");
        }
        return change(exchange, request, row);
    }

    private Verdict create(Exchange exchange, ItemRequest request, Map<?, ?> row) {
        if (request.document().has("parent") && ((Number) row.get("parents")).intValue() == 0) {
            return waitOr(
                    exchange,
                    "unknown-parent",
                    "There is no item '" + request.document().path("parent").asText() + "' that could be the parent.");
        }
        return written(exchange, request.document(), "insert");
    }

    private Verdict change(Exchange exchange, ItemRequest request, Map<?, ?> row) {
        ObjectNode before = (ObjectNode) Json.tree(String.valueOf(row.get("document")));
        ObjectNode after = request.kind() == Kind.PATCH
                ? (ObjectNode) ItemDocument.merged(before, request.document())
                : request.document();
        return written(exchange, after, "update");
    }

    private static Verdict written(Exchange exchange, ObjectNode document, String then) {
        Optional<String> complaint = ItemDocument.complaint(document);
        if (complaint.isPresent()) {
            return Verdict.exception("invalid", complaint.get());
        }
        exchange.getMessage().setHeader("itemStatus", ItemDocument.status(document));
        exchange.getMessage().setHeader("itemDocument", Json.write(document));
        return Verdict.does(then);
    }

    private Verdict waitOr(Exchange exchange, String code, String message) {
        // not by the event's time: it may have lain in a topic for longer than the patience lasts
        Instant asked = Ids.madeAt(exchange.getMessage().getHeader("CaravanFlowId", String.class));
        return clock.instant().isBefore(asked.plus(patience)) ? Verdict.does("wait") : Verdict.exception(code, message);
    }

    private ObjectNode resolution(ItemRequest request) {
        return Json.mapper()
                .createObjectNode()
                .put("at", clock.instant().toString())
                .put("by", request.document().path("by").asText())
                .put("note", request.document().path("note").asText());
    }
}
