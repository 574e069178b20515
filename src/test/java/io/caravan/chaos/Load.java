package io.caravan.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.crash.Child;
import io.caravan.crash.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** Schedule requests at a steady rate, sent to the nodes in turn; a node that does not answer is passed over. */
final class Load {
    private static final int MOST_UNANSWERED = 8;

    private final Requests requests = new Requests();
    private final Supplier<List<Child>> nodes;
    private final LongSupplier completed;
    private final ScheduledExecutorService clockwork = Executors.newScheduledThreadPool(2, task -> {
        var thread = new Thread(task, "load");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<Child, AtomicInteger> unanswered = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private final List<Long> perSecond = new ArrayList<>();
    private long before;
    private int turn;

    Load(Supplier<List<Child>> nodes, LongSupplier completed) {
        this.nodes = nodes;
        this.completed = completed;
    }

    /** Begins to send so many a second to the cluster's nodes. */
    static Load on(Cluster cluster, int rate) {
        return new Load(cluster::nodes, cluster::completed).warmUp().start(rate);
    }

    /** A cold process may take longer than a second for its first trigger, which would then wait for a person. */
    Load warmUp() {
        for (Child child : nodes.get()) {
            for (int i = 0; i < 10; i++) {
                requests.attempt(child, next.getAndIncrement()).join();
            }
        }
        return this;
    }

    Load start(int rate) {
        clockwork.scheduleAtFixedRate(this::send, 0, 1_000_000 / rate, TimeUnit.MICROSECONDS);
        clockwork.scheduleAtFixedRate(this::sample, 1, 1, TimeUnit.SECONDS);
        return this;
    }

    private void send() {
        List<Child> all = nodes.get();
        for (int i = 0; i < all.size(); i++) {
            Child child = all.get(turn++ % all.size());
            AtomicInteger waiting = unanswered.computeIfAbsent(child, first -> new AtomicInteger());
            if (waiting.get() < MOST_UNANSWERED) {
                waiting.incrementAndGet();
                requests.attempt(child, next.getAndIncrement()).thenRun(waiting::decrementAndGet);
                return;
            }
        }
    }

    private synchronized void sample() {
        try {
            long now = completed.getAsLong();
            perSecond.add(now - before);
            before = now;
        } catch (AssertionError away) {
            perSecond.add(0L); // the database does not answer
        }
    }

    /** Lets it run for a time, counted from now. */
    void run(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        Awaitility.await()
                .atMost(time.plusSeconds(5))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> System.nanoTime() >= until);
    }

    /** Flows completed in each of the last seconds, the oldest first. */
    synchronized List<Long> last(int seconds) {
        return List.copyOf(perSecond.subList(Math.max(0, perSecond.size() - seconds), perSecond.size()));
    }

    /** Waits until so many flows were completed in each of three seconds on end; the answer is how long that took. */
    Duration awaitThroughput(long least, Duration limit) {
        long since = System.nanoTime();
        int from = size();
        Awaitility.await("a throughput of " + least + " flows a second")
                .atMost(limit.plusSeconds(5))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> size() >= from + 3 && last(3).stream().allMatch(count -> count >= least));
        return Duration.ofNanos(System.nanoTime() - since).minusSeconds(3);
    }

    private synchronized int size() {
        return perSecond.size();
    }

    /** Sends no more; what was not accepted yet is sent again until it is. */
    void finish() {
        clockwork.shutdownNow();
        List<Child> all = nodes.get();
        for (int round = 0; round < 10 && !requests.missing(sent()).isEmpty(); round++) {
            for (int number : requests.missing(sent())) {
                requests.attempt(all.get((round + number) % all.size()), number).join();
            }
        }
        assertEquals(List.of(), requests.missing(sent()), "requests that nobody accepts");
    }

    int sent() {
        return next.get();
    }

    Requests requests() {
        return requests;
    }
}
