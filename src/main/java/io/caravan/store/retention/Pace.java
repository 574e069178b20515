package io.caravan.store.retention;

import java.time.Duration;

/** How many rows at once, and how long to rest after them: the writer is never held up for long, nor often. */
final class Pace {
    private static final int MOST = 200;
    private static final Duration LONG = Duration.ofMillis(40);
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LEAST_REST = Duration.ofMillis(50);
    private static final int RESTS_PER_WORK = 9;

    private int size = MOST / 4;

    int size() {
        return size;
    }

    /** After so much work: the next piece is cut smaller or larger; the answer is how long to rest. */
    Duration worked(Duration time) {
        if (time.compareTo(LONG) > 0) {
            size = Math.max(1, size / 2);
        } else if (time.compareTo(SHORT) < 0) {
            size = Math.min(MOST, size * 2);
        }
        Duration rest = time.multipliedBy(RESTS_PER_WORK);
        return rest.compareTo(LEAST_REST) < 0 ? LEAST_REST : rest;
    }
}
