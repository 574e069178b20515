package io.caravan.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.crash.Balance;
import io.caravan.postgres.Wire;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away, cuts connections, has none left, loses an answer, or cannot clean up: promises P1 to P7 hold. */
@Tag("chaos")
final class DatabaseTroubleTest {
    private static final Duration BACK = Duration.ofSeconds(30);
    private static final int RATE = 30;

    @TempDir
    private Path folder;

    private Cluster cluster;
    private Load load;

    @BeforeEach
    void open() {
        cluster = new Cluster(folder);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private static void say(String form, Object... figures) {
        System.out.printf("chaos: " + form + "%n", figures);
    }

    private interface Trouble {
        void make() throws Exception;
    }

    /** Throughput before, during and after; afterwards it must be back within the promised time, without a restart. */
    private void through(String name, Trouble trouble) throws Exception {
        load.run(Duration.ofSeconds(4));
        List<Long> before = load.last(3);
        long since = System.nanoTime();
        trouble.make();
        int seconds = (int) ((System.nanoTime() - since) / 1_000_000_000) + 1;
        List<Long> during = load.last(seconds);
        Duration back = load.awaitThroughput(RATE / 2, BACK);
        say(
                "%s: flows a second before %s, during %d s %s, back after %d ms, then %s",
                name, before, seconds, during, Math.max(0, back.toMillis()), load.last(3));
        assertTrue(back.compareTo(BACK) <= 0, name + ": back after " + back + "\n" + cluster.story());
    }

    @Test
    void stops_kills_cuts_and_a_lack_of_connections_are_survived_without_a_restart() throws Exception {
        cluster.startAll(3);
        load = Load.on(cluster, RATE);
        load.awaitThroughput(RATE / 2, Duration.ofSeconds(60)); // cold processes are slow
        through("PostgreSQL stopped and started", () -> {
            cluster.postgres().stop();
            load.run(Duration.ofSeconds(6));
            cluster.postgres().start();
        });
        through("PostgreSQL killed (-9) and started", () -> {
            cluster.postgres().kill();
            load.run(Duration.ofSeconds(2));
            cluster.postgres().start();
        });
        through("all backends terminated twice a second", () -> {
            for (int i = 0; i < 40; i++) {
                cutAll();
                load.run(Duration.ofMillis(500));
            }
        });
        through("no connection left", this::exhaust);
        Balance balance = cluster.settle(load);
        say(
                "database troubles: %d flows, %d lost attempts, %d effects beyond one each",
                balance.flows(), balance.lost().size(), balance.effects() - 4 * balance.flows());
    }

    private void cutAll() {
        cluster.query("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE usename = 'caravan'");
    }

    /** The server refuses further connections of the nodes, and cuts those that they have. */
    private void exhaust() {
        cluster.postgres().execute("postgres", "ALTER ROLE caravan CONNECTION LIMIT 0");
        cutAll();
        load.run(Duration.ofSeconds(8));
        cluster.postgres().execute("postgres", "ALTER ROLE caravan CONNECTION LIMIT -1");
    }

    @Test
    void answers_to_commits_that_are_lost_lose_and_double_nothing() {
        try (Wire wire = new Wire(cluster.postgres().port())) {
            cluster.startAll(2);
            cluster.start("n3", "caravan.database.url=" + cluster.url(wire.port()));
            load = Load.on(cluster, RATE);
            load.run(Duration.ofSeconds(3));
            wire.loseAnswers(15);
            load.run(Duration.ofSeconds(20));
            wire.loseAnswers(0);
            load.run(Duration.ofSeconds(3));
            Balance balance = cluster.settle(load);
            say(
                    "%d answers to COMMIT lost: %d flows, %d lost attempts, %d effects beyond one each",
                    wire.lost(), balance.flows(), balance.lost().size(), balance.effects() - 4 * balance.flows());
            assertTrue(wire.lost() > 10, wire.lost() + " answers lost");
            assertEquals(List.of(), load.requests().repeat(cluster.node("n1")));
        }
    }

    @Test
    void a_transaction_that_somebody_holds_open_for_two_minutes_does_not_slow_things_down() throws Exception {
        cluster.startAll(3);
        load = Load.on(cluster, RATE);
        load.run(Duration.ofSeconds(15));
        List<Long> before = load.last(10);
        try (Connection holder = cluster.postgres().connect("caravan");
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            holder.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("SELECT count(*) FROM outbox");
            load.run(Duration.ofSeconds(Integer.getInteger("chaos.held.seconds", 120)));
            holder.rollback();
        }
        List<Long> during = load.last(10);
        long dead =
                cluster.number("SELECT sum(n_dead_tup) FROM pg_stat_user_tables WHERE relname IN ('outbox', 'flow')");
        Balance balance = cluster.settle(load);
        say(
                "a transaction held open: %d flows; flows a second before %s, at its end %s; %d dead rows then",
                balance.flows(), before, during, dead);
        double slower = during.stream().mapToLong(Long::longValue).average().orElse(0);
        assertTrue(slower >= RATE * 0.9, "flows a second at the end: " + during);
    }
}
