package io.caravan.bench.load;

import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Starts flows: as fast as a number of callers can who each wait for their answer, or at a steady rate. */
public final class Load {
    private static final int MOST_OPEN = 10_000;

    private final Start start;
    private final AtomicReference<Throwable> refused = new AtomicReference<>();

    public Load(Start start) {
        this.start = start;
    }

    /** Starts the flows 0 to {@code flows}; back when all are accepted. */
    public Report burst(int flows, int callers) {
        var free = new Semaphore(callers);
        var waits = new long[flows];
        long began = now();
        long zero = System.nanoTime();
        for (int flow = 0; flow < flows; flow++) {
            free.acquireUninterruptibly();
            send(flow, free, System.nanoTime(), waits, flow);
        }
        return end(free, callers, began, zero, waits);
    }

    /** Starts flows from a number on at a rate per second; a caller's wait counts from when its start was due. */
    public Report pace(int from, int flows, int rate) {
        var free = new Semaphore(MOST_OPEN);
        var waits = new long[flows];
        long began = now();
        long zero = System.nanoTime();
        for (int number = 0; number < flows; number++) {
            long due = zero + number * 1_000_000_000L / rate;
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            free.acquireUninterruptibly();
            send(from + number, free, due, waits, number);
        }
        return end(free, MOST_OPEN, began, zero, waits);
    }

    private void send(int flow, Semaphore free, long due, long[] waits, int place) {
        start.start(flow).whenComplete((accepted, thrown) -> {
            waits[place] = (System.nanoTime() - due) / 1_000;
            if (thrown != null) {
                refused.compareAndSet(null, thrown);
            }
            free.release();
        });
    }

    private Report end(Semaphore free, int all, long began, long zero, long[] waits) {
        free.acquireUninterruptibly(all);
        long took = (System.nanoTime() - zero) / 1_000;
        if (refused.get() != null) {
            throw new CompletionException("a start was refused", refused.get());
        }
        return Report.of(began, took, waits);
    }

    /** Microseconds since 1970. */
    public static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
}
