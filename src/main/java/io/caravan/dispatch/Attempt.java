package io.caravan.dispatch;

import io.caravan.flow.Event;
import io.caravan.flow.Trace;
import io.caravan.store.outbox.Taken;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** An attempt that runs on this node. */
final class Attempt {
    private final Taken taken;
    private final Instant startedAt;
    private final AtomicBoolean told = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Interruptible thread = new Interruptible();
    private volatile boolean started;
    private volatile boolean unwanted;
    private volatile Runnable stopping = () -> {};

    Attempt(Taken taken, Instant startedAt) {
        this.taken = taken;
        this.startedAt = startedAt;
    }

    Taken taken() {
        return taken;
    }

    Instant startedAt() {
        return startedAt;
    }

    /** The event of its flow as the attempt sees it: what the route calls and sends hangs below the attempt's span. */
    Event event() {
        return taken.event()
                .below(() -> Trace.span(
                        taken.key().flow(),
                        taken.key().name(),
                        taken.row().attempt().number(),
                        startedAt));
    }

    /** True for the first caller only: how the attempt ended is told once. */
    boolean tell() {
        return told.compareAndSet(false, true);
    }

    /** Completes when its route has really ended, told or not. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** Whether its route may have been called. */
    boolean hasStarted() {
        return started;
    }

    void start() {
        started = true;
        thread.enter();
    }

    void leaveThread() {
        thread.leave();
    }

    /** Its flow has ended: it is not to start, or to stop if it has. */
    void stop() {
        unwanted = true;
        interrupt();
    }

    boolean isUnwanted() {
        return unwanted;
    }

    /** How its route is told that no further step is to begin. */
    void stopsBy(Runnable telling) {
        stopping = telling;
    }

    /** Asks the route to stop. */
    void interrupt() {
        stopping.run();
        thread.interrupt();
    }
}
