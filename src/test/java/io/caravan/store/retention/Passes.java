package io.caravan.store.retention;

import io.caravan.store.Rounds;
import java.time.Duration;

/** One whole pass of a retention, without its rests. */
final class Passes {
    private static final Duration LONGEST_STEP = Duration.ofMinutes(5);

    private Passes() {}

    static void of(Rounds.Round retention) throws Exception {
        Duration rest = Duration.ZERO;
        while (rest.compareTo(LONGEST_STEP) < 0) {
            rest = retention.go();
        }
    }
}
