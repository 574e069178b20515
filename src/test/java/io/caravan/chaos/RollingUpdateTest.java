package io.caravan.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.crash.Balance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes are replaced one after the other, by nodes with another version of the routes. */
@Tag("chaos")
final class RollingUpdateTest {
    private static final String FURTHER =
            """

            - route:
                id: schedule-request.thanks
                from:
                  uri: flow:schedule-request/thanks
                  parameters: { needs: deal }
                  steps:
                    - setBody: { simple: "thanks for ${variable.deal[id]}" }
            """;

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

    @Test
    void flows_keep_their_graph_and_nothing_is_lost() throws IOException {
        Path old = cluster.copyOfRoutes("version-1");
        Path next = cluster.copyOfRoutes("version-2");
        Files.writeString(next.resolve("schedule-request.camel.yaml"), FURTHER, StandardOpenOption.APPEND);
        cluster.startAll(3, "caravan.routes=" + old);
        cluster.node("n1").fault("{\"method\": \"chat.postMessage\", \"delayMs\": 500}");
        Load load = Load.on(cluster, 25);
        load.run(Duration.ofSeconds(4));
        for (String name : List.of("n1", "n2", "n3")) {
            long since = System.nanoTime();
            cluster.node(name).terminate();
            assertEquals(143, cluster.node(name).exitCode());
            System.out.printf("chaos: %s stopped in %d ms%n", name, (System.nanoTime() - since) / 1_000_000);
            cluster.start(name, "caravan.routes=" + next);
            load.run(Duration.ofSeconds(3));
        }
        Balance balance = cluster.settle(load);
        List<String> versions = cluster.query("SELECT count(*) FROM flow GROUP BY version ORDER BY min(started_at)");
        long thanked =
                cluster.number("SELECT count(*) FROM fact WHERE body LIKE '%\"succeeded\",\"action\":\"thanks\"%'");
        System.out.printf(
                "chaos: rolling update: %d flows, by version %s; %d lost attempts, %d effects beyond one each%n",
                balance.flows(), versions, balance.lost().size(), balance.effects() - 4 * balance.flows());
        assertEquals(2, versions.size());
        assertEquals(versions.get(1), Long.toString(thanked), "flows of the second version, and their further action");
        assertTrue(balance.lost().isEmpty(), "an orderly stop loses no attempt: " + balance.lost());
    }
}
