package io.caravan.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReceivedTest {
    @TempDir
    private Path directory;

    private RunningSandbox sandbox;

    @BeforeEach
    void open() {
        sandbox = new RunningSandbox(directory);
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void messages_are_listed_oldest_first_page_by_page() {
        IntStream.range(0, 60)
                .forEach(i -> sandbox.slack("chat.postMessage", "{\"channel\":\"c\",\"text\":\"m" + i + "\"}"));
        JsonNode first = sandbox.get("/slack/messages").json();
        assertEquals(50, first.path("items").size());
        JsonNode second = sandbox.get(
                        "/slack/messages?cursor=" + first.path("next").asText())
                .json();
        assertEquals(10, second.path("items").size());
        assertTrue(second.path("next").isNull());
        List<String> texts = new ArrayList<>(first.path("items").findValuesAsText("text"));
        texts.addAll(second.path("items").findValuesAsText("text"));
        assertEquals(IntStream.range(0, 60).mapToObj(i -> "m" + i).toList(), texts);
        assertEquals(
                60,
                sandbox.get("/slack/messages?limit=5000").json().path("items").size());
    }

    @Test
    void a_message_shows_where_it_stands_and_what_it_carries() {
        JsonNode parent = sandbox.slack(
                "chat.postMessage",
                "{\"channel\":\"#c\",\"text\":\"p\",\"metadata\":{\"event_type\":\"t\",\"event_payload\":{\"k\":\"v\"}}}");
        String ts = parent.path("ts").asText();
        sandbox.slack("chat.postMessage", "{\"channel\":\"#c\",\"text\":\"r\",\"thread_ts\":\"" + ts + "\"}");
        JsonNode items = sandbox.messages();
        assertEquals(parent.path("channel"), items.get(0).path("channel"));
        assertEquals("c", items.get(0).path("channelName").asText());
        assertTrue(items.get(0).path("threadTs").isNull());
        assertEquals("v", items.get(0).at("/metadata/event_payload/k").asText());
        assertEquals(ts, items.get(1).path("threadTs").asText());
        assertTrue(items.get(1).path("metadata").isNull());
        assertTrue(items.get(1).path("at").asText().endsWith("Z"));
    }

    @Test
    void records_are_listed_by_kind_with_their_writes() {
        for (int i = 0; i < 3; i++) {
            sandbox.post("/hubspot/crm/v3/objects/contacts", "{\"properties\":{\"email\":\"u" + i + "@example.org\"}}");
        }
        sandbox.patch(
                "/hubspot/crm/v3/objects/contacts/u1%40example.org?idProperty=email",
                "{\"properties\":{\"firstname\":\"U\"}}");
        JsonNode first = sandbox.get("/hubspot/contacts?limit=2").json();
        assertEquals("u0@example.org", first.at("/items/0/properties/email").asText());
        assertEquals(2, first.at("/items/1/writes").asInt());
        JsonNode second = sandbox.get(
                        "/hubspot/contacts?limit=2&cursor=" + first.path("next").asText())
                .json();
        assertEquals(1, second.path("items").size());
        assertEquals(0, sandbox.get("/hubspot/deals").json().path("items").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=x", "limit=-1", "cursor=x"})
    void a_list_that_is_asked_for_wrongly_says_so(String query) {
        var reply = sandbox.get("/slack/messages?" + query);
        assertEquals(400, reply.status());
        assertEquals("application/problem+json", reply.header("Content-Type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=&cursor=", "limit=1001", "limit=99999999999999999999"})
    void what_is_empty_was_not_given_and_what_is_too_large_is_cut(String query) {
        sandbox.slack("chat.postMessage", "{\"channel\":\"c\",\"text\":\"m\"}");
        assertEquals(
                1, sandbox.get("/slack/messages?" + query).json().path("items").size());
    }
}
