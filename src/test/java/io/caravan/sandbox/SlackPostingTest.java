package io.caravan.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SlackPostingTest {
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
    void a_posted_message_comes_back_with_channel_and_ts() {
        JsonNode answer = sandbox.slack(
                "chat.postMessage",
                """
                {"channel":"#sales","text":"Hello","metadata":{"event_type":"t","event_payload":{"key":"k1"}}}
                """);
        assertTrue(answer.path("ok").asBoolean());
        assertTrue(answer.path("channel").asText().matches("C[A-Z0-9]{8,}"));
        assertTrue(answer.path("ts").asText().matches("\\d{10}\\.\\d{6}"));
        assertEquals(answer.path("ts"), answer.path("message").path("ts"));
        assertEquals("k1", answer.at("/message/metadata/event_payload/key").asText());
    }

    @Test
    void a_channel_is_the_same_by_name_with_or_without_hash_and_by_id() {
        JsonNode first = sandbox.slack("chat.postMessage", "{\"channel\":\"#sales\",\"text\":\"a\"}");
        JsonNode second = sandbox.slack("chat.postMessage", "{\"channel\":\"sales\",\"text\":\"b\"}");
        String id = first.path("channel").asText();
        JsonNode third = sandbox.slack("chat.postMessage", "{\"channel\":\"" + id + "\",\"text\":\"c\"}");
        assertEquals(id, second.path("channel").asText());
        assertEquals(id, third.path("channel").asText());
        sandbox.messages()
                .forEach(item -> assertEquals("sales", item.path("channelName").asText()));
    }

    @Test
    void a_user_as_channel_means_the_conversation_with_them() {
        JsonNode answer = sandbox.slack("chat.postMessage", "{\"channel\":\"U0123456789\",\"text\":\"a\"}");
        assertEquals("D0123456789", answer.path("channel").asText());
    }

    @Test
    void a_form_posts_as_well_with_its_structures_as_texts() {
        var reply = sandbox.send(sandbox.request("/slack/api/chat.postMessage")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "channel=%23sales&text=a+b&blocks=%5B%7B%22type%22%3A%22divider%22%7D%5D")));
        assertEquals("a b", reply.json().at("/message/text").asText());
        assertEquals("divider", reply.json().at("/message/blocks/0/type").asText());
    }

    @Test
    void blocks_or_attachments_alone_are_enough() {
        String blocks = "{\"channel\":\"c\",\"blocks\":[{\"type\":\"divider\"}]}";
        String attachments = "{\"channel\":\"c\",\"attachments\":[{\"text\":\"x\"}]}";
        assertTrue(sandbox.slack("chat.postMessage", blocks).path("ok").asBoolean());
        assertTrue(sandbox.slack("chat.postMessage", attachments).path("ok").asBoolean());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"channel":"c"}                                             | no_text
                    {"channel":"c","text":"","blocks":[]}                       | no_text
                    {"text":"a"}                                                | channel_not_found
                    {"channel":"c","text":"a","thread_ts":"1.000001"}           | cannot_reply_to_message
                    {"channel":"c","text":"a","thread_ts":"nonsense"}           | cannot_reply_to_message
                    {"channel":"c","text":"a","metadata":{"event_type":"t"}}    | invalid_metadata_format
                    {"channel":"c","text":"a","metadata":"nonsense"}            | invalid_metadata_format
                    {"channel":"c","text":"a","blocks":{"type":"divider"}}      | invalid_blocks_format
                    {"channel":"c","text":"a","markdown_text":"b"}              | markdown_text_conflict
                    {"channel":"c",                                             | invalid_json
                    """)
    void what_slack_refuses_is_refused_with_its_code(String body, String error) {
        assertRefused(error, sandbox.slack("chat.postMessage", body));
        assertEquals(0, sandbox.messages().size());
    }

    @Test
    void a_body_over_one_mebibyte_is_refused() {
        String body = "{\"channel\":\"c\",\"text\":\"" + "x".repeat(2 << 20) + "\"}";
        assertRefused("invalid_json", sandbox.slack("chat.postMessage", body));
    }

    @Test
    void an_unknown_method_a_missing_token_and_an_invalid_token_are_refused() {
        assertRefused("unknown_method", sandbox.slack("chat.postMassage", "{}"));
        assertRefused("unknown_method", sandbox.slack("", "{}"));
        assertRefused("unknown_method", sandbox.get("/slack/api").json());
        var nobody = sandbox.send(sandbox.bare("/slack/api/auth.test"));
        assertRefused("not_authed", nobody.json());
        assertEquals(200, nobody.status());
        var stranger =
                sandbox.send(sandbox.bare("/slack/api/auth.test").header("Authorization", "Bearer xoxb-invalid"));
        assertRefused("invalid_auth", stranger.json());
    }

    @Test
    void the_same_message_posted_twice_is_two_messages() {
        String body = "{\"channel\":\"c\",\"text\":\"again\"}";
        JsonNode first = sandbox.slack("chat.postMessage", body);
        JsonNode second = sandbox.slack("chat.postMessage", body);
        assertNotEquals(first.path("ts").asText(), second.path("ts").asText());
        assertEquals(2, sandbox.messages().size());
    }

    @Test
    void concurrent_posts_get_different_and_increasing_timestamps() {
        String body = "{\"channel\":\"busy\",\"text\":\"x\"}";
        List<CompletableFuture<RunningSandbox.Reply>> replies = IntStream.range(0, 200)
                .mapToObj(i -> sandbox.sendAsync(sandbox.sending("POST", "/slack/api/chat.postMessage", body)))
                .toList();
        Set<String> answered = new HashSet<>();
        replies.forEach(reply -> answered.add(reply.join().json().path("ts").asText()));
        assertEquals(200, answered.size());
        String previous = "";
        for (JsonNode item : sandbox.messages()) {
            assertTrue(item.path("ts").asText().compareTo(previous) > 0);
            previous = item.path("ts").asText();
        }
    }

    @Test
    void an_update_changes_the_message_and_keeps_its_ts() {
        JsonNode posted = sandbox.slack("chat.postMessage", "{\"channel\":\"c\",\"text\":\"draft\"}");
        String ts = posted.path("ts").asText();
        String channel = posted.path("channel").asText();
        JsonNode updated = sandbox.slack(
                "chat.update", "{\"channel\":\"" + channel + "\",\"ts\":\"" + ts + "\",\"text\":\"final\"}");
        assertTrue(updated.path("ok").asBoolean());
        assertEquals(ts, updated.path("ts").asText());
        assertEquals("final", updated.path("text").asText());
        assertEquals(1, sandbox.messages().size());
        assertEquals("final", sandbox.messages().get(0).path("text").asText());
        assertRefused(
                "message_not_found",
                sandbox.slack("chat.update", "{\"channel\":\"" + channel + "\",\"ts\":\"1.000001\",\"text\":\"x\"}"));
        assertRefused(
                "channel_not_found", sandbox.slack("chat.update", "{\"channel\":\"no\",\"ts\":\"1\",\"text\":\"x\"}"));
    }

    private static void assertRefused(String error, JsonNode answer) {
        assertFalse(answer.path("ok").asBoolean(true), answer::toString);
        assertEquals(error, answer.path("error").asText());
    }
}
