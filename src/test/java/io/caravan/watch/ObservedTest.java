package io.caravan.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running Caravan, looked at by its management port as a monitoring would. */
class ObservedTest {
    private static final String ROUTES =
            """
            - route:
                id: greet
                from:
                  uri: flow:greet
                  parameters: { event: came }
                  steps:
                    - log: came
            - route:
                id: greet.hello
                from:
                  uri: flow:greet/hello
                  steps:
                    - to: micrometer:counter:greetings
                    - setBody: { constant: hello }
            - route:
                id: greet.never
                from:
                  uri: flow:greet/never
                  parameters: { needs: hello, maximumRedeliveries: 1 }
                  steps:
                    - throwException: { exceptionType: java.lang.IllegalStateException, message: no }
            """;

    @TempDir
    Path folder;

    private RunningCaravan caravan;

    @BeforeEach
    void start() throws IOException {
        caravan = RunningCaravan.start(folder, ROUTES, Map.of());
    }

    @AfterEach
    void close() {
        caravan.close();
    }

    private String metrics() {
        return caravan.observe("/observe/metrics").body();
    }

    private void awaitLine(String line) {
        String[] last = {""};
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> (last[0] = metrics()).lines().anyMatch(line::equals));
        } catch (org.awaitility.core.ConditionTimeoutException late) {
            throw new AssertionError("no line " + line + " in\n" + last[0], late);
        }
    }

    private static JsonNode check(HttpResponse<String> health, String name) {
        for (JsonNode check : RunningCaravan.json(health).path("checks")) {
            if (check.path("name").asText().equals(name)) {
                return check;
            }
        }
        throw new AssertionError("no check " + name + " in " + health.body());
    }

    @Test
    void it_is_alive_and_ready() {
        for (String path : new String[] {"/observe/health", "/observe/health/live", "/observe/health/ready"}) {
            HttpResponse<String> health = caravan.observe(path);
            assertEquals(200, health.statusCode(), health.body());
            assertEquals("UP", RunningCaravan.json(health).path("status").asText());
        }
        JsonNode routes = check(caravan.observe("/observe/health"), "routes");
        String inForce =
                caravan.read("/generations").path("items").path(0).path("id").asText();
        assertEquals(inForce, routes.path("data").path("generation").asText());
        assertEquals(404, caravan.observe("/observe").statusCode());
        assertEquals(404, caravan.get("/observe/health").statusCode(), "not on the business port");
    }

    @Test
    void refused_route_files_are_told_but_it_stays_ready() throws IOException {
        awaitLine("caravan_reloads_total{state=\"applied\"} 1.0");
        awaitLine("caravan_routes_refused 0.0");
        Files.writeString(folder.resolve("routes/worse.camel.yaml"), "- route:\n    from: { uri: 'flow:x' }\n");
        awaitLine("caravan_reloads_total{state=\"refused\"} 1.0");
        awaitLine("caravan_routes_refused 1.0");
        HttpResponse<String> health = caravan.observe("/observe/health");
        assertEquals(200, health.statusCode(), health.body());
        String said = check(health, "routes").path("data").path("refused").toString();
        assertTrue(said.contains("worse.camel.yaml"), health.body());
        Files.delete(folder.resolve("routes/worse.camel.yaml"));
        awaitLine("caravan_routes_refused 0.0");
    }

    @Test
    void what_happens_is_counted() {
        caravan.post("/events", "{\"type\":\"came\",\"id\":\"1\"}");
        caravan.post("/events", "{\"type\":\"came\",\"id\":\"1\"}");
        String of = "{flow=\"greet\",status=";
        awaitLine("caravan_flows_total" + of + "\"failed\"} 1.0");
        awaitLine("caravan_flows_total" + of + "\"started\"} 1.0");
        awaitLine("caravan_events_total{outcome=\"accepted\"} 1.0");
        awaitLine("caravan_events_total{outcome=\"duplicate\"} 1.0");
        String attempts = "caravan_attempts_total{action=\"";
        awaitLine(attempts + "hello\",flow=\"greet\",outcome=\"done\"} 1.0");
        awaitLine("caravan_attempt_duration_seconds_count{action=\"never\",flow=\"greet\"} 2");
        awaitLine("greetings_total{camelContext=\"caravan\"} 1.0");
        awaitLine("caravan_flows_failed 1.0");
        awaitLine("caravan_dead_letters 1.0");
        awaitLine("caravan_outbox_due 0.0");
        awaitLine("caravan_attempts_limit 256.0");
    }

    @Test
    void a_scraper_gets_the_format_that_it_asks_for() {
        var request = caravan.toManagement("/observe/metrics").header("Accept", "application/openmetrics-text");
        HttpResponse<String> page = caravan.send(request.build());
        assertTrue(page.headers().firstValue("Content-Type").orElse("").startsWith("application/openmetrics-text"));
        assertTrue(page.body().endsWith("# EOF\n"), page.body());
        assertTrue(metrics().contains("# TYPE caravan_commit_duration_seconds histogram"));
    }
}
