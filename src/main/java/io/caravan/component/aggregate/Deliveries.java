package io.caravan.component.aggregate;

import io.caravan.store.aggregation.CompletedGroup;
import io.caravan.store.aggregation.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** The completed groups that this node holds, each with its permit; a group is known here before its row is held, and until after. */
final class Deliveries {
    private final Executor threads;
    private final Semaphore permits;
    private final Map<String, Object> held = new ConcurrentHashMap<>();
    private final Function<Taken, Delivering> making;
    private volatile boolean stopped;

    Deliveries(int limit, Function<Taken, Delivering> making, Executor threads) {
        this.permits = new Semaphore(limit);
        this.making = making;
        this.threads = threads;
    }

    /** Groups that a change is about to complete, with permits if there are enough for all of them. */
    final class Hold {
        private final List<CompletedGroup> groups;
        private final boolean taken;

        private Hold(List<CompletedGroup> groups) {
            this.groups = groups;
            this.taken = !groups.isEmpty() && !stopped && permits.tryAcquire(groups.size());
            if (taken) {
                groups.forEach(group -> held.put(group.id(), this));
            }
        }

        boolean isTaken() {
            return taken;
        }

        /** They are not completed after all. */
        void drop() {
            if (taken) {
                groups.forEach(group -> held.remove(group.id(), this));
                permits.release(groups.size());
            }
        }

        /** They are completed, and held under the epoch. */
        void begin(long epoch) {
            if (taken) {
                groups.forEach(group -> Deliveries.this.begin(new Taken(group, epoch, 1)));
            }
        }
    }

    Hold hold(List<CompletedGroup> groups) {
        return new Hold(List.copyOf(groups));
    }

    /** Delivers a group for which there is a permit. */
    private void begin(Taken taken) {
        Delivering delivering = making.apply(taken);
        held.put(taken.group().id(), delivering);
        threads.execute(() -> delivering.run().whenComplete((nothing, thrown) -> {
            held.remove(taken.group().id(), delivering);
            permits.release();
        }));
    }

    /** Takes groups that are due, as many as there are permits; whether there may be more. */
    boolean take(Taking taking) throws Exception {
        int most = stopped ? 0 : permits.drainPermits();
        if (most == 0) {
            return false;
        }
        List<Taken> taken = new ArrayList<>();
        try {
            taken.addAll(taking.take(held.keySet(), most));
        } finally {
            permits.release(most - taken.size());
        }
        taken.forEach(this::begin);
        return taken.size() == most;
    }

    /** How groups are taken that are not held. */
    @FunctionalInterface
    interface Taking {
        List<Taken> take(Set<String> held, int most) throws Exception;
    }

    /** Nothing is taken any more. */
    void stop() {
        stopped = true;
    }

    int running() {
        return held.size();
    }

    Executor threads() {
        return threads;
    }
}
