package io.caravan.component.aggregate;

import io.caravan.store.Rounds;
import io.caravan.store.aggregation.Change;
import io.caravan.store.aggregation.Group;
import io.caravan.store.aggregation.GroupKey;
import io.caravan.store.aggregation.StoredGroups;
import io.caravan.store.aggregation.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The aggregators of this node: looks after groups whose time has come, and delivers completed ones, its own and those left over. */
public final class Aggregations {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** So long a group that no living node knows of may have to wait beyond its time. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    private static final Duration AT_ONCE = Duration.ofMillis(5);
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(5);
    private static final int MOST_DUE = 500;
    private static final Duration BETWEEN_COUNTS = Duration.ofSeconds(20);

    private final Supplier<Ground> ground;
    private final Executor threads;
    private final Map<String, Aggregator> here = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder gathered = new LongAdder();
    private final LongAdder completed = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile Optional<StoredGroups.Backlog> backlog = Optional.empty();
    private volatile Instant nextLook = Instant.EPOCH;
    private Instant nextCount = Instant.EPOCH;
    private Optional<Deliveries> deliveries = Optional.empty();
    private Optional<Rounds> looking = Optional.empty();

    /** @param ground may be asked for once the database is open */
    public Aggregations(Supplier<Ground> ground, Executor threads) {
        this.ground = ground;
        this.threads = threads;
    }

    /** From now on groups whose time has come are completed, and completed ones that are nobody's are delivered. */
    public synchronized void start() {
        looking = Optional.of(Rounds.start("caravan-groups", BETWEEN_LOOKS, this::look));
    }

    /** A round; most of them find that nothing can be due yet, and leave the database alone. */
    private Duration look() throws Exception {
        Ground on = ground.get();
        Instant now = on.clock().instant();
        if (!nextCount.isAfter(now)) {
            nextCount = now.plus(BETWEEN_COUNTS);
            backlog = Optional.empty();
            backlog = Optional.of(on.stored().backlog());
        }
        Set<String> names = Set.copyOf(here.keySet());
        if (names.isEmpty() || on.journal().isDraining() || nextLook.isAfter(now)) {
            return BETWEEN_LOOKS;
        }
        nextLook = now.plus(LONGEST_REST);
        StoredGroups.Due due = on.stored().due(names, now, MOST_DUE);
        due.groups()
                .forEach(key -> Optional.ofNullable(here.get(key.aggregator())).ifPresent(each -> each.nudge(key)));
        boolean any = due.deliveries() || !due.groups().isEmpty();
        lookAt(any ? now : due.next().orElse(nextLook));
        return due.deliveries() && deliver(on, names) ? AT_ONCE : BETWEEN_LOOKS;
    }

    /** Takes completed groups; true = there may be more. */
    private boolean deliver(Ground on, Set<String> names) throws Exception {
        return deliveries().take((held, most) -> on.journal()
                .run(statements -> StoredGroups.take(
                        statements,
                        names,
                        Set.copyOf(held),
                        new Taken.Limit(on.clock().instant(), most),
                        on.journal().epoch()))
                .get());
    }

    /** At this time something may be due; an earlier one that is known stands. */
    private synchronized void lookAt(Instant due) {
        if (due.isBefore(nextLook)) {
            nextLook = due;
        }
    }

    private synchronized Deliveries deliveries() {
        if (deliveries.isEmpty()) {
            Ground on = ground.get();
            deliveries = Optional.of(new Deliveries(
                    on.limits().deliveries(),
                    taken -> new Delivering(
                            taken,
                            on,
                            Optional.ofNullable(here.get(taken.group().key().aggregator()))),
                    threads));
        }
        return deliveries.get();
    }

    CompletableFuture<Void> round(Aggregator aggregator, GroupKey key, List<Arrival> arrivals) {
        return new Round(aggregator, key, arrivals, ground.get(), deliveries()).run();
    }

    /** Whether one more message may wait; it must leave then. */
    boolean admit() {
        if (waiting.incrementAndGet() > ground.get().limits().waiting()) {
            waiting.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        waiting.decrementAndGet();
    }

    /** Its route stands; it may replace one of an older route. */
    void join(Aggregator aggregator) {
        here.put(aggregator.name(), aggregator);
        lookAt(Instant.EPOCH);
    }

    void leave(Aggregator aggregator) {
        here.remove(aggregator.name(), aggregator);
    }

    Executor threads() {
        return threads;
    }

    /** The change is on disk. */
    void stored(Change change) {
        gathered.add(change.messages().size());
        completed.add(change.completed().groups().size());
        change.after().flatMap(Group::dueAt).ifPresent(this::lookAt);
        if (!change.completed().taken() && !change.completed().groups().isEmpty()) {
            lookAt(Instant.EPOCH);
        }
    }

    void delivered() {
        delivered.increment();
    }

    void failed(Instant again) {
        failed.increment();
        lookAt(again);
    }

    /** What was found when the completed groups were counted last; empty = it could not be looked. */
    public Optional<StoredGroups.Backlog> backlog() {
        return backlog;
    }

    /** What has happened on this node since its start, in one word each. */
    public Map<String, LongSupplier> counts() {
        return Map.of(
                "gathered",
                gathered::sum,
                "completed",
                completed::sum,
                "delivered",
                delivered::sum,
                "failed",
                failed::sum);
    }

    /** Takes nothing any more, and gives what runs its time; what has not ended then is delivered again by whoever comes next. */
    public void drain() {
        Optional<Deliveries> running;
        Optional<Rounds> rounds;
        synchronized (this) {
            running = deliveries;
            rounds = looking;
            looking = Optional.empty();
        }
        rounds.ifPresent(Rounds::close);
        running.ifPresent(Deliveries::stop);
        long deadline = System.nanoTime() + LONGEST_DRAIN.toNanos();
        try {
            while (running.isPresent() && running.get().running() > 0 && System.nanoTime() < deadline) {
                Thread.sleep(10);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
