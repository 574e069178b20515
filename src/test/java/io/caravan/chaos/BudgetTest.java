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
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes post 2,000 messages to 40 channels, one a second to each: as fast as Slack allows, and no faster. */
@Tag("chaos")
final class BudgetTest {
    private static final int CHANNELS = 40;
    private static final int MESSAGES = 2_000;

    /** A process that has not posted yet takes its time for the first messages, which would then come beside the next ones. */
    private static final int WARMING = 90;

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

    /** One a second, of which two may come at once: calls take their time on the way. */
    private static final String LIMIT =
            """
            {"limits": [{"method": "chat.postMessage", "per": "channel", "count": 1, "seconds": 1, "burst": 2}]}
            """;

    private static final String POSTED =
            """
            SELECT c.name || ' ' || m.ts || ' ' || (m.message::json ->> 'text')
            FROM sandbox.sandbox_message m JOIN sandbox.sandbox_channel c ON c.id = m.channel
            WHERE c.name LIKE 'c%' ORDER BY c.name, m.ts
            """;

    @Test
    void each_channel_gets_one_message_a_second_whoever_posts_it() {
        post(WARMING, i -> "warm" + i);
        awaitCompleted(WARMING);
        cluster.node("n1").post("/sandbox/slack/limits", LIMIT).join();
        post(MESSAGES, i -> "c" + i % CHANNELS);
        awaitCompleted(WARMING + MESSAGES);
        var byChannel = new TreeMap<String, List<Long>>();
        var posted = new ArrayList<String>();
        for (String each : cluster.query(POSTED)) {
            String[] columns = each.split(" ");
            byChannel.computeIfAbsent(columns[0], first -> new ArrayList<>()).add(Long.parseLong(columns[1]));
            posted.add(columns[0] + " " + columns[2]);
        }
        assertEquals(
                IntStream.range(0, MESSAGES)
                        .mapToObj(i -> "c" + i % CHANNELS + " " + i)
                        .sorted()
                        .toList(),
                posted.stream().sorted().toList(),
                "each message once, in its channel");
        judge(byChannel);
        assertEquals(List.of("0"), cluster.query("SELECT sum(refused) FROM sandbox.sandbox_slack_limit"));
    }

    /** A message for each channel at a time: it is not the accepting that is measured here. */
    private void post(int messages, IntFunction<String> channel) {
        List<Child> nodes = cluster.nodes();
        for (int from = 0; from < messages; from += CHANNELS) {
            var sent = new ArrayList<CompletableFuture<?>>();
            for (int i = from; i < Math.min(messages, from + CHANNELS); i++) {
                String event = "{\"type\":\"told\",\"data\":{\"channel\":\"#%s\",\"text\":\"%d\"}}";
                sent.add(nodes.get(i % nodes.size()).post("/events", event.formatted(channel.apply(i), i)));
            }
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
        }
    }

    private void awaitCompleted(int flows) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> cluster.completed() == flows);
    }

    private static void judge(Map<String, List<Long>> byChannel) {
        int close = 0;
        int tooMany = 0;
        double rate = 0;
        for (List<Long> times : byChannel.values()) {
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
