package io.caravan.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SlackReadingTest {
    /** Of the channel c; Slack reads by id only. */
    private static final String ID = Channel.named("c").id();

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
    void history_is_newest_first_and_pages_by_cursor() {
        for (int i = 1; i <= 5; i++) {
            post("m" + i, "");
        }
        JsonNode page = read("conversations.history?channel=c&limit=2");
        assertEquals(List.of("m5", "m4"), texts(page));
        assertTrue(page.path("has_more").asBoolean());
        List<String> rest = new ArrayList<>();
        while (page.path("has_more").asBoolean()) {
            String cursor = page.at("/response_metadata/next_cursor").asText();
            page = read("conversations.history?channel=c&limit=2&cursor="
                    + URLEncoder.encode(cursor, StandardCharsets.UTF_8));
            rest.addAll(texts(page));
        }
        assertEquals(List.of("m3", "m2", "m1"), rest);
        assertFalse(page.has("response_metadata"));
    }

    @Test
    void history_ends_at_oldest_and_latest_without_them_unless_inclusive() {
        String first = post("m1", "");
        post("m2", "");
        String third = post("m3", "");
        String ends = "conversations.history?channel=c&oldest=" + first + "&latest=" + third;
        assertEquals(List.of("m2"), texts(read(ends)));
        assertEquals(List.of("m3", "m2", "m1"), texts(read(ends + "&inclusive=true")));
        assertEquals(
                "invalid_ts_oldest",
                read("conversations.history?channel=c&oldest=x").path("error").asText());
    }

    @Test
    void metadata_is_stripped_unless_all_of_it_is_asked_for() {
        post("m", ",\"metadata\":{\"event_type\":\"t\",\"event_payload\":{\"key\":\"k\"}}");
        JsonNode stripped = read("conversations.history?channel=c").at("/messages/0/metadata");
        assertEquals("t", stripped.path("event_type").asText());
        assertFalse(stripped.has("event_payload"));
        JsonNode whole = read("conversations.history?channel=c&include_all_metadata=true");
        assertEquals("k", whole.at("/messages/0/metadata/event_payload/key").asText());
        JsonNode posted =
                sandbox.slack("conversations.history", "{\"channel\":\"" + ID + "\",\"include_all_metadata\":true}");
        assertEquals(whole, posted);
    }

    @Test
    void replies_hold_the_parent_and_its_thread_that_history_leaves_out() {
        String parent = post("parent", "");
        String inThread = ",\"thread_ts\":\"" + parent + "\"";
        String reply = post("one", inThread);
        post("two", inThread);
        post("loud", inThread + ",\"reply_broadcast\":true");
        assertEquals(List.of("loud", "parent"), texts(read("conversations.history?channel=c")));
        JsonNode thread = read("conversations.replies?channel=c&ts=" + parent);
        assertEquals(List.of("parent", "one", "two", "loud"), texts(thread));
        assertEquals(3, thread.at("/messages/0/reply_count").asInt());
        JsonNode page = read("conversations.replies?channel=c&limit=2&ts=" + parent);
        assertEquals(List.of("parent", "one"), texts(page));
        String cursor = page.at("/response_metadata/next_cursor").asText();
        assertEquals(
                List.of("two", "loud"),
                texts(read("conversations.replies?channel=c&limit=2&ts=" + parent + "&cursor="
                        + URLEncoder.encode(cursor, StandardCharsets.UTF_8))));
        JsonNode toReply =
                sandbox.slack("chat.postMessage", "{\"channel\":\"c\",\"text\":\"x\",\"thread_ts\":\"" + reply + "\"}");
        assertEquals("cannot_reply_to_message", toReply.path("error").asText());
    }

    @Test
    void what_is_not_there_has_its_own_error() {
        post("m", "");
        assertEquals(
                "channel_not_found",
                read("conversations.history?channel=none").path("error").asText());
        assertEquals(
                "invalid_cursor",
                read("conversations.history?channel=c&cursor=%21").path("error").asText());
        assertEquals(
                "invalid_limit",
                read("conversations.history?channel=c&limit=0").path("error").asText());
        assertEquals(
                "thread_not_found",
                read("conversations.replies?channel=c&ts=1.000001")
                        .path("error")
                        .asText());
        assertEquals(
                "message_not_found",
                read("chat.getPermalink?channel=c&message_ts=1.000001")
                        .path("error")
                        .asText());
    }

    @Test
    void a_permalink_names_channel_and_ts_and_the_thread_of_a_reply() {
        String parent = post("parent", "");
        String reply = post("reply", ",\"thread_ts\":\"" + parent + "\"");
        JsonNode answer = read("chat.getPermalink?channel=c&message_ts=" + parent);
        String channel = answer.path("channel").asText();
        assertTrue(answer.path("permalink").asText().endsWith("/archives/" + channel + "/p" + parent.replace(".", "")));
        assertTrue(read("chat.getPermalink?channel=c&message_ts=" + reply)
                .path("permalink")
                .asText()
                .endsWith("?thread_ts=" + parent + "&cid=" + channel));
    }

    @Test
    void the_bot_knows_itself() {
        JsonNode answer = read("auth.test");
        assertTrue(answer.path("ok").asBoolean());
        post("m", "");
        assertEquals(
                answer.path("bot_id"), read("conversations.history?channel=c").at("/messages/0/bot_id"));
    }

    private String post(String text, String more) {
        JsonNode answer =
                sandbox.slack("chat.postMessage", "{\"channel\":\"c\",\"text\":\"" + text + "\"" + more + "}");
        assertTrue(answer.path("ok").asBoolean(), answer::toString);
        return answer.path("ts").asText();
    }

    private JsonNode read(String call) {
        return sandbox.get("/slack/api/"
                        + call.replace("channel=c&", "channel=" + ID + "&").replaceAll("channel=c$", "channel=" + ID))
                .json();
    }

    private static List<String> texts(JsonNode page) {
        return page.path("messages").findValuesAsText("text");
    }
}
