package io.caravan.intake;

import io.caravan.flow.Event;
import io.caravan.flow.Fact;
import io.caravan.flow.FlowState;
import io.caravan.store.Observer;
import io.caravan.store.Rounds;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells those who wait when flows have ended, and holds no thread for them. What this node ends is told by its writer; for what had
 * ended before somebody came, and for what other nodes end, one thread looks, for all who wait at once.
 */
public final class Endings implements Observer, AutoCloseable {
    /** Most who may wait at the same time. */
    public static final int MOST = 1_000;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration NEVER = Duration.ofDays(1);

    /** Finds out which of some flows have ended. */
    @FunctionalInterface
    public interface Look {
        Collection<String> ended(Collection<String> flows) throws SQLException;
    }

    /** Somebody with the flows whose end is still to come. */
    private record Waiter(Set<String> running, CompletableFuture<Boolean> ended) {}

    private final Map<String, List<Waiter>> byFlow = new HashMap<>();
    private final Set<String> unseen = new HashSet<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private Optional<Rounds> looking = Optional.empty();
    private long lookedAt = System.nanoTime();
    private boolean closed;

    /** From now on it can be waited. */
    public synchronized void start(Look look) {
        looking = Optional.of(Rounds.start("caravan-endings", BETWEEN_LOOKS, () -> {
            tell(look.ended(toLookAt()));
            return Duration.ZERO;
        }));
    }

    /** True when all of them have ended, false when the time is over before; empty = too many wait already. */
    Optional<CompletableFuture<Boolean>> await(Collection<String> flows, Duration longest) {
        synchronized (this) {
            if (closed || looking.isEmpty() || waiting.get() >= MOST) {
                return Optional.empty();
            }
            waiting.incrementAndGet();
        }
        var ended = new CompletableFuture<Boolean>();
        var waiter = new Waiter(new HashSet<>(flows), ended);
        ended.whenComplete((all, never) -> leave(waiter, flows));
        synchronized (this) {
            flows.forEach(flow ->
                    byFlow.computeIfAbsent(flow, first -> new ArrayList<>()).add(waiter));
            unseen.addAll(flows);
            notifyAll();
        }
        ended.completeOnTimeout(false, longest.toMillis(), TimeUnit.MILLISECONDS);
        return Optional.of(ended);
    }

    private synchronized void leave(Waiter waiter, Collection<String> flows) {
        waiting.decrementAndGet();
        for (String flow : flows) {
            byFlow.computeIfPresent(flow, (id, waiters) -> {
                waiters.remove(waiter);
                return waiters.isEmpty() ? null : waiters;
            });
        }
        unseen.retainAll(byFlow.keySet());
    }

    int waiting() {
        return waiting.get();
    }

    /** What is new is looked at at once, everything now and then; while nobody waits, nothing. */
    private synchronized List<String> toLookAt() throws InterruptedException {
        while (unseen.isEmpty() && (byFlow.isEmpty() || untilNextLook() > 0)) {
            wait(byFlow.isEmpty() ? NEVER.toMillis() : untilNextLook());
        }
        List<String> flows;
        if (untilNextLook() > 0) {
            flows = List.copyOf(unseen);
        } else {
            flows = List.copyOf(byFlow.keySet());
            lookedAt = System.nanoTime();
        }
        unseen.clear();
        return flows;
    }

    private long untilNextLook() {
        return BETWEEN_LOOKS.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lookedAt);
    }

    @Override
    public void reached(Point point, int count) {
        // only flows are of interest here
    }

    @Override
    public void moved(FlowState flow, Event event, List<Fact> facts) {
        if (waiting.get() > 0 && flow.ended()) {
            tell(List.of(flow.id()));
        }
    }

    private void tell(Collection<String> flows) {
        var done = new ArrayList<Waiter>();
        synchronized (this) {
            for (String flow : flows) {
                for (Waiter waiter : byFlow.getOrDefault(flow, List.of())) {
                    waiter.running().remove(flow);
                    if (waiter.running().isEmpty()) {
                        done.add(waiter);
                    }
                }
            }
        }
        done.forEach(waiter -> waiter.ended().complete(true));
    }

    /** Nobody waits any longer. */
    @Override
    public void close() {
        var left = new ArrayList<Waiter>();
        synchronized (this) {
            closed = true;
            byFlow.values().forEach(left::addAll);
        }
        left.forEach(waiter -> waiter.ended().complete(false));
        looking.ifPresent(Rounds::close);
    }
}
