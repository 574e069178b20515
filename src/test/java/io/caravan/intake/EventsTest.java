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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The four forms of {@code POST /events}, what they are answered, and what is kept of them. */
class EventsTest {
    private static final String ROUTES =
            """
            - route:
                id: wanted
                from:
                  uri: flow:wanted
                  parameters: { event: wanted }
                  steps:
                    - log: wanted
            - route:
                id: wanted.act
                from:
                  uri: flow:wanted/act
                  steps:
                    - setBody: { constant: done }
            - route:
                id: unique
                from:
                  uri: flow:unique
                  parameters: { event: unique, once: "${body[k]}" }
                  steps:
                    - log: unique
            - route:
                id: unique.act
                from:
                  uri: flow:unique/act
                  steps:
                    - setBody: { constant: done }
            """;

    private static final String CLOUD_EVENT =
            """
            {"specversion":"1.0","id":"%s","source":"/shop","type":"wanted","subject":"u1","time":"2026-01-31T12:00:00+01:00",
             "correlation":"c1","data":{"n":1}}""";

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

    private static JsonNode kept(HttpResponse<String> accepted) {
        return caravan.read(accepted.headers().firstValue("Location").orElseThrow());
    }

    @Test
    void a_plain_event_may_say_name_and_email_and_its_data_is_the_rest() {
        var accepted = caravan.post("/events", "{\"name\":\"wanted\",\"email\":\"u@example.org\",\"amount\":12.50}");
        JsonNode answer = json(accepted);
        assertEquals(202, accepted.statusCode());
        assertEquals("/http", answer.path("source").asText());
        assertFalse(answer.path("duplicate").asBoolean(true));
        assertEquals("wanted", answer.path("flows").path(0).path("name").asText());
        assertEquals(
                "/events/" + answer.path("id").asText(),
                accepted.headers().firstValue("Location").orElseThrow());
        JsonNode event = kept(accepted);
        assertEquals("wanted", event.path("type").asText());
        assertEquals("u@example.org", event.path("subject").asText());
        assertEquals("{\"amount\":12.50}", event.path("data").toString());
    }

    @Test
    void a_plain_event_keeps_every_attribute_that_it_says() {
        JsonNode event = kept(
                caravan.post(
                        "/events",
                        """
                        {"type":"wanted","name":"Jane","subject":"s","id":"e-77","source":"/crm","time":"2026-02-01T00:00:00Z",
                         "correlation":"c","data":[1,"2",null,true,0.10]}"""));
        assertEquals("e-77", event.path("externalId").asText());
        assertNotEquals("e-77", event.path("id").asText());
        assertEquals("/crm", event.path("source").asText());
        assertEquals("2026-02-01T00:00:00Z", event.path("time").asText());
        assertEquals("c", event.path("correlation").asText());
        assertEquals("[1,\"2\",null,true,0.10]", event.path("data").toString());
    }

    @Test
    void a_structured_event_is_taken_as_it_stands() {
        var accepted =
                caravan.post("/events", "application/cloudevents+json; charset=UTF-8", CLOUD_EVENT.formatted("s1"));
        assertEquals(202, accepted.statusCode(), accepted.body());
        JsonNode event = kept(accepted);
        assertEquals("s1", event.path("externalId").asText());
        assertEquals("/shop", event.path("source").asText());
        assertEquals("2026-01-31T11:00:00Z", event.path("time").asText());
        assertEquals("c1", event.path("correlation").asText());
        assertEquals("{\"n\":1}", event.path("data").toString());
    }

    @Test
    void a_structured_event_may_carry_base64() {
        var accepted = caravan.post(
                "/events",
                "application/cloudevents+json",
                """
                {"specversion":"1.0","id":"b64","source":"/shop","type":"wanted","datacontenttype":"application/json",
                 "data_base64":"eyJuIjoyfQ=="}""");
        assertEquals("{\"n\":2}", kept(accepted).path("data").toString());
    }

    private static HttpResponse<String> binary(String id, String contentType, byte[] body) {
        return caravan.send(caravan.to("/events")
                .header("ce-specversion", "1.0")
                .header("ce-id", id)
                .header("ce-source", "/binary")
                .header("ce-type", "wanted")
                .header("ce-subject", "J%C3%BCrgen")
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    @Test
    void a_binary_event_has_its_attributes_in_headers() {
        var accepted = binary("b1", "application/json", "{\"n\":3}".getBytes(StandardCharsets.UTF_8));
        assertEquals(202, accepted.statusCode(), accepted.body());
        JsonNode event = kept(accepted);
        assertEquals("b1", event.path("externalId").asText());
        assertEquals("Jürgen", event.path("subject").asText());
        assertEquals("{\"n\":3}", event.path("data").toString());
    }

    @Test
    void binary_data_is_read_by_its_content_type() {
        var text = binary("b2", "text/plain; charset=ISO-8859-1", "Grüße".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("Grüße", kept(text).path("data").asText());
        var bytes = binary("b3", "application/octet-stream", new byte[] {0, 1, 2});
        assertEquals("AAEC", kept(bytes).path("data").asText());
        var nothing = binary("b4", "application/json", new byte[0]);
        assertEquals("{}", kept(nothing).path("data").toString());
    }

    @Test
    void a_batch_of_good_events_is_answered_with_202_and_an_answer_each() {
        var accepted = caravan.post(
                "/events",
                "application/cloudevents-batch+json",
                "[" + CLOUD_EVENT.formatted("x1") + "," + CLOUD_EVENT.formatted("x2") + "]");
        assertEquals(202, accepted.statusCode());
        assertEquals(2, json(accepted).size());
        json(accepted).forEach(item -> {
            assertEquals(202, item.path("status").asInt());
            assertEquals(1, item.path("flows").size());
        });
    }

    @Test
    void a_batch_whose_items_differ_is_answered_with_207() {
        var answer = caravan.post(
                "/events",
                "application/cloudevents-batch+json",
                "[" + CLOUD_EVENT.formatted("y1") + ",{\"specversion\":\"1.0\",\"id\":\"y2\",\"source\":\"/s\"},7]");
        assertEquals(207, answer.statusCode());
        JsonNode items = json(answer);
        assertEquals(202, items.path(0).path("status").asInt());
        assertEquals(400, items.path(1).path("status").asInt());
        assertTrue(items.path(1).path("detail").asText().contains("'type'"));
        assertEquals(400, items.path(2).path("status").asInt());
    }

    @Test
    void an_empty_batch_is_accepted() {
        var answer = caravan.post("/events", "application/cloudevents-batch+json", "[]");
        assertEquals(202, answer.statusCode());
        assertEquals("[]", answer.body());
    }

    @Test
    void a_repeat_is_a_duplicate_and_is_told_the_first_flows() {
        JsonNode first = json(caravan.post("/events", "application/cloudevents+json", CLOUD_EVENT.formatted("twice")));
        JsonNode second = json(caravan.post("/events", "application/cloudevents+json", CLOUD_EVENT.formatted("twice")));
        assertTrue(second.path("duplicate").asBoolean());
        assertEquals(first.path("id"), second.path("id"));
        assertEquals(
                first.path("flows").path(0).path("id"),
                second.path("flows").path(0).path("id"));
    }

    @Test
    void the_same_id_from_another_source_is_another_event() {
        JsonNode one = json(caravan.post("/events", "{\"type\":\"wanted\",\"id\":\"same\",\"source\":\"/one\"}"));
        JsonNode two = json(caravan.post("/events", "{\"type\":\"wanted\",\"id\":\"same\",\"source\":\"/two\"}"));
        assertFalse(two.path("duplicate").asBoolean(true));
        assertNotEquals(one.path("id"), two.path("id"));
    }

    @Test
    void a_once_key_that_is_held_names_its_holder() {
        JsonNode first = caravan.event("unique", "{\"k\":\"k1\"}");
        JsonNode second = caravan.event("unique", "{\"k\":\"k1\"}");
        assertFalse(second.path("duplicate").asBoolean(true));
        assertFalse(first.path("flows").path(0).has("held"));
        assertTrue(second.path("flows").path(0).path("held").asBoolean());
        assertEquals(
                first.path("flows").path(0).path("id"),
                second.path("flows").path(0).path("id"));
    }

    @Test
    void an_event_with_a_blank_once_key_is_parked_with_the_reason() {
        var accepted = caravan.post("/events", "{\"type\":\"unique\",\"data\":{}}");
        assertEquals("[]", json(accepted).path("flows").toString());
        JsonNode parked = kept(accepted).path("parked").path(0);
        assertEquals("unique", parked.path("definition").asText());
        assertTrue(parked.path("reason").asText().contains("blank"));
        assertTrue(caravan.get("/events?parked=true")
                .body()
                .contains(json(accepted).path("id").asText()));
    }

    @Test
    void an_event_that_nobody_wants_is_kept_and_shown_as_unrouted() {
        var accepted = caravan.post("/events", "{\"type\":\"nobody.wants.this\"}");
        assertEquals(202, accepted.statusCode());
        assertEquals("[]", json(accepted).path("flows").toString());
        String id = json(accepted).path("id").asText();
        assertTrue(caravan.get("/events?unrouted=true").body().contains(id));
        assertTrue(caravan.get("/events?type=nobody.wants.this").body().contains(id));
    }

    @Test
    void json_without_a_content_type_is_taken() {
        var accepted = caravan.send(caravan.to("/events")
                .POST(BodyPublishers.ofString("{\"type\":\"wanted\"}"))
                .build());
        assertEquals(202, accepted.statusCode());
    }
}
