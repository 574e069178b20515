package io.caravan.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.SkewedCaravan;
import io.caravan.SleepyCaravan;
import io.caravan.crash.Balance;
import io.caravan.crash.Child;
import io.caravan.postgres.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes of which one dies, sleeps, is cut off or has the wrong time. */
@Tag("chaos")
final class NodesTest {
    private static final Duration RESCUE = Duration.ofSeconds(15);
    private static final String SLOW = "{\"method\": \"chat.postMessage\", \"delayMs\": 300}";

    private final Random random = new Random(Long.getLong("chaos.seed", System.nanoTime()));

    @TempDir
    private Path folder;

    private Cluster cluster;

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

    private void slowly() {
        cluster.node("n1").fault(SLOW);
    }

    @Test
    void killed_nodes_lose_nothing_and_their_work_goes_on_within_15_seconds() {
        cluster.startAll(3);
        slowly();
        Load load = Load.on(cluster, 30);
        load.run(Duration.ofSeconds(3));
        var took = new ArrayList<Duration>();
        for (int kill = 0; kill < 5; kill++) {
            String name = "n" + (1 + random.nextInt(3));
            long epoch = cluster.epoch(name);
            cluster.node(name).kill();
            long since = System.nanoTime();
            took.add(cluster.awaitFreed(epoch, since));
            cluster.start(name);
            load.run(Duration.ofMillis(random.nextInt(2_000)));
        }
        Balance balance = cluster.settle(load);
        took.sort(null);
        say(
                "5 kills of one node in three, %d flows, %d lost attempts, %d effects = 4 * %d + %d;"
                        + " rows free after %d/%d/%d ms (least/median/most)",
                balance.flows(),
                balance.lost().size(),
                balance.effects(),
                balance.flows(),
                balance.effects() - 4 * balance.flows(),
                took.get(0).toMillis(),
                took.get(2).toMillis(),
                took.get(4).toMillis());
        assertTrue(took.get(4).compareTo(RESCUE) <= 0, "freed after " + took);
    }

    @Test
    void a_node_that_sleeps_for_a_minute_and_one_without_network_come_back_and_harm_nobody() {
        try (Wire wire = new Wire(cluster.postgres().port())) {
            cluster.startAll(2);
            cluster.start("n3", "caravan.database.url=" + cluster.url(wire.port()));
            slowly();
            Load load = Load.on(cluster, 25);
            load.run(Duration.ofSeconds(4));
            long asleep = cluster.epoch("n2");
            long cutOff = cluster.epoch("n3");
            cluster.node("n2").signal("STOP");
            wire.fallSilent();
            long since = System.nanoTime();
            Duration first = cluster.awaitFreed(asleep, since);
            Duration second = cluster.awaitFreed(cutOff, since);
            load.run(Duration.ofSeconds(60).minus(second));
            List<Long> alone = load.last(20);
            cluster.node("n2").signal("CONT");
            wire.speak();
            long back = System.nanoTime();
            for (String name : List.of("n2", "n3")) {
                Awaitility.await(name + " takes part again")
                        .atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> cluster.number("SELECT count(*) FROM fact WHERE body LIKE '%\"node\":\"" + name
                                        + "\"%' AND flow_id IN (SELECT id FROM flow WHERE started_at >"
                                        + " (extract(epoch FROM now()) - 5) * 1000)")
                                > 0);
            }
            Duration again = Duration.ofNanos(System.nanoTime() - back);
            Balance balance = cluster.settle(load);
            say(
                    "a minute asleep and a minute cut off: rows free after %d and %d ms, the third alone made %d flows"
                            + " in 20 s, both took part again after %d ms; %d flows, %d lost attempts, %d effects"
                            + " beyond one each",
                    first.toMillis(),
                    second.toMillis(),
                    alone.stream().mapToLong(Long::longValue).sum(),
                    again.toMillis(),
                    balance.flows(),
                    balance.lost().size(),
                    balance.effects() - 4 * balance.flows());
            assertTrue(first.compareTo(RESCUE) <= 0 && second.compareTo(RESCUE) <= 0, first + " " + second);
        }
    }

    private static final String EARLY =
            """
            SELECT r.flow_id FROM (SELECT flow_id, f->>'action' AS action, (f->>'attempt')::int AS attempt,
                                          (f->>'dueAt')::bigint AS due FROM fact, json_array_elements(body::json->'facts') f
                                   WHERE f->>'type' = 'retried') r
            JOIN (SELECT flow_id, f->>'action' AS action, (f->>'attempt')::int AS attempt, (f->>'startedAt')::bigint AS started
                  FROM fact, json_array_elements(body::json->'facts') f WHERE f->>'type' IN ('retried', 'succeeded')) s
              ON s.flow_id = r.flow_id AND s.action = r.action AND s.attempt = r.attempt + 1
            WHERE s.started < r.due - 50 OR s.started > r.due + 30000
            """;

    @Test
    void a_node_whose_clock_is_ten_minutes_off_starts_nothing_early_and_nothing_late() {
        cluster.startAll(2);
        cluster.start("n3", SkewedCaravan.class, "PT10M");
        cluster.node("n1")
                .fault(
                        "{\"method\": \"chat.postMessage\", \"status\": 429, \"headers\": {\"Retry-After\": \"2\"}, \"rate\": 0.3}");
        cluster.node("n1").fault("{\"method\": \"/crm/objects\", \"status\": 503, \"rate\": 0.2}");
        Load load = Load.on(cluster, 25);
        load.run(Duration.ofSeconds(20));
        Balance balance = cluster.settle(load);
        long retried = cluster.number(
                "SELECT count(*) FROM fact, json_array_elements(body::json->'facts') f WHERE f->>'type' = 'retried'");
        long skewed = cluster.number("SELECT count(*) FROM fact WHERE body LIKE '%\"node\":\"n3\"%'");
        say(
                "a clock 10 min off: %d flows, %d redeliveries, %d commits by the skewed node",
                balance.flows(), retried, skewed);
        assertTrue(retried > 50 && skewed > 100, retried + " " + skewed);
        assertEquals(List.of(), cluster.query(EARLY), "attempts not begun when they were due");
    }

    @Test
    void a_node_that_is_stopped_inside_a_transaction_holds_up_nobody_for_long() {
        cluster.startAll(2);
        Child sleepy = cluster.start("n3", SleepyCaravan.class, "60");
        slowly();
        Load load = Load.on(cluster, 30);
        Awaitility.await("it is stopped")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> cluster.number(
                                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'caravan n3'"
                                        + " AND state = 'idle in transaction' AND now() - state_change > interval '1 s'")
                        > 0);
        Duration after = load.awaitThroughput(15, RESCUE);
        load.run(Duration.ofSeconds(15));
        sleepy.signal("CONT");
        load.run(Duration.ofSeconds(5));
        Balance balance = cluster.settle(load);
        say(
                "stopped inside a transaction: the others made 15 flows a second again after %d ms; %d flows, %d lost attempts",
                after.toMillis(), balance.flows(), balance.lost().size());
        assertTrue(after.compareTo(RESCUE) <= 0, "after " + after);
    }
}
