package io.caravan.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Holds the writer between two batches, so that what is asked meanwhile becomes one batch; and remembers what it passed. */
public final class WriterGate implements Observer {
    private record Stop(CountDownLatch reached, CountDownLatch goOn) {}

    private final AtomicReference<Stop> next = new AtomicReference<>();
    private final BlockingQueue<Point> passed = new LinkedBlockingQueue<>();

    @Override
    public void reached(Point point, int count) {
        if (point != Point.COMMITTED || count > 0) {
            passed.add(point);
        }
        if (point == Point.ANSWERED && count > 0) {
            Stop stop = next.getAndSet(null);
            if (stop != null) {
                stop.reached().countDown();
                await(stop.goOn());
            }
        }
    }

    /** What the calls ask of the journal is one batch; {@code knock} must be a command that makes a batch by itself. */
    public void together(Runnable knock, Runnable calls) {
        var stop = new Stop(new CountDownLatch(1), new CountDownLatch(1));
        next.set(stop);
        knock.run();
        await(stop.reached());
        calls.run();
        stop.goOn().countDown();
    }

    public void awaitPoint(Point point) {
        try {
            Point seen = passed.poll(15, TimeUnit.SECONDS);
            while (seen != point) {
                assertTrue(seen != null, "the writer has not passed " + point);
                seen = passed.poll(15, TimeUnit.SECONDS);
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    public long passed(Point point) {
        return passed.stream().filter(point::equals).count();
    }

    public void forget() {
        passed.clear();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(15, TimeUnit.SECONDS), "the writer or the test is stuck");
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
