package io.caravan.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Channels, their members, users, and the webhook; every test has channels of its own. */
final class SlackChannelsTest {
    private static RunningSandbox sandbox;

    @BeforeAll
    static void open(@TempDir Path directory) {
        sandbox = new RunningSandbox(directory);
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @Test
    void a_channel_is_made_once_and_says_by_whom() {
        JsonNode made = call("conversations.create?name=made-once");
        assertTrue(made.path("ok").asBoolean(), made::toString);
        assertEquals("U0SANDBOX01", made.at("/channel/creator").asText());
        assertFalse(made.at("/channel/is_private").asBoolean());
        assertEquals("name_taken", error("conversations.create?name=made-once"));
        JsonNode posted = sandbox.slack("chat.postMessage", "{\"channel\":\"#made-once\",\"text\":\"a\"}");
        assertEquals(made.at("/channel/id"), posted.path("channel"));
    }

    @Test
    void a_channel_of_somebody_else_holds_its_name() {
        sandbox.slack("chat.postMessage", "{\"channel\":\"#theirs\",\"text\":\"a\"}");
        assertEquals("name_taken", error("conversations.create?name=theirs"));
        assertNotEquals(
                "U0SANDBOX01", named("theirs", "public_channel").path("creator").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "'',invalid_name_required",
        "Upper,invalid_name_specials",
        "a b,invalid_name_specials",
        "a.b,invalid_name_specials",
        "--,invalid_name_punctuation"
    })
    void a_name_that_slack_does_not_take_is_refused(String name, String error) {
        assertEquals(error, error("conversations.create?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8)));
    }

    @Test
    void a_name_may_have_eighty_characters() {
        assertEquals("invalid_name_maxlength", error("conversations.create?name=" + "x".repeat(81)));
        assertTrue(
                call("conversations.create?name=" + "x".repeat(80)).path("ok").asBoolean());
    }

    @Test
    void the_list_pages_by_cursor_and_shows_private_channels_only_when_asked() {
        List<String> names = List.of("page-a", "page-b", "page-c");
        names.forEach(name -> call("conversations.create?name=" + name));
        sandbox.slack("conversations.create", "{\"name\":\"page-secret\",\"is_private\":true}");
        assertEquals("invalid_cursor", error("conversations.list?cursor=%21"));

        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    call("conversations.list?limit=1&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8));
            assertTrue(page.path("channels").size() <= 1);
            seen.addAll(page.path("channels").findValuesAsText("name"));
            cursor = page.at("/response_metadata/next_cursor").asText();
        } while (!cursor.isEmpty());

        assertTrue(seen.containsAll(names), seen::toString);
        assertEquals(seen.size(), seen.stream().distinct().count());
        assertFalse(seen.contains("page-secret"));
        assertTrue(named("page-secret", "private_channel").path("is_private").asBoolean());
    }

    @Test
    void an_invitation_lets_in_all_or_nobody_and_says_who_is_wrong() {
        String id = call("conversations.create?name=party").at("/channel/id").asText();
        String invite = "conversations.invite?channel=" + id + "&users=";
        assertTrue(call(invite + "U0AAAAAAA01").path("ok").asBoolean());

        JsonNode mixed = call(invite + "U0AAAAAAA02,U0AAAAAAA01,nobody,U0SANDBOX01");

        assertEquals("already_in_channel", mixed.path("error").asText());
        assertEquals(
                List.of("already_in_channel", "user_not_found", "cant_invite_self"),
                mixed.path("errors").findValuesAsText("error"));
        assertEquals("U0AAAAAAA01", mixed.at("/errors/0/user").asText());
        assertTrue(call(invite + "U0AAAAAAA02").path("ok").asBoolean(), "nobody was let in before");
        assertTrue(
                call(invite + "U0AAAAAAA02,U0AAAAAAA03&force=true").path("ok").asBoolean());
        assertEquals("already_in_channel", error(invite + "U0AAAAAAA03"));
        assertEquals("no_user", error("conversations.invite?channel=" + id));
        assertEquals("too_many_users", error(invite + "U0AAAAAAA04,".repeat(101) + "U0AAAAAAA04"));
    }

    @Test
    void to_join_again_is_a_warning() {
        String id = call("conversations.create?name=joined").at("/channel/id").asText();
        JsonNode answer = call("conversations.join?channel=" + id);
        assertTrue(answer.path("ok").asBoolean());
        assertEquals("already_in_channel", answer.path("warning").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "conversations.invite",
        "conversations.join",
        "conversations.history",
        "chat.getPermalink",
        "chat.update"
    })
    void a_name_is_no_channel_but_for_posting(String method) {
        sandbox.slack("chat.postMessage", "{\"channel\":\"#by-name\",\"text\":\"a\"}");
        assertEquals(
                "channel_not_found",
                error(method + "?channel=by-name&users=U0AAAAAAA01&ts=1.000001&message_ts=1.000001&text=a"));
    }

    @Test
    void everybody_with_an_address_is_a_user() {
        JsonNode user = call("users.lookupByEmail?email=Ada%40example.org").path("user");
        assertTrue(Member.isId(user.path("id").asText()), user::toString);
        assertEquals(user, call("users.lookupByEmail?email=ada%40example.org").path("user"));
        assertFalse(user.path("deleted").asBoolean());
        assertTrue(call("users.lookupByEmail?email=gone%40example.org")
                .at("/user/deleted")
                .asBoolean());
        assertEquals("users_not_found", error("users.lookupByEmail?email=ada%40example.invalid"));
        assertEquals("users_not_found", error("users.lookupByEmail"));
    }

    @Test
    void an_update_with_a_text_alone_takes_the_blocks_away() {
        JsonNode posted = sandbox.slack(
                "chat.postMessage",
                "{\"channel\":\"#blocks\",\"text\":\"a\",\"blocks\":[{\"type\":\"divider\"}],"
                        + "\"metadata\":{\"event_type\":\"t\",\"event_payload\":{}}}");
        JsonNode updated = sandbox.slack(
                "chat.update",
                "{\"channel\":\"" + posted.path("channel").asText() + "\",\"ts\":\""
                        + posted.path("ts").asText() + "\",\"text\":\"b\"}");
        assertFalse(updated.path("message").has("blocks"));
        assertTrue(updated.path("message").has("metadata"));
    }

    @Test
    void a_webhook_posts_and_answers_in_plain_text() {
        String text = "from the hook";
        assertEquals("200 ok", hook("/T1/B1/x", "application/json", "{\"text\":\"" + text + "\"}"));
        assertEquals(
                "200 ok",
                hook(
                        "/T1/B1/x",
                        "application/x-www-form-urlencoded",
                        "payload=%7B%22text%22%3A%22" + "form" + "%22%7D"));
        List<String> texts = sandbox.messages().findValuesAsText("text");
        assertTrue(texts.containsAll(List.of(text, "form")), texts::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    T1/B1/x       | {"text":          | 400 invalid_payload
                    T1/B1/x       | {}                | 400 no_text
                    T1/B1         | {"text":"a"}      | 404 no_service
                    T1/B1/invalid | {"text":"a"}      | 403 invalid_token
                    """)
    void a_webhook_refuses_in_plain_text(String path, String body, String answer) {
        assertEquals(answer, hook("/" + path, "application/json", body));
    }

    @Test
    void a_webhook_without_a_path_is_none() {
        assertEquals("404 no_service", hook("", "application/json", "{\"text\":\"a\"}"));
    }

    @Test
    void a_fault_may_stand_at_the_webhook() {
        sandbox.plant("{\"method\":\"incoming-webhook\",\"status\":500,\"body\":\"rollup_error\",\"count\":1}");
        assertEquals("500 rollup_error", hook("/T1/B1/x", "application/json", "{\"text\":\"a\"}"));
    }

    @Test
    void effects_are_counted_by_their_marks() {
        JsonNode before = sandbox.get("/slack/effects").json();
        String marked =
                "{\"channel\":\"#marks\",\"text\":\"a\",\"metadata\":{\"event_type\":\"t\",\"event_payload\":{\"k\":\"twice\"}}}";
        sandbox.slack("chat.postMessage", marked);
        assertEquals(
                before.path("repeated"), sandbox.get("/slack/effects").json().path("repeated"));
        sandbox.slack("chat.postMessage", marked);

        JsonNode after = sandbox.get("/slack/effects").json();

        assertEquals(2, after.path("messages").asInt() - before.path("messages").asInt());
        assertEquals(1, after.path("effects").asInt() - before.path("effects").asInt());
        assertEquals(2, after.at("/repeated/0/count").asInt());
        assertEquals("twice", after.at("/repeated/0/metadata/event_payload/k").asText());
    }

    private static JsonNode named(String name, String types) {
        for (JsonNode channel :
                call("conversations.list?limit=999&types=" + types).path("channels")) {
            if (channel.path("name").asText().equals(name)) {
                return channel;
            }
        }
        throw new AssertionError("no channel " + name);
    }

    private static String hook(String path, String type, String body) {
        var reply = sandbox.send(sandbox.bare("/slack/services" + path)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        return reply.status() + " " + reply.text();
    }

    private static JsonNode call(String call) {
        return sandbox.get("/slack/api/" + call).json();
    }

    private static String error(String call) {
        JsonNode answer = call(call);
        assertFalse(answer.path("ok").asBoolean(true), answer::toString);
        return answer.path("error").asText();
    }
}
