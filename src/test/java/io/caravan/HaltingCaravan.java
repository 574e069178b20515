package io.caravan;

import io.caravan.store.Observer.Point;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A Caravan that halts, without closing anything, at the n-th pass of a named point. */
public final class HaltingCaravan {
    /** Exit code of a process that reached its point. */
    public static final int HALTED = 42;

    private HaltingCaravan() {}

    public static void main(String[] words) {
        Point point = Point.valueOf(words[0]);
        int fewest = point == Point.MID_BATCH ? 2 : 1;
        var left = new AtomicInteger(Integer.parseInt(words[1]));
        Runner.start(Settings.load(System.getenv(), System.getProperties()), Clock.systemUTC(), (reached, count) -> {
            if (reached == point && count >= fewest && left.decrementAndGet() == 0) {
                linger();
                Runtime.getRuntime().halt(HALTED);
            }
        });
    }

    /** Holds this thread at its point for a while: an answer that was given too early gets out and will be missed. */
    private static void linger() {
        LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
    }
}
