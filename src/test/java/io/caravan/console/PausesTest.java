package io.caravan.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Destinations and actions are paused and resumed by HTTP and by JMX, and everywhere it can be seen. */
class PausesTest {
    private static final String ROUTES =
            """
            - route:
                id: greet
                from: { uri: flow:greet, parameters: { event: came }, steps: [ { log: came } ] }
            - route:
                id: greet.hello
                from:
                  uri: flow:greet/hello
                  parameters: { destination: slack }
                  steps:
                    - setBody: { constant: hello }
            - route:
                id: greet.bye
                from:
                  uri: flow:greet/bye
                  parameters: { needs: hello }
                  steps:
                    - setBody: { constant: bye }
            """;

    private RunningCaravan caravan;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        caravan = RunningCaravan.start(folder, ROUTES);
    }

    @AfterEach
    void close() {
        caravan.close();
    }

    private JsonNode act(int status, String path, String body) {
        HttpResponse<String> response = caravan.post(path, body);
        assertEquals(status, response.statusCode(), response.body());
        return RunningCaravan.json(response);
    }

    private String begin() {
        return caravan.event("came", "{}").at("/flows/0/id").asText();
    }

    private static String waits(JsonNode flow, String action) {
        return RunningCaravan.action(flow, action).path("waitingFor").asText();
    }

    @Test
    void a_destination_that_rests_says_so_everywhere_and_goes_on_where_it_stood() {
        JsonNode answer = act(202, "/destinations/slack/pause", "{\"note\":\"they move house\"}");
        assertEquals("paused", answer.path("state").asText());
        String id = begin();
        JsonNode flow = caravan.await(id, page -> waits(page, "hello").contains("paused"));
        assertTrue(
                waits(flow, "hello").matches("destination slack is paused since \\S+Z by local: they move house"),
                waits(flow, "hello"));
        assertTrue(waits(flow, "bye").startsWith("hello: destination slack is paused"), waits(flow, "bye"));
        JsonNode line = caravan.read("/destinations").at("/items/0");
        assertEquals("slack", line.path("name").asText());
        assertEquals("paused", line.path("state").asText());
        assertEquals("local", line.path("by").asText());
        assertEquals("they move house", line.path("note").asText());
        assertEquals(1, line.path("waiting").asInt());
        assertTrue(line.path("since").asText().endsWith("Z"), line.toString());
        HttpResponse<String> health = caravan.observe("/observe/health");
        assertEquals(200, health.statusCode());
        assertTrue(health.body().contains("destination slack is paused since"), health.body());
        assertTrue(caravan.observe("/observe/metrics")
                .body()
                .contains("caravan_destination_paused{destination=\"slack\"} 1"));
        act(202, "/destinations/slack/resume", "{\"note\":\"they are back\"}");
        JsonNode done = caravan.flowAs(id, "completed");
        assertEquals(1, RunningCaravan.action(done, "hello").path("attempts").asInt());
        assertEquals("open", caravan.read("/destinations").at("/items/0/state").asText());
        assertTrue(caravan.observe("/observe/metrics")
                .body()
                .contains("caravan_destination_paused{destination=\"slack\"} 0"));
        act(409, "/destinations/slack/resume", "");
    }

    @Test
    void an_action_that_rests_is_shown_with_its_definition() {
        act(202, "/definitions/greet/actions/bye/pause", "{\"note\":\"not now\"}");
        String id = begin();
        JsonNode flow = caravan.await(id, page -> waits(page, "bye").contains("paused"));
        assertTrue(waits(flow, "bye").startsWith("action greet/bye is paused since"), waits(flow, "bye"));
        assertEquals(
                "not now",
                paused(caravan.read("/definitions/greet"), "bye").path("note").asText());
        assertTrue(paused(caravan.read("/definitions/greet"), "hello").isMissingNode());
        act(202, "/definitions/greet/actions/bye/resume", "");
        caravan.flowAs(id, "completed");
    }

    private static JsonNode paused(JsonNode definition, String action) {
        for (JsonNode each : definition.path("actions")) {
            if (each.path("name").asText().equals(action)) {
                return each.path("paused");
            }
        }
        throw new AssertionError(definition);
    }

    @Test
    void what_is_not_there_cannot_rest() {
        JsonNode answer = act(404, "/destinations/slakc/pause", "");
        assertTrue(answer.path("detail").asText().contains("did you mean 'slack'?"), answer.toString());
        act(404, "/definitions/greet/actions/hullo/pause", "");
        act(404, "/definitions/gret/actions/hello/pause", "");
        act(400, "/destinations/slack/pause", "[]");
        act(409, "/definitions/greet/actions/bye/resume", "{\"note\":\"it does not rest\"}");
    }

    private String jmx(String type, String operation, String... arguments) {
        JsonNode found = ask("{\"type\":\"search\",\"mbean\":\"io.caravan:type=" + type + ",*\"}");
        String given = arguments.length == 0 ? "" : "\"" + String.join("\",\"", arguments) + "\"";
        JsonNode answer =
                ask("{\"type\":\"exec\",\"mbean\":\"" + found.at("/value/0").asText() + "\",\"operation\":\""
                        + operation + "\",\"arguments\":[" + given + "]}");
        assertEquals(200, answer.path("status").asInt(), answer.toString());
        return answer.path("value").asText();
    }

    private JsonNode ask(String json) {
        return RunningCaravan.json(caravan.send(caravan.toManagement("/observe/jolokia")
                .POST(BodyPublishers.ofString(json))
                .build()));
    }

    @Test
    void jmx_does_the_same() {
        String said = jmx("Destinations", "pause", "slack", "by night");
        assertTrue(said.matches("destination slack is paused since \\S+ by JMX: by night"), said);
        String id = begin();
        caravan.await(id, page -> waits(page, "hello").contains("by JMX: by night"));
        assertEquals("destination slack goes on", jmx("Destinations", "resume", "slack", ""));
        assertEquals("destination slack is not paused.", jmx("Destinations", "resume", "slack", ""));
        jmx("Destinations", "pauseAction", "greet", "bye", "");
        String other = begin();
        caravan.await(other, page -> waits(page, "bye").contains("action greet/bye is paused"));
        jmx("Destinations", "resumeAction", "greet", "bye", "");
        caravan.flowAs(other, "completed");
        assertTrue(jmx("DeadLetters", "replay", "none", "why").startsWith("No dead letter matches"));
        jmx("Definitions", "reload");
    }
}
