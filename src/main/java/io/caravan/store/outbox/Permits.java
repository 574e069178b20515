package io.caravan.store.outbox;

import java.util.concurrent.atomic.AtomicInteger;

/** How many attempts this node may hold at once; a row is taken only for a permit reserved before. */
public final class Permits {
    private final AtomicInteger free;
    private final int total;

    public Permits(int total) {
        this.total = total;
        this.free = new AtomicInteger(total);
    }

    /** Takes all that are free. */
    public int reserveAll() {
        return free.getAndSet(0);
    }

    public void release(int count) {
        free.addAndGet(count);
    }

    public int free() {
        return free.get();
    }

    public int total() {
        return total;
    }
}
