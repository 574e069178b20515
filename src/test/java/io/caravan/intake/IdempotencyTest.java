package io.caravan.intake;

import static io.caravan.RunningCaravan.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The header {@code Idempotency-Key}: what it makes of an event, and what its repeats are answered. */
class IdempotencyTest {
    private static final String ROUTES =
            """
            - route:
                id: wanted
                from: { uri: flow:wanted, parameters: { event: wanted }, steps: [ { log: wanted } ] }
            - route:
                id: wanted.act
                from: { uri: flow:wanted/act, steps: [ { setBody: { constant: done } } ] }
            """;

    @TempDir
    static Path folder;

    static RunningCaravan caravan;

    @BeforeAll
    static void start() throws Exception {
        caravan = RunningCaravan.start(folder, ROUTES);
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    private static HttpResponse<String> send(String key, String contentType, String body) {
        return caravan.send(caravan.to("/events")
                .header("Idempotency-Key", key)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private static HttpResponse<String> send(String key, String body) {
        return send(key, "application/json", body);
    }

    @Test
    void a_repeat_of_the_key_is_a_duplicate_and_begins_nothing() {
        JsonNode first = json(send("\"repeat\"", "{\"type\":\"wanted\",\"a\":1,\"b\":2.50}"));
        JsonNode second = json(send("\"repeat\"", "{ \"type\":\"wanted\", \"b\":2.50, \"a\":1 }"));
        assertFalse(first.path("duplicate").asBoolean(true));
        assertTrue(second.path("duplicate").asBoolean());
        assertEquals(first.path("id"), second.path("id"));
        assertEquals(
                first.path("flows").path(0).path("id"),
                second.path("flows").path(0).path("id"));
        assertEquals(
                "repeat",
                caravan.read("/events/" + first.path("id").asText())
                        .path("externalId")
                        .asText());
    }

    @Test
    void a_key_is_the_same_quoted_and_bare() {
        JsonNode first = json(send("bare-8e03978e", "{\"type\":\"wanted\"}"));
        JsonNode second = json(send("\"bare-8e03978e\"", "{\"type\":\"wanted\"}"));
        assertEquals(first.path("id"), second.path("id"));
        assertEquals("a \"b\" \\c", externalId(send("\"a \\\"b\\\" \\\\c\"", "{\"type\":\"wanted\"}")));
    }

    private static String externalId(HttpResponse<String> accepted) {
        return caravan.read(accepted.headers().firstValue("Location").orElseThrow())
                .path("externalId")
                .asText();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"wanted\",\"data\":{\"n\":2},\"subject\":\"s\",\"correlation\":\"c\"}",
                "{\"type\":\"other\",\"data\":{\"n\":1},\"subject\":\"s\",\"correlation\":\"c\"}",
                "{\"type\":\"wanted\",\"data\":{\"n\":1},\"correlation\":\"c\"}",
                "{\"type\":\"wanted\",\"data\":{\"n\":1},\"subject\":\"s\"}",
                "{\"type\":\"wanted\",\"data\":{\"n\":1},\"subject\":\"s\",\"correlation\":\"c\",\"time\":\"2026-01-01T00:00:00Z\"}"
            })
    void another_event_under_the_same_key_is_refused_and_not_stored(String other) {
        String same = "{\"type\":\"wanted\",\"data\":{\"n\":1},\"subject\":\"s\",\"correlation\":\"c\"}";
        assertEquals(202, send("content", same).statusCode());
        HttpResponse<String> refused = send("content", other);
        assertEquals(422, refused.statusCode());
        assertEquals(
                "application/problem+json",
                refused.headers().firstValue("Content-Type").orElseThrow());
        assertTrue(json(refused).path("detail").asText().contains("key of its own"), refused.body());
        assertEquals(202, send("content", same).statusCode());
    }

    @Test
    void a_key_belongs_to_the_source_that_the_event_names() {
        JsonNode one = json(send("shared", "{\"type\":\"wanted\",\"source\":\"/one\",\"n\":1}"));
        JsonNode two = json(send("shared", "{\"type\":\"wanted\",\"source\":\"/two\",\"n\":2}"));
        assertFalse(two.path("duplicate").asBoolean(true));
        assertNotEquals(one.path("id"), two.path("id"));
    }

    @Test
    void an_event_that_names_its_id_keeps_it_and_its_repeat_must_say_the_same() {
        String event = "{\"specversion\":\"1.0\",\"id\":\"own-1\",\"source\":\"/s\",\"type\":\"wanted\",\"data\":%d}";
        HttpResponse<String> first = send("k1", "application/cloudevents+json", event.formatted(1));
        assertEquals("own-1", externalId(first));
        HttpResponse<String> repeat = send("k2", "application/cloudevents+json", event.formatted(1));
        assertTrue(json(repeat).path("duplicate").asBoolean());
        HttpResponse<String> other = send("k1", "application/cloudevents+json", event.formatted(2));
        assertEquals(422, other.statusCode());
        HttpResponse<String> without = caravan.post("/events", "application/cloudevents+json", event.formatted(2));
        assertTrue(json(without).path("duplicate").asBoolean(), "without a key a repeat is not compared");
    }

    @Test
    void of_a_batch_each_event_has_its_id_and_one_that_came_with_another_content_is_refused_alone() {
        String event = "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/b\",\"type\":\"wanted\",\"data\":%d}";
        String batch = "[" + event + "," + event + "]";
        String type = "application/cloudevents-batch+json";
        assertEquals(202, send("b", type, batch.formatted("b1", 1, "b2", 1)).statusCode());
        HttpResponse<String> repeat = send("b", type, batch.formatted("b1", 1, "b2", 1));
        assertEquals(202, repeat.statusCode());
        json(repeat).forEach(item -> assertTrue(item.path("duplicate").asBoolean()));
        HttpResponse<String> mixed = send("b", type, batch.formatted("b1", 1, "b2", 2));
        assertEquals(207, mixed.statusCode());
        assertEquals(202, json(mixed).path(0).path("status").asInt());
        assertEquals(422, json(mixed).path(1).path("status").asInt());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"\"`|empty",
                "`  `|empty",
                "a b|printable",
                "\"a|printable",
                "\"a\";b=1|printable",
                "a,b|printable"
            })
    void a_key_that_is_none_is_refused(String key, String why) {
        HttpResponse<String> refused = send(key, "{\"type\":\"wanted\"}");
        assertEquals(400, refused.statusCode());
        assertTrue(json(refused).path("detail").asText().contains(why), refused.body());
    }

    @Test
    void a_key_has_an_end() {
        assertEquals(202, send("k".repeat(255), "{\"type\":\"wanted\"}").statusCode());
        HttpResponse<String> refused = send("k".repeat(256), "{\"type\":\"wanted\"}");
        assertEquals(400, refused.statusCode());
        assertTrue(json(refused).path("detail").asText().contains("255"), refused.body());
    }

    @Test
    void two_keys_are_one_too_many() {
        HttpResponse<String> refused = caravan.send(caravan.to("/events")
                .header("Idempotency-Key", "a")
                .header("Idempotency-Key", "b")
                .POST(BodyPublishers.ofString("{\"type\":\"wanted\"}"))
                .build());
        assertEquals(400, refused.statusCode());
    }
}
