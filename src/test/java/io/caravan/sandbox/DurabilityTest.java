package io.caravan.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DurabilityTest {
    private static final String POST = "/slack/api/chat.postMessage";
    private static final String DEALS = "/hubspot/crm/objects/2026-09/deals";

    @TempDir
    private Path directory;

    @Test
    void everything_is_there_after_a_reopen() {
        String channel;
        JsonNode messages;
        JsonNode deals;
        try (RunningSandbox sandbox = new RunningSandbox(directory)) {
            sandbox.plant("{\"method\":\"chat.update\",\"status\":500,\"count\":3}");
            assertEquals(500, sandbox.post("/slack/api/chat.update", "{}").status());
            channel = sandbox.slack("chat.postMessage", "{\"channel\":\"#c\",\"text\":\"x\"}")
                    .path("channel")
                    .asText();
            sandbox.post(DEALS, "{\"properties\":{\"caravan_key\":\"k\"}}");
            messages = sandbox.get("/slack/messages").json();
            deals = sandbox.get("/hubspot/deals").json();
        }
        try (RunningSandbox sandbox = new RunningSandbox(directory)) {
            assertEquals(messages, sandbox.get("/slack/messages").json());
            assertEquals(deals, sandbox.get("/hubspot/deals").json());
            assertEquals(
                    2, sandbox.get("/faults").json().at("/items/0/remaining").asInt());
            assertEquals(
                    400,
                    sandbox.post(DEALS, "{\"properties\":{\"caravan_key\":\"k\"}}")
                            .status());
            JsonNode next = sandbox.slack("chat.postMessage", "{\"channel\":\"#c\",\"text\":\"y\"}");
            assertEquals(channel, next.path("channel").asText());
            assertEquals(2, sandbox.messages().size());
        }
    }

    @Test
    void two_nodes_on_one_database_see_the_same_and_give_each_number_once() {
        try (RunningSandbox one = new RunningSandbox(directory);
                RunningSandbox two = new RunningSandbox(directory)) {
            one.plant("{\"method\":\"chat.postMessage\",\"status\":500,\"count\":5}");
            List<CompletableFuture<RunningSandbox.Reply>> replies = new ArrayList<>();
            IntStream.range(0, 100).forEach(i -> {
                RunningSandbox node = i % 2 == 0 ? one : two;
                replies.add(node.sendAsync(node.sending("POST", POST, "{\"channel\":\"c\",\"text\":\"x\"}")));
            });
            long failed = replies.stream()
                    .filter(reply -> reply.join().status() == 500)
                    .count();
            assertEquals(5, failed);
            Set<String> stamps = new HashSet<>(two.messages().findValuesAsText("ts"));
            assertEquals(95, stamps.size());
            assertEquals(one.messages(), two.messages());
        }
    }

    @Test
    void what_was_answered_survives_the_death_of_the_process() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dcaravan.test.postgres=" + RunningSandbox.database(directory),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedNode.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(DoomedNode.HALTED, child.waitFor(), output);
        try (RunningSandbox sandbox = new RunningSandbox(directory)) {
            JsonNode items = sandbox.messages();
            assertEquals(DoomedNode.MESSAGES, items.size());
            assertTrue(items.findValuesAsText("text").contains("m0"));
        }
    }
}
