package io.caravan.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.RunningCaravan;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever waits at one node is told what another one ends. */
@Tag("postgres")
class PatienceOfTwoNodesTest {
    private static final String ROUTES =
            """
            - route:
                id: slow
                from: { uri: flow:slow, parameters: { event: slow }, steps: [ { log: slow } ] }
            - route:
                id: slow.waits
                from:
                  uri: flow:slow/waits
                  parameters: { awaits: go, correlate: "${body[k]}" }
                  steps: [ { setBody: { constant: "gone" } } ]
            """;

    @Test
    void flows_that_end_on_the_other_node_are_answered_here(@TempDir Path folder) throws Exception {
        try (RunningCaravan here = RunningCaravan.start(folder, ROUTES);
                RunningCaravan there = RunningCaravan.start(folder, ROUTES)) {
            var client = HttpClient.newHttpClient();
            List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 10)
                    .mapToObj(i -> client.sendAsync(
                            here.to("/events")
                                    .timeout(Duration.ofSeconds(60))
                                    .header("Prefer", "wait=50")
                                    .POST(BodyPublishers.ofString("{\"type\":\"slow\",\"data\":{\"k\":\"k\"}}"))
                                    .build(),
                            BodyHandlers.ofString()))
                    .toList();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> there.read("/flows?name=slow").path("items").size() == 10);
            there.post("/events", "{\"type\":\"go\",\"correlation\":\"k\"}");
            for (var answer : answers) {
                assertEquals(200, answer.join().statusCode(), answer.join().body());
            }
        }
    }
}
