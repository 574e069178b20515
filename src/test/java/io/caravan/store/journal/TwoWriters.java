package io.caravan.store.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.flow.Outcome;
import io.caravan.postgres.TestDatabase;
import io.caravan.store.Barriers;
import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import io.caravan.store.cluster.Rhythm;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Two nodes on one PostgreSQL, each of which stops where the test wants it. */
final class TwoWriters implements AutoCloseable {
    private final String database;
    private final Barriers firstStops = new Barriers();
    private final Barriers secondStops = new Barriers();
    private final OpenStore first;
    private final OpenStore second;

    TwoWriters(Path folder, int firstPermits, int secondPermits) {
        database = TestDatabase.name(folder);
        first = OpenStore.in(folder, firstPermits, firstStops::around);
        second = OpenStore.in(folder, secondPermits, secondStops::around);
    }

    /** The leases of the second one are short, so that it judges the first soon. */
    static OpenStore judge(Path folder, int permits) {
        var quick = new Rhythm(Duration.ofMillis(100), Duration.ofSeconds(1));
        return OpenStore.in(folder, permits, quick, UnaryOperator.identity());
    }

    OpenStore first() {
        return first;
    }

    OpenStore second() {
        return second;
    }

    Barriers firstStops() {
        return firstStops;
    }

    Barriers secondStops() {
        return secondStops;
    }

    static CompletableFuture<Boolean> settle(OpenStore node, Taken taken, String json, Coming... sends) {
        return node.journal().settle(node.settlement(taken, OpenStore.done(json), List.of(sends)));
    }

    static CompletableFuture<Boolean> settle(OpenStore node, Taken taken, Outcome outcome) {
        return node.journal().settle(node.settlement(taken, outcome, List.of()));
    }

    private static final String WAITING =
            """
            SELECT count(*) FROM pg_stat_activity WHERE datname = '%s' AND wait_event_type = 'Lock'
            """;

    /** Waits until the call is answered, or stands in the database behind somebody's lock. */
    void awaitBlockedOrDone(CompletableFuture<?> call) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> call.isDone() || !waiting().equals("0"));
    }

    private String waiting() {
        return TestDatabase.server()
                .query("postgres", WAITING.formatted(database))
                .get(0);
    }

    /** PostgreSQL 14 has no such function, and counts at once. */
    private static final String FLUSH =
            """
            SELECT proname FROM pg_proc WHERE proname = 'pg_stat_force_next_flush'
            """;

    private static final String DEADLOCKS =
            """
            SELECT deadlocks FROM pg_stat_database WHERE datname = '%s'
            """;

    /** How often PostgreSQL has found nodes waiting for each other. */
    long deadlocks() {
        if (!TestDatabase.server().query(database, FLUSH).isEmpty()) {
            TestDatabase.server().query(database, "SELECT pg_stat_force_next_flush()");
        }
        return Long.parseLong(TestDatabase.server()
                .query("postgres", DEADLOCKS.formatted(database))
                .get(0));
    }

    String database() {
        return database;
    }

    /** Everything is as the facts say, and no row is held by a node that is not there. */
    void verify() {
        first.verify();
        assertEquals(
                List.of(),
                first.tables()
                        .rows("SELECT flow_id, action, lease_epoch FROM outbox WHERE lease_epoch IS NOT NULL"
                                + " AND lease_epoch NOT IN (SELECT epoch FROM node)"));
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
