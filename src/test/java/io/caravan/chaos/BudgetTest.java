package io.caravan.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.crash.Child;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes post 2,000 messages to 40 channels, one a second to each: as fast as allowed, and no faster. */
@Tag("chaos")
final class BudgetTest {
    private static final int CHANNELS = 40;
    private static final int MESSAGES = 2_000;
    private static final long SECOND = 1_000_000;

    private static final String ROUTES =
            """
            - route:
                id: tell
                from: { uri: flow:tell, parameters: { event: told }, steps: [ { log: { message: told, loggingLevel: DEBUG } } ] }
            - route:
                id: tell.post
                from:
                  uri: flow:tell/post
                  parameters: { budgetKey: "${body[channel]}" }
                  steps:
                    - to:
                        uri: kamelet:slack-post-message-action
                        parameters: { channel: "${body[channel]}", text: "${body[text]}" }
            """;

    @TempDir
    private Path folder;

    private Cluster cluster;

    @BeforeEach
    void open() throws Exception {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(routes.resolve("tell.camel.yaml"), ROUTES);
        cluster = new Cluster(folder);
        cluster.startAll(
                3,
                "caravan.routes=" + routes,
                "caravan.destination.budgets=on",
                "caravan.destination.slack/chat.postMessage.budget=");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private static final String POSTED =
            """
            SELECT channel || ' ' || ts FROM sandbox.sandbox_message ORDER BY channel, ts
            """;

    @Test
    void each_channel_gets_one_message_a_second_whoever_posts_it() {
        List<Child> nodes = cluster.nodes();
        var sent = new ArrayList<CompletableFuture<?>>();
        for (int i = 0; i < MESSAGES; i++) {
            sent.add(nodes.get(i % nodes.size())
                    .post(
                            "/events",
                            "{\"type\":\"told\",\"data\":{\"channel\":\"#c%d\",\"text\":\"%d\"}}"
                                    .formatted(i % CHANNELS, i)));
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
        Awaitility.await()
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> cluster.completed() == MESSAGES);
        var byChannel = new TreeMap<String, List<Long>>();
        for (String each : cluster.query(POSTED)) {
            String[] columns = each.split(" ");
            byChannel.computeIfAbsent(columns[0], first -> new ArrayList<>()).add(Long.parseLong(columns[1]));
        }
        assertEquals(CHANNELS, byChannel.size());
        judge(byChannel);
    }

    private static void judge(Map<String, List<Long>> byChannel) {
        int close = 0;
        int tooMany = 0;
        double rate = 0;
        for (List<Long> times : byChannel.values()) {
            assertEquals(MESSAGES / CHANNELS, times.size());
            for (int i = 1; i < times.size(); i++) {
                close += times.get(i) - times.get(i - 1) < SECOND * 9 / 10 ? 1 : 0;
                tooMany += i >= 10 && times.get(i) - times.get(i - 10) < 9 * SECOND ? 1 : 0;
            }
            rate += (times.size() - 1.0) * SECOND / (times.get(times.size() - 1) - times.get(0)) / byChannel.size();
        }
        System.out.printf(
                "chaos: budgets: %.1f %% of one message a second and channel; %d of %d came less than 0.9 s after the last%n",
                rate * 100, close, MESSAGES);
        assertEquals(0, tooMany, "eleven in nine seconds");
        assertTrue(rate >= 0.9, "rate " + rate);
        assertTrue(rate <= 1.02, "rate " + rate);
    }
}
