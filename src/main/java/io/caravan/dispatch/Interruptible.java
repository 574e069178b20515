package io.caravan.dispatch;

import java.util.Optional;

/** The thread that a piece of work runs on; it is interrupted only while it does, never in its next work. */
final class Interruptible {
    private Optional<Thread> thread = Optional.empty();

    synchronized void enter() {
        thread = Optional.of(Thread.currentThread());
    }

    synchronized void leave() {
        thread = Optional.empty();
        Thread.interrupted();
    }

    synchronized void interrupt() {
        thread.ifPresent(Thread::interrupt);
    }
}
