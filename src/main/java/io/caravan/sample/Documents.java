package io.caravan.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.store.Json;
import io.caravan.store.deposit.Deposit;
import io.caravan.store.deposit.Deposits;
import io.caravan.store.deposit.Ticket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Checks documents in that are too large for an event, which then carries the ticket. */
final class Documents {
    /** Up to so many bytes a document travels with its event. */
    static final int SMALL = 64 * 1024;

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Deposits deposits;
    private final Duration kept;

    Documents(Deposits deposits, Duration kept) {
        this.deposits = deposits;
        this.kept = kept;
    }

    /** The ticket of a large document, once it is on disk; nothing for a small one. */
    CompletableFuture<Optional<Ticket>> in(ObjectNode document) {
        String json = Json.write(document);
        if (json.length() <= SMALL && json.getBytes(StandardCharsets.UTF_8).length <= SMALL) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        // what becomes of the ticket is none of the writer's business, on whose thread it comes
        return deposits.in(Deposit.json(json), kept, Optional.empty())
                .orTimeout(LONGEST.toMillis(), TimeUnit.MILLISECONDS)
                .thenApplyAsync(Optional::of);
    }

    /** The document of an event's data, wherever it is. */
    ObjectNode of(JsonNode data) {
        if (!data.has(ItemRequest.CLAIM)) {
            return (ObjectNode) data.get(ItemRequest.DOCUMENT);
        }
        Deposit deposit = deposits.out(Ticket.read(data.path(ItemRequest.CLAIM).asText()), Optional.empty());
        return Json.mapper().valueToTree(deposit.body());
    }
}
