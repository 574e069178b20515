package io.caravan.intake;

import io.caravan.dispatch.Delivered;
import io.caravan.dispatch.Triggers;
import io.caravan.store.journal.Accepted;
import io.caravan.store.journal.CannotBeStored;
import io.caravan.store.journal.Journal;
import io.caravan.store.journal.NotAccepted;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where messages of brokers enter: they are stored, or parked when they can start nothing, or have to come once more. */
public final class Entrance {
    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);

    private final Triggers triggers;
    private final Journal journal;
    private final Clock clock;

    public Entrance(Triggers triggers, Journal journal, Clock clock) {
        this.triggers = triggers;
        this.journal = journal;
        this.clock = clock;
    }

    /** A message with what it will be stored as. */
    record Waiting(BrokerMessage message, Delivered delivered) {}

    Waiting read(BrokerMessage message) {
        return new Waiting(message, told(message.read(clock.instant())));
    }

    /** Stores messages in their order, in one go; the answer is those that were not, still in their order. */
    CompletableFuture<List<Waiting>> store(List<Waiting> messages) {
        return triggers.acceptAll(messages.stream().map(Waiting::delivered).toList(), journal)
                .thenCompose(answers -> CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                        .handle((all, some) -> left(messages, answers)));
    }

    private List<Waiting> left(List<Waiting> messages, List<CompletableFuture<Accepted>> answers) {
        var left = new java.util.ArrayList<Waiting>();
        for (int i = 0; i < messages.size(); i++) {
            Waiting message = messages.get(i);
            answers.get(i)
                    .handle((accepted, refused) ->
                            refused == null ? Optional.<Waiting>empty() : again(message, refused))
                    .join()
                    .ifPresent(left::add);
        }
        return left;
    }

    /** As what a message that was not stored is to be tried again. */
    private Optional<Waiting> again(Waiting message, Throwable refused) {
        Throwable cause = refused instanceof CompletionException wrapped ? wrapped.getCause() : refused;
        if (cause instanceof CannotBeStored cannot
                && message.delivered().parking().isEmpty()) {
            Instant now = clock.instant();
            return Optional.of(
                    new Waiting(message.message(), told(message.message().parked(cannot.getMessage(), now))));
        }
        if (!(cause instanceof NotAccepted)) {
            LOG.error(
                    "{} could not be stored, and is tried again",
                    message.message().where(),
                    cause);
        }
        return Optional.of(message);
    }

    private static Delivered told(Delivered delivered) {
        delivered.parking().ifPresent(parking -> LOG.warn("parked: {}", parking.reason()));
        return delivered;
    }
}
