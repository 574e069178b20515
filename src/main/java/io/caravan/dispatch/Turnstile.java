package io.caravan.dispatch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts who is inside a route; once it is closed nobody enters, and it tells when the last one has left. */
final class Turnstile {
    private static final int CLOSED = Integer.MIN_VALUE;

    private final AtomicInteger inside = new AtomicInteger();
    private final CompletableFuture<Void> empty = new CompletableFuture<>();

    /** False = it is closed: ask for the route that has come in its place. */
    boolean enter() {
        return inside.getAndUpdate(count -> count < 0 ? count : count + 1) >= 0;
    }

    void leave() {
        if (inside.decrementAndGet() == CLOSED) {
            empty.complete(null);
        }
    }

    /** Completes when nobody is inside any more. */
    CompletableFuture<Void> close() {
        if (inside.getAndUpdate(count -> count < 0 ? count : count + CLOSED) == 0) {
            empty.complete(null);
        }
        return empty;
    }
}
