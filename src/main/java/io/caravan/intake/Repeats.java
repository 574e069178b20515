package io.caravan.intake;

import io.caravan.flow.Event;
import io.caravan.http.Problem;
import io.caravan.store.Json;
import io.caravan.store.journal.Accepted;
import io.caravan.store.view.EventList;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Looks whether the repeat of an event is the event that came first. */
public final class Repeats {
    private final EventList events;
    private final Executor threads;

    public Repeats(EventList events, Executor threads) {
        this.events = events;
        this.threads = threads;
    }

    /**
     * The answer again if the repeat says the same, else a problem.
     *
     * @param read when the repeat was read; a time that it did not name is this one, and does not count
     */
    CompletableFuture<Accepted> compare(Event repeat, Accepted accepted, Instant read) {
        return CompletableFuture.supplyAsync(
                () -> {
                    if (isAnother(repeat, accepted.event(), read)) {
                        throw new Problem(
                                422,
                                "Key used before",
                                "An event with id '" + repeat.identity().externalId() + "' and source '"
                                        + repeat.identity().source()
                                        + "' came before with another content; send this one under a key of its own.");
                    }
                    return accepted;
                },
                threads);
    }

    private boolean isAnother(Event repeat, String first, Instant read) {
        try {
            return events.find(first)
                    .filter(entry -> !isSame(entry.event(), repeat, read))
                    .isPresent();
        } catch (SQLException unreadable) {
            throw new Problem(
                    503,
                    "Not compared",
                    "The event came before, but it cannot be read at the moment; send it again later.");
        }
    }

    private static boolean isSame(Event before, Event repeat, Instant read) {
        Event.Attributes one = before.attributes();
        Event.Attributes other = repeat.attributes();
        boolean timed = !other.time().equals(read);
        return one.type().equals(other.type())
                && one.subject().equals(other.subject())
                && one.correlation().equals(other.correlation())
                && (!timed || one.time().toEpochMilli() == other.time().toEpochMilli())
                && Json.tree(before.data()).equals(Json.tree(repeat.data()));
    }
}
