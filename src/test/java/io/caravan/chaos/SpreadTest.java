package io.caravan.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.crash.Balance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node accepts, all perform; and when nothing is to do, they leave the database alone. */
@Tag("chaos")
final class SpreadTest {
    private static final int FEWEST = 100;

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

    private static final String BY_NODE =
            """
            SELECT f->>'node' || ' ' || count(*) FROM fact, json_array_elements(body::json->'facts') f
            WHERE f->>'type' = 'succeeded' GROUP BY f->>'node' ORDER BY 1
            """;

    private static final String TRANSACTIONS =
            """
            SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = 'caravan'
            """;

    @Test
    void effects_are_spread_by_permits_and_an_idle_cluster_makes_few_transactions() {
        cluster.startAll(3, "caravan.attempts=8");
        cluster.node("n1").fault("{\"method\": \"chat.postMessage\", \"delayMs\": 200}");
        cluster.node("n1").fault("{\"method\": \"/crm/objects\", \"delayMs\": 200}");
        Load load = new Load(() -> List.of(cluster.node("n1")), cluster::completed)
                .warmUp()
                .start(60);
        load.run(Duration.ofSeconds(10));
        Balance balance = cluster.settle(load);
        List<String> byNode = cluster.query(BY_NODE);
        System.out.printf("chaos: %d flows accepted by n1, actions performed: %s%n", balance.flows(), byNode);
        assertEquals(3, byNode.size());
        byNode.forEach(each -> assertTrue(Integer.parseInt(each.split(" ")[1]) >= FEWEST, byNode.toString()));
        idle(load);
    }

    private void idle(Load load) {
        load.run(Duration.ofSeconds(13)); // an idle backend tells its counters after ten seconds only
        long before = transactions();
        long since = System.nanoTime();
        load.run(Duration.ofSeconds(20));
        double perNode = (transactions() - before - 1) / ((System.nanoTime() - since) / 1e9) / 3;
        System.out.printf("chaos: idle: %.1f transactions a second and node%n", perNode);
        assertTrue(perNode < 5, "transactions a second and node: " + perNode);
    }

    private long transactions() {
        return Long.parseLong(cluster.postgres().query("postgres", TRANSACTIONS).get(0));
    }
}
