package io.caravan.store.journal;

import io.caravan.store.outbox.Queue;
import java.util.HashMap;
import java.util.Map;

/** How many more rows of each limited queue this node may hold, while one batch takes some. */
final class Room {
    private final Map<Queue, Integer> held = new HashMap<>();
    private boolean freed;

    /** A row of the queue is held. */
    void enter(Queue queue) {
        if (queue.limit() > 0) {
            held.merge(queue.whole(), 1, Integer::sum);
        }
    }

    /** A row of some limited queue is held no more. */
    void freed() {
        freed = true;
    }

    boolean hasBeenFreed() {
        return freed;
    }

    int of(Queue queue) {
        return queue.limit() == 0 ? Integer.MAX_VALUE : queue.limit() - held.getOrDefault(queue.whole(), 0);
    }
}
