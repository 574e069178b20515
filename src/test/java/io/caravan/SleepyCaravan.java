package io.caravan;

import io.caravan.store.Observer.Point;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/** A Caravan that is stopped (SIGSTOP) in the middle of a transaction: at the n-th commit of a batch that changes something. */
public final class SleepyCaravan {
    private SleepyCaravan() {}

    public static void main(String[] words) {
        var left = new AtomicInteger(Integer.parseInt(words[0]));
        Runner.start(Settings.load(System.getenv(), System.getProperties()), Clock.systemUTC(), (point, count) -> {
            if (point == Point.BEFORE_COMMIT && count > 0 && left.decrementAndGet() == 0) {
                System.out.println("stopped in the middle of a transaction");
                sleep();
            }
        });
    }

    private static void sleep() {
        try {
            new ProcessBuilder(
                            "kill",
                            "-STOP",
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
