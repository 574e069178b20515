package io.caravan.dispatch;

import io.caravan.flow.Event;
import io.caravan.store.journal.Journal;
import java.util.concurrent.CompletableFuture;

/** Tells the end of a flow inside the house, if anybody there listens or waits for it, and outside, if somebody there wants it. */
final class Announcer {
    private final Registry registry;
    private final Journal journal;
    private final Triggers triggers;
    private final LifeCycleChannel outside;

    Announcer(Registry registry, Journal journal, Triggers triggers, LifeCycleChannel outside) {
        this.registry = registry;
        this.journal = journal;
        this.triggers = triggers;
        this.outside = outside;
    }

    /** Completes when it has been told to all; may send in the caller's thread. */
    CompletableFuture<?> announce(Event event) {
        try {
            if (outside.wants(event.type())) {
                outside.send(event);
            }
            return !outside.wants(event.type()) || registry.wants(event.type())
                    ? triggers.accept(event, journal)
                    : CompletableFuture.completedFuture(null);
        } catch (RuntimeException undelivered) {
            return CompletableFuture.failedFuture(undelivered);
        }
    }
}
