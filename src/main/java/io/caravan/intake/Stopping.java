package io.caravan.intake;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether Caravan is being stopped: then nothing of a broker is taken any more, and what waits goes back. */
public final class Stopping {
    private final CountDownLatch begun = new CountDownLatch(1);

    public void begin() {
        begun.countDown();
    }

    boolean hasBegun() {
        return begun.getCount() == 0;
    }

    void check() {
        if (hasBegun()) {
            throw new IllegalStateException("Caravan is stopping; the messages come again");
        }
    }

    /** Rests for so long, or until the stop begins. */
    void await(Duration rest) {
        try {
            begun.await(rest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
