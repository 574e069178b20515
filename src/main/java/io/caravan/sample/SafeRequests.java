package io.caravan.sample;

import io.caravan.flow.Event;
import io.caravan.http.Problem;
import io.caravan.store.Json;
import io.caravan.store.journal.Accepted;
import io.caravan.store.journal.CannotBeStored;
import io.caravan.store.journal.NotAccepted;
import io.caravan.store.view.EventList;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets requests safe: completes when a request is on disk, as an event of the journal. */
final class SafeRequests {
    private static final Logger LOG = LoggerFactory.getLogger(SafeRequests.class);

    private final Function<Event, CompletableFuture<Accepted>> accepting;
    private final EventList events;
    private final Clock clock;

    /** @param accepting completes when the event is on disk */
    SafeRequests(Function<Event, CompletableFuture<Accepted>> accepting, EventList events, Clock clock) {
        this.accepting = accepting;
        this.events = events;
        this.clock = clock;
    }

    /** Whether the request had been kept before; another one under the same key is refused. */
    CompletableFuture<Boolean> keep(ItemRequest request) {
        Event event = request.event(clock.instant());
        return accepting
                .apply(event)
                .thenCompose(accepted -> accepted.duplicate()
                        ? CompletableFuture.supplyAsync(() -> same(event, accepted.event()))
                        : CompletableFuture.completedFuture(false));
    }

    private boolean same(Event repeat, String first) {
        try {
            boolean another = events.find(first)
                    .map(entry -> !Json.tree(entry.event().data()).equals(Json.tree(repeat.data())))
                    .orElse(false);
            if (another) {
                throw new Problem(
                        422,
                        "Key used before",
                        "The Idempotency-Key came before with another content; send this request under a key of its own.");
            }
            return true;
        } catch (SQLException unreadable) {
            throw new Problem(
                    503, "Not compared", "The request came before, but cannot be read now; send it again later.");
        }
    }

    static Problem problem(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof Problem problem) {
            return problem;
        }
        if (cause instanceof NotAccepted notAccepted) {
            return new Problem(503, "Not accepted", notAccepted.getMessage());
        }
        if (cause instanceof CannotBeStored cannot) {
            return new Problem(422, "Cannot be stored", cannot.getMessage());
        }
        LOG.error("a request could not be kept", cause);
        return new Problem(
                500, "Not accepted", "Nothing was stored because of an error inside Caravan; its log says more.");
    }
}
