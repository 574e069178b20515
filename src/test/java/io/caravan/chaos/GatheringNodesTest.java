package io.caravan.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.crash.Child;
import io.caravan.crash.Gathering;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes gather for the same groups while one after the other is killed. */
@Tag("chaos")
final class GatheringNodesTest {
    private static final int KILLS = 5;
    private static final int MESSAGES = 200;

    private final Random random = new Random(Long.getLong("chaos.seed", System.nanoTime()));

    @TempDir
    private Path folder;

    @Test
    void killed_nodes_lose_no_message_and_none_is_gathered_twice() {
        var gathering = new Gathering(folder);
        try (Cluster cluster = new Cluster(folder)) {
            cluster.startAll(3, gathering.property());
            int wanted = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                wanted += MESSAGES;
                int now = wanted;
                var sending = cluster.nodes().stream()
                        .map(node -> gathering.send(node, now))
                        .toArray(CompletableFuture[]::new);
                String name = "n" + (1 + random.nextInt(3));
                Awaitility.await()
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> gathering.answered() > now - MESSAGES + random.nextInt(MESSAGES / 2));
                cluster.node(name).kill();
                CompletableFuture.allOf(sending).join();
                cluster.start(name, gathering.property());
            }
            Child node = cluster.node("n1");
            gathering.send(node, wanted).join();
            int all = wanted;
            assertEquals(all, gathering.answered());
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(250))
                    .until(() -> Gathering.out(node).size() >= all);
            assertEquals(Gathering.all(all), Gathering.out(node));
        }
    }
}
