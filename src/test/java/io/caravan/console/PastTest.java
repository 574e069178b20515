package io.caravan.console;

import static io.caravan.RunningCaravan.action;
import static io.caravan.RunningCaravan.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /flows/{id}?at=TIME}: a flow as it stood then. */
class PastTest {
    private static final String ROUTES =
            """
            - route:
                id: slow
                from:
                  uri: flow:slow
                  parameters: { event: slow, key: "${body[k]}" }
                  steps:
                    - log: slow
            - route:
                id: slow.one
                from:
                  uri: flow:slow/one
                  steps:
                    - delay: { constant: 30 }
                    - setBody: { constant: first }
            - route:
                id: slow.two
                from:
                  uri: flow:slow/two
                  parameters: { needs: one }
                  steps:
                    - delay: { constant: 30 }
                    - setBody: { constant: second }
            """;

    @TempDir
    static Path folder;

    static RunningCaravan caravan;
    static JsonNode flow;

    @BeforeAll
    static void start() throws Exception {
        caravan = RunningCaravan.start(folder, ROUTES);
        flow = caravan.flow("slow", "{\"k\":\"key\"}", "completed");
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    private static HttpResponse<String> at(String time) {
        return caravan.get("/flows/" + flow.path("id").asText() + "?at=" + time);
    }

    private static Instant fact(String type, String action) {
        for (JsonNode fact : flow.path("facts")) {
            if (fact.path("type").asText().equals(type)
                    && fact.path("action").asText().equals(action)) {
                return Instant.parse(fact.path("at").asText());
            }
        }
        throw new AssertionError("no " + type + " " + action + " in " + flow);
    }

    @Test
    void between_two_facts_the_flow_stands_as_the_first_ones_say() {
        Instant between = fact("succeeded", "one").plusMillis(5);
        JsonNode then = json(at(between.toString()));
        assertEquals("running", then.path("status").asText());
        assertEquals(between.toString(), then.path("at").asText());
        assertEquals(flow.path("input"), then.path("input"));
        assertEquals("key", then.path("key").asText());
        assertTrue(then.path("endedAt").isNull());
        assertEquals("\"first\"", action(then, "one").path("result").toString());
        JsonNode two = action(then, "two");
        assertEquals("ready", two.path("state").asText());
        assertTrue(two.path("result").isNull()
                && two.path("waitingFor").isNull()
                && two.path("dueAt").isNull());
        assertTrue(then.path("facts").size() < flow.path("facts").size());
        for (JsonNode fact : then.path("facts")) {
            assertTrue(!Instant.parse(fact.path("at").asText()).isAfter(between));
        }
    }

    @Test
    void at_its_start_nothing_has_been_done_and_at_its_end_everything() {
        JsonNode first = json(at(flow.path("startedAt").asText()));
        assertEquals("ready", action(first, "one").path("state").asText());
        assertEquals("waiting", action(first, "two").path("state").asText());
        JsonNode last = json(at(flow.path("endedAt").asText()));
        assertEquals("completed", last.path("status").asText());
        assertEquals(flow.path("endedAt"), last.path("endedAt"));
        assertEquals(flow.path("facts"), last.path("facts"));
    }

    @Test
    void a_time_may_have_an_offset_whether_its_plus_is_encoded_or_not() {
        Instant between = fact("succeeded", "one").plusMillis(5);
        String time = between.atOffset(ZoneOffset.ofHours(2)).toString();
        JsonNode utc = json(at(between.toString()));
        assertEquals(utc, json(at(URLEncoder.encode(time, StandardCharsets.UTF_8))));
        assertEquals(utc, json(at(time)));
    }

    @Test
    void before_its_start_there_is_no_flow() {
        String start = flow.path("startedAt").asText();
        var answer = at(Instant.parse(start).minusMillis(1).toString());
        assertEquals(404, answer.statusCode());
        assertTrue(json(answer).path("detail").asText().contains("it began at " + start), answer.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"yesterday", "2026-11-22", "2026-13-01T00:00:00Z", "1795341600000", "+1000000000-12-31T23:59:59Z"
            })
    void a_time_that_is_none_is_refused(String time) {
        var answer = at(time);
        assertEquals(400, answer.statusCode());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        assertTrue(json(answer).path("detail").asText().contains("2026-11-22T10:42:10Z"), answer.body());
    }

    @Test
    void an_unknown_flow_has_no_past() {
        assertEquals(404, caravan.get("/flows/nosuch?at=2026-11-22T10:42:10Z").statusCode());
        assertEquals(
                404,
                caravan.get("/flows/ffffffff-ffff-ffff-ffff-ffffffffffff?at=2026-11-22T10:42:10Z")
                        .statusCode());
    }
}
