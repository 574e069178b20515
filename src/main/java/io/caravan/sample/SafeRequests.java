package io.caravan.sample;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.flow.Event;
import io.caravan.http.Problem;
import io.caravan.store.Json;
import io.caravan.store.claimcheck.ClaimMissing;
import io.caravan.store.deposit.Ticket;
import io.caravan.store.journal.Accepted;
import io.caravan.store.journal.CannotBeStored;
import io.caravan.store.journal.NotAccepted;
import io.caravan.store.view.EventList;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets requests safe: completes when a request is on disk, in the topic in front of the journal, else in the journal. */
final class SafeRequests {
    private static final Logger LOG = LoggerFactory.getLogger(SafeRequests.class);

    /** While the database is away a repeat goes to the topic once more, and is known behind it. */
    private static final long LONGEST_LOOK_MILLIS = 1_000;

    private final Function<Event, CompletableFuture<Accepted>> journal;
    private final Optional<Function<Event, CompletableFuture<Void>>> topic;
    private final Documents documents;
    private final EventList events;
    private final Clock clock;

    SafeRequests(Sample.Keeping keeping, EventList events, Clock clock) {
        this.journal = keeping.journal();
        this.topic = keeping.topic();
        this.documents = new Documents(keeping.deposits(), keeping.kept());
        this.events = events;
        this.clock = clock;
    }

    /**
     * Whether the request had been kept before; another one under the same key is refused.
     *
     * @param repeatable whether the same request may come, or may have come, more than once
     */
    CompletableFuture<Boolean> keep(ItemRequest request, boolean repeatable) {
        return topic.map(front -> repeatable ? unlessKnown(request, front) : send(request, front))
                .orElseGet(() -> documents
                        .in(request.document())
                        .thenCompose(ticket -> journal.apply(event(request, ticket)))
                        .thenCompose(accepted -> accepted.duplicate()
                                ? CompletableFuture.supplyAsync(() -> isSame(request, accepted.event()))
                                : CompletableFuture.completedFuture(false)));
    }

    private CompletableFuture<Boolean> unlessKnown(
            ItemRequest request, Function<Event, CompletableFuture<Void>> front) {
        return CompletableFuture.supplyAsync(() -> isKnown(request))
                .completeOnTimeout(false, LONGEST_LOOK_MILLIS, TimeUnit.MILLISECONDS)
                .thenCompose(known -> known ? CompletableFuture.completedFuture(true) : send(request, front));
    }

    private CompletableFuture<Boolean> send(ItemRequest request, Function<Event, CompletableFuture<Void>> front) {
        return documents
                .in(request.document())
                .thenCompose(ticket -> front.apply(event(request, ticket)))
                .thenApply(kept -> false);
    }

    private Event event(ItemRequest request, Optional<Ticket> ticket) {
        return request.event(clock.instant(), ticket);
    }

    /** Whether the request has got as far as the journal. */
    private boolean isKnown(ItemRequest request) {
        Event.Identity identity = event(request, Optional.empty()).identity();
        try {
            return events.first(identity).map(first -> isSame(request, first)).orElse(false);
        } catch (SQLException away) {
            LOG.debug("whether request {} has come before cannot be looked up", identity.externalId(), away);
            return false;
        }
    }

    private boolean isSame(ItemRequest repeat, String first) {
        try {
            return events.find(first)
                    .map(entry -> isSame(repeat, entry.event()))
                    .orElse(true);
        } catch (SQLException unreadable) {
            throw notCompared();
        }
    }

    private boolean isSame(ItemRequest repeat, Event first) {
        JsonNode data = Json.tree(first.data());
        try {
            if (ItemRequest.of(data, documents.of(data)).equals(repeat)) {
                return true;
            }
        } catch (ClaimMissing missing) {
            if (missing.isForGood()) {
                return true; // nothing is left to compare with
            }
            throw notCompared();
        }
        throw new Problem(
                422,
                "Key used before",
                "The Idempotency-Key came before with another content; send this request under a key of its own.");
    }

    private static Problem notCompared() {
        return new Problem(
                503, "Not compared", "The request came before, but cannot be read now; send it again later.");
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
        if (cause instanceof TimeoutException) {
            return new Problem(503, "Not accepted", "The database does not answer in time; send this again later.");
        }
        if (cause instanceof CannotBeStored cannot) {
            return new Problem(422, "Cannot be stored", cannot.getMessage());
        }
        LOG.error("a request could not be kept", cause);
        return new Problem(
                500, "Not accepted", "Nothing was stored because of an error inside Caravan; its log says more.");
    }
}
