package io.caravan.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.flow.Outcome;
import io.caravan.flow.Unsuccessful;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks and threads of a post, and the other kamelets of Slack. */
final class SlackKameletsTest {
    private static final String SELF = "/api/auth.test";
    private static final String POST = "/api/chat.postMessage";
    private static final String UPDATE = "/api/chat.update";
    private static final String CREATE = "/api/conversations.create";
    private static final String CHANNELS = "/api/conversations.list";
    private static final String INVITE = "/api/conversations.invite";
    private static final String LOOKUP = "/api/users.lookupByEmail";
    private static final String HOOK = "/services/T1/B1/s&cret-of-the-hook";
    private static final String ROUTES =
            """
            - route:
                id: blocks
                from:
                  uri: direct:blocks
                  steps:
                    - to:
                        uri: kamelet:slack-post-message-action
                        parameters:
                          channel: C1
                          text: "fallback & more"
                          blocks: "${body[blocks]}"
                          thread: "1.2"
                          broadcast: "${body[loud]}"
            - route:
                id: json
                from:
                  uri: direct:json
                  steps:
                    - to:
                        uri: kamelet:slack-post-message-action
                        parameters: { channel: C1, text: fallback, blocks: '[{"type":"section","text":{"type":"mrkdwn","text":"${body}"} }]' }
            - route:
                id: update
                from:
                  uri: direct:update
                  steps:
                    - to:
                        uri: kamelet:slack-update-message-action
                        parameters: { channel: "${body[channel]}", ts: "${body[ts]}", text: "<done> & gone" }
            - route:
                id: create
                from:
                  uri: direct:create
                  steps:
                    - to: { uri: kamelet:slack-create-channel-action, parameters: { name: "${body}" } }
            - route:
                id: marked
                from:
                  uri: direct:marked
                  steps:
                    - to: { uri: kamelet:slack-create-channel-action, parameters: { name: "${body}", marker: "made for caravan" } }
            - route:
                id: invite
                from:
                  uri: direct:invite
                  steps:
                    - to: { uri: kamelet:slack-invite-action, parameters: { channel: C0FANOUT001, users: "${body}" } }
            - route:
                id: tolerant
                from:
                  uri: direct:tolerant
                  steps:
                    - to: { uri: kamelet:slack-invite-action, parameters: { channel: C0FANOUT001, users: "${body}", tolerant: true } }
            - route:
                id: lookup
                from: { uri: direct:lookup, steps: [ { to: kamelet:slack-user-by-email-action } ] }
            - route:
                id: hook
                from:
                  uri: direct:hook
                  steps:
                    - to:
                        uri: kamelet:slack-webhook-sink
                        parameters: { url: "{{third.party}}/services", webhook: "T1/B1/s&cret-of-the-hook", text: "${body}" }
            - route:
                id: hookless
                from:
                  uri: direct:hookless
                  steps:
                    - to: { uri: kamelet:slack-webhook-sink, parameters: { url: "{{third.party}}/services", text: "${body}" } }
            """;

    private static ThirdParty thirdParty;
    private static Stage stage;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        thirdParty = new ThirdParty();
        stage = new Stage(folder, thirdParty.url(), ROUTES.replace("{{third.party}}", thirdParty.url()));
    }

    @AfterAll
    static void stop() {
        stage.close();
        thirdParty.close();
    }

    @BeforeEach
    void forget() {
        thirdParty.forget().plays(SELF, "slack/auth.test.ok").plays(POST, "slack/chat.postMessage.ok");
    }

    @Test
    void blocks_go_as_they_are_and_an_answer_in_a_thread_may_be_shown_in_the_channel() {
        var blocks = List.of(Map.of("type", "section", "text", Map.of("type", "plain_text", "text", "\"R&D\" <b>")));
        result(run("direct:blocks", Map.of("blocks", blocks, "loud", true)));

        JsonNode asked = thirdParty.asked(POST).json();
        assertEquals("fallback & more", asked.path("text").asText());
        assertEquals("\"R&D\" <b>", asked.at("/blocks/0/text/text").asText());
        assertEquals("1.2", asked.path("thread_ts").asText());
        assertTrue(asked.path("reply_broadcast").isBoolean()
                && asked.path("reply_broadcast").asBoolean());
    }

    @Test
    void blocks_may_be_json_text_and_text_that_is_none_is_rejected_before_anything_is_sent() {
        result(run("direct:json", "hello"));
        assertEquals(
                "hello", thirdParty.asked(POST).json().at("/blocks/0/text/text").asText());
        assertFalse(thirdParty.asked(POST).json().has("reply_broadcast"));
        thirdParty.forget();
        Outcome.Rejected rejected = assertInstanceOf(Outcome.Rejected.class, outcome(run("direct:json", "a \" b")));
        assertTrue(rejected.failure().message().contains("`blocks` is no JSON list"));
        assertEquals(List.of(), thirdParty.asked());
    }

    @Test
    void an_update_names_the_message_and_leaves_its_metadata() {
        thirdParty.answers(UPDATE, 200, "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1.2\",\"text\":\"done\"}");

        assertEquals(
                Map.of("channel", "C1", "ts", "1.2"),
                result(run("direct:update", Map.of("channel", "C1", "ts", "1.2"))));
        JsonNode asked = thirdParty.asked(UPDATE).json();
        assertEquals("1.2", asked.path("ts").asText());
        assertEquals("&lt;done&gt; & gone", asked.path("text").asText());
        assertFalse(asked.has("metadata"));
        assertFalse(asked.has("thread_ts"));
    }

    @Test
    void a_new_channel_has_the_name_that_its_words_come_to() {
        thirdParty.plays(CREATE, "slack/conversations.create.ok");

        assertEquals(
                Map.of("id", "C0FANOUT001", "name", "deal-4711-acme", "new", true),
                result(run("direct:create", " Deal #4711: ACME ")));
        assertEquals(
                "deal-4711-acme", thirdParty.asked(CREATE).json().path("name").asText());
        assertFalse(thirdParty.asked(CREATE).json().path("is_private").asBoolean(true));
        assertEquals(1, thirdParty.asked().size());
    }

    @Test
    void a_taken_name_is_ours_when_our_bot_made_the_channel() {
        thirdParty.plays(CREATE, "slack/conversations.create.err_name_taken");
        thirdParty.answersInTurn(
                CHANNELS,
                Recorded.of("slack/conversations.list.ok_page1").body(),
                Recorded.of("slack/conversations.list.ok_page2").body());

        assertEquals(
                Map.of("id", "C0FANOUT001", "name", "deal-4711-acme", "new", false),
                result(run("direct:create", "deal-4711-acme")));
        List<String> cursors = thirdParty.asked().stream()
                .filter(asked -> asked.path().equals(CHANNELS))
                .map(asked -> asked.argument("cursor"))
                .toList();
        assertEquals(List.of("", "cGFnZTI="), cursors);
        assertEquals("false", thirdParty.asked(CHANNELS).argument("exclude_archived"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    direct:create | "creator":"U0SOMEBODY1"                                             | made by somebody else
                    direct:create | "creator":"U0SOMEBODY1","purpose":{"value":"made for caravan"}      | made by somebody else
                    direct:create | "creator":"U0BOTUSER01","is_archived":true                          | is archived
                    direct:create | "creator":"U0BOTUSER01","name":"other"                              | cannot see
                    direct:marked | "creator":"U0SOMEBODY1","purpose":{"value":"for others"}            | made by somebody else
                    """)
    void a_taken_name_that_is_not_ours_is_rejected(String route, String channel, String words) {
        thirdParty.plays(CREATE, "slack/conversations.create.err_name_taken");
        String named = channel.contains("\"name\"") ? channel : channel + ",\"name\":\"room\"";
        thirdParty.answersInTurn(CHANNELS, "{\"ok\":true,\"channels\":[{\"id\":\"C1\"," + named + "}]}");

        Outcome.Rejected rejected = assertInstanceOf(Outcome.Rejected.class, outcome(run(route, "room")));

        assertTrue(rejected.failure().message().contains(words), rejected.failure()::message);
    }

    @Test
    void a_marker_in_its_purpose_makes_a_channel_ours() {
        thirdParty.plays(CREATE, "slack/conversations.create.err_name_taken");
        thirdParty.answersInTurn(
                CHANNELS,
                "{\"ok\":true,\"channels\":[{\"id\":\"C1\",\"name\":\"room\",\"creator\":\"U0SOMEBODY1\","
                        + "\"purpose\":{\"value\":\"Deals, made for caravan.\"}}]}");
        assertEquals("C1", result(run("direct:marked", "room")).get("id"));
    }

    @Test
    void a_list_of_channels_that_fails_is_read_again_later() {
        thirdParty.plays(CREATE, "slack/conversations.create.err_name_taken").plays(CHANNELS, "slack/any.500_html");
        assertInstanceOf(Outcome.Retry.class, outcome(run("direct:create", "room")));
    }

    @Test
    void a_channel_without_an_id_and_a_broken_answer_are_uncertain() {
        thirdParty.answers(CREATE, 200, "{\"ok\":true,\"channel\":{}}");
        assertInstanceOf(Outcome.Uncertain.class, outcome(run("direct:create", "room")));
        thirdParty.plays(CREATE, "slack/any.504_html");
        assertInstanceOf(Outcome.Uncertain.class, outcome(run("direct:create", "room")));
    }

    @Test
    void guests_are_invited_a_hundred_at_a_time() {
        thirdParty.plays(INVITE, "slack/conversations.invite.ok");
        List<String> users =
                IntStream.range(0, 250).mapToObj(i -> "U" + (100_000_000 + i)).toList();

        Map<?, ?> result = result(run("direct:invite", users));

        List<Integer> portions = thirdParty.asked().stream()
                .map(asked -> asked.json().path("users").asText().split(",").length)
                .toList();
        assertEquals(List.of(100, 100, 50), portions);
        assertEquals(users, result.get("invited"));
    }

    @Test
    void guests_who_are_there_are_done_and_the_others_are_asked_again() {
        thirdParty.answersInTurn(
                INVITE,
                "{\"ok\":false,\"error\":\"already_in_channel\",\"errors\":[{\"user\":\"U1\",\"ok\":false,\"error\":\"already_in_channel\"}]}",
                "{\"ok\":true,\"channel\":{\"id\":\"C0FANOUT001\"}}");

        Map<?, ?> result = result(run("direct:invite", "U1, U2,U1"));

        assertEquals(List.of("U2"), result.get("invited"));
        assertEquals(List.of("U1"), result.get("present"));
        assertEquals("U2", thirdParty.asked().get(1).json().path("users").asText());
    }

    @Test
    void a_refusal_that_names_nobody_is_found_out_one_by_one() {
        thirdParty.answersInTurn(
                INVITE,
                "{\"ok\":false,\"error\":\"already_in_channel\"}",
                "{\"ok\":false,\"error\":\"already_in_channel\"}",
                "{\"ok\":true,\"channel\":{\"id\":\"C0FANOUT001\"}}");
        assertEquals(List.of("U1"), result(run("direct:invite", "U1,U2")).get("present"));
        assertEquals(3, thirdParty.asked().size());
    }

    @Test
    void refused_guests_are_named_after_everybody_else_was_invited() {
        String mixed = Recorded.of("slack/conversations.invite.err_mixed").body();
        String ok = "{\"ok\":true,\"channel\":{\"id\":\"C0FANOUT001\"}}";
        thirdParty.answersInTurn(INVITE, mixed, ok);
        String users = "U0AAAAAAA01,U0AAAAAAA02,U0AAAAAAA03";

        Outcome.Rejected rejected = assertInstanceOf(Outcome.Rejected.class, outcome(run("direct:invite", users)));

        assertTrue(rejected.failure().message().contains("{U0AAAAAAA02=user_not_found}"), rejected.failure()::message);
        assertEquals(
                "U0AAAAAAA03", thirdParty.asked().get(1).json().path("users").asText());
        thirdParty.answersInTurn(INVITE, mixed, ok);
        assertEquals(
                Map.of("U0AAAAAAA02", "user_not_found"),
                result(run("direct:tolerant", users)).get("refused"));
    }

    @Test
    void what_concerns_the_channel_or_nobody_knows_is_no_guests_fault() {
        thirdParty.answers(INVITE, 200, "{\"ok\":false,\"error\":\"not_in_channel\"}");
        assertInstanceOf(Outcome.Rejected.class, outcome(run("direct:tolerant", "U1,U2")));
        thirdParty.answers(
                INVITE,
                200,
                "{\"ok\":false,\"error\":\"x\",\"errors\":[{\"user\":\"U1\",\"error\":\"brand_new\"},{\"user\":\"U2\",\"error\":\"user_not_found\"}]}");
        assertInstanceOf(Outcome.Uncertain.class, outcome(run("direct:tolerant", "U1,U2")));
        thirdParty.answers(INVITE, 429, "", "Retry-After", "3");
        assertEquals(
                Optional.of(Duration.ofSeconds(3)),
                assertInstanceOf(Outcome.Retry.class, outcome(run("direct:tolerant", "U1,U2")))
                        .after());
        assertEquals(3, thirdParty.asked().size());
    }

    @Test
    void a_user_is_found_by_an_address_with_every_character() {
        thirdParty.answers(
                LOOKUP,
                200,
                "{\"ok\":true,\"user\":{\"id\":\"U1\",\"name\":\"ada\",\"deleted\":false,\"tz\":\"Europe/Berlin\",\"profile\":{\"real_name\":\"Ada\"}}}");

        assertEquals(
                Map.of("id", "U1", "name", "ada", "realName", "Ada", "timeZone", "Europe/Berlin"),
                result(run("direct:lookup", Map.of("email", "a+b&c=%41@example.org"))));
        assertEquals("a+b&c=%41@example.org", thirdParty.asked(LOOKUP).argument("email"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ok\":false,\"error\":\"users_not_found\"}",
                "{\"ok\":true,\"user\":{\"id\":\"U1\",\"deleted\":true}}"
            })
    void nobody_and_somebody_who_left_are_rejected(String body) {
        thirdParty.answers(LOOKUP, 200, body);
        assertInstanceOf(Outcome.Rejected.class, outcome(run("direct:lookup", Map.of("email", "a@example.org"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{\"ok\":true}", "{\"ok\":false,\"error\":\"internal_error\"}"})
    void a_lookup_that_fails_is_only_made_again(String body) {
        thirdParty.answers(LOOKUP, 200, body);
        assertInstanceOf(Outcome.Retry.class, outcome(run("direct:lookup", Map.of("email", "a@example.org"))));
    }

    @Test
    void a_webhook_is_known_by_its_path_alone() {
        thirdParty.plays(HOOK, "slack/webhook.ok");

        Exchange exchange = run("direct:hook", "hello <b>");

        assertNull(exchange.getException());
        assertNull(exchange.getMessage().getBody());
        assertEquals("{\"text\":\"hello &lt;b&gt;\"}", thirdParty.asked(HOOK).body());
        assertFalse(thirdParty.asked(HOOK).headers().containsKey("Authorization"));
        assertEquals(
                Set.of("CaravanEffectKey", "CaravanAttempt", "X-Leak"),
                exchange.getMessage().getHeaders().keySet());
    }

    @Test
    void a_webhook_says_no_in_plain_text() {
        thirdParty.answers(HOOK, 200, "invalid_payload");
        assertInstanceOf(Outcome.Rejected.class, outcome(run("direct:hook", "hello")));
        thirdParty.answers(HOOK, 200, "");
        assertInstanceOf(Outcome.Uncertain.class, outcome(run("direct:hook", "hello")));
        thirdParty.plays(HOOK, "slack/webhook.500_rollup_error");
        assertInstanceOf(Outcome.Uncertain.class, outcome(run("direct:hook", "hello")));
    }

    @Test
    void without_a_webhook_the_sentence_says_where_to_put_it() {
        Outcome.Rejected rejected = assertInstanceOf(Outcome.Rejected.class, outcome(run("direct:hookless", "hello")));
        assertTrue(rejected.failure().message().contains("CARAVAN_SLACK_WEBHOOK_SECRET"));
        assertEquals(List.of(), thirdParty.asked());
    }

    private static Exchange run(String endpoint, Object body) {
        return stage.run(endpoint, body, Map.of());
    }

    private static Map<?, ?> result(Exchange exchange) {
        if (exchange.getException() != null) {
            throw new AssertionError(exchange.getException());
        }
        assertEquals(
                Set.of("CaravanEffectKey", "CaravanAttempt", "X-Leak"),
                exchange.getMessage().getHeaders().keySet());
        return assertInstanceOf(Map.class, exchange.getMessage().getBody());
    }

    private static Outcome outcome(Exchange exchange) {
        return assertInstanceOf(Unsuccessful.class, exchange.getException()).outcome();
    }
}
