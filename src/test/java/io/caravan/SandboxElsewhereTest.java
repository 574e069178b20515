package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.store.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Caravan that listens at one address which is not 127.0.0.1. */
class SandboxElsewhereTest {
    private static final String ROUTES =
            """
            - route:
                id: greet
                from: { uri: flow:greet, parameters: { event: met }, steps: [ { log: "met" } ] }
            - route:
                id: greet.slack
                from:
                  uri: flow:greet/slack
                  parameters: { maximumRedeliveries: 0 }
                  steps:
                    - to: { uri: kamelet:slack-post-message-action, parameters: { text: "hello" } }
            """;

    @TempDir
    private Path folder;

    @Test
    void the_kamelets_find_the_sandbox_all_the_same() throws Exception {
        try (RunningCaravan caravan = RunningCaravan.start(folder, ROUTES, Map.of("camel.server.host", "127.0.0.2"))) {
            String address = "http://127.0.0.2:" + caravan.port();
            JsonNode accepted = ask(
                    caravan,
                    HttpRequest.newBuilder(URI.create(address + "/events"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"type\":\"met\"}")));
            String flow = accepted.path("flows").path(0).path("id").asText();
            Awaitility.await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
                JsonNode page = ask(caravan, HttpRequest.newBuilder(URI.create(address + "/flows/" + flow)));
                assertEquals("completed", page.path("status").asText(), page.toString());
            });
        }
    }

    private static JsonNode ask(RunningCaravan caravan, HttpRequest.Builder request) {
        return Json.tree(caravan.send(request.build()).body());
    }
}
