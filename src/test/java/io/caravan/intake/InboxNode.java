package io.caravan.intake;

import io.caravan.dispatch.Registry;
import io.caravan.dispatch.Send;
import io.caravan.dispatch.Threads;
import io.caravan.dispatch.TriggerRoute;
import io.caravan.dispatch.Triggers;
import io.caravan.flow.Action;
import io.caravan.flow.Definition;
import io.caravan.flow.Event;
import io.caravan.flow.Policy;
import io.caravan.flow.Redelivery;
import io.caravan.flow.Sampling;
import io.caravan.store.Barriers;
import io.caravan.store.OpenStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A node that takes from the inbox; events of the type {@code laned} start a flow in the lane of their subject. */
final class InboxNode implements AutoCloseable {
    private final Barriers stops = new Barriers();
    private final OpenStore store;
    private final ExecutorService shaping = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final SqlInbox inbox;

    InboxNode(Path folder) {
        store = OpenStore.in(folder, 0, stops::around);
        var registry = new Registry();
        var policy = new Policy(new Redelivery(0, Duration.ZERO, 1, Duration.ZERO, 0), Duration.ofMinutes(5), "");
        var laned = new Definition("laned", List.of(new Action("a", List.of(), policy)));
        registry.swap(new Registry.Routes(new TreeMap<>(Map.of("laned", laned)), List.of(new Laned()), Map.of()));
        var triggers = new Triggers(registry, new Threads(shaping, shaping, 2, timer), store.clock(), Sampling.NONE);
        inbox = new SqlInbox(store.database().reading(), triggers, store.journal());
    }

    private static final class Laned implements TriggerRoute {
        @Override
        public String flow() {
            return "laned";
        }

        @Override
        public Set<String> events() {
            return Set.of("laned");
        }

        @Override
        public Optional<Duration> deadline() {
            return Optional.empty();
        }

        @Override
        public Verdict consider(Event event) {
            return new Verdict(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    event.attributes().subject());
        }

        @Override
        public Shape shape(Event event) {
            return new Shape(event.data(), List.<Send>of());
        }
    }

    OpenStore store() {
        return store;
    }

    Barriers stops() {
        return stops;
    }

    SqlInbox inbox() {
        return inbox;
    }

    /** One look at the inbox. */
    Duration go() {
        try {
            return inbox.go();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    /** One look, beside the test. */
    CompletableFuture<Duration> beside() {
        return CompletableFuture.supplyAsync(this::go);
    }

    /** Looks until nothing is left. */
    void empty() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (store.tables().count("inbox") > 0) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("left in the inbox: " + store.tables().rows("SELECT * FROM inbox"));
            }
            go();
        }
    }

    void insert(String columns, String values) {
        store.tables().change("INSERT INTO inbox (" + columns + ") VALUES (" + values + ")");
    }

    /** The external ids of events, in the order in which their flows entered the lane. */
    List<String> lane(String key) {
        return store.tables()
                .rows(
                        "SELECT e.external_id FROM ticket t JOIN flow f ON f.id = t.flow_id JOIN event e ON e.id = f.event_id"
                                + " WHERE t.key = '" + key + "' ORDER BY t.number");
    }

    @Override
    public void close() {
        inbox.close();
        store.close();
        shaping.shutdownNow();
        timer.shutdownNow();
    }
}
