package io.caravan.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.Outcome;
import io.caravan.flow.Unsuccessful;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kamelet that posts a message, after an attempt in doubt. */
final class SlackReadBackTest {
    private static final String SELF = "/api/auth.test";
    private static final String CHANNELS = "/api/conversations.list";
    private static final String HISTORY = "/api/conversations.history";
    private static final String REPLIES = "/api/conversations.replies";
    private static final String POST = "/api/chat.postMessage";
    private static final String PERMALINK = "/api/chat.getPermalink";
    private static final String BOT = "B0FANOUT001";
    private static final String ROUTES =
            """
            - route:
                id: post
                from:
                  uri: direct:post
                  steps:
                    - to:
                        uri: kamelet:slack-post-message-action
                        parameters: { channel: C0FANOUT001, text: hello, readBackDelay: 1 }
            - route:
                id: fresh
                from:
                  uri: direct:fresh
                  steps:
                    - to:
                        uri: kamelet:slack-post-message-action
                        parameters: { channel: C0FANOUT001, text: a kamelet of its own, readBackDelay: 1 }
            - route:
                id: reply
                from:
                  uri: direct:reply
                  steps:
                    - to:
                        uri: kamelet:slack-post-message-action
                        parameters: { channel: C0FANOUT001, thread: "1795267200.000100", text: hello, readBackDelay: 1 }
            - route:
                id: named
                from:
                  uri: direct:named
                  steps:
                    - to:
                        uri: kamelet:slack-post-message-action
                        parameters: { channel: "#deal-4711-acme", text: hello, readBackDelay: 1 }
            - route:
                id: user
                from:
                  uri: direct:user
                  steps:
                    - to:
                        uri: kamelet:slack-post-message-action
                        parameters: { channel: U0AAAAAAA01, text: hello, readBackDelay: 1 }
            - route:
                id: patient
                from:
                  uri: direct:patient
                  steps:
                    - to:
                        uri: kamelet:slack-post-message-action
                        parameters: { channel: C0FANOUT001, text: hello, readBackDelay: 2000 }
            - route:
                id: twice
                from:
                  uri: direct:twice
                  steps:
                    - to:
                        uri: kamelet:slack-post-message-action
                        parameters: { channel: C0FANOUT001, text: one, readBackDelay: 1 }
                    - to:
                        uri: kamelet:slack-post-message-action
                        parameters: { channel: C0FANOUT001, text: two, key: "${header.CaravanEffectKey}/2", readBackDelay: 1 }
            """;

    private static ThirdParty thirdParty;
    private static Stage stage;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        thirdParty = new ThirdParty();
        stage = new Stage(folder, thirdParty.url(), ROUTES);
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
        thirdParty.close();
    }

    @BeforeEach
    void forget() {
        thirdParty
                .forget()
                .plays(SELF, "slack/auth.test.ok")
                .plays(HISTORY, "slack/conversations.history.absent")
                .plays(REPLIES, "slack/conversations.history.absent")
                .plays(POST, "slack/chat.postMessage.ok")
                .plays(PERMALINK, "slack/chat.getPermalink.ok");
    }

    @Test
    void a_message_that_is_there_is_the_result_and_is_not_posted_again() {
        thirdParty.answersInTurn(HISTORY, page("", message(BOT, "effect-0", "9.1"), message(BOT, "effect-1", "9.2")));

        Map<?, ?> found = result(stage.runInDoubt("direct:post", "hello"));

        assertEquals("C0FANOUT001", found.get("channel"));
        assertEquals("9.2", found.get("ts"));
        assertEquals("https://fanout-test.slack.com/archives/C0FANOUT001/p1795267200000100", found.get("permalink"));
        assertEquals(List.of(HISTORY, PERMALINK), paths());
        assertEquals(
                "channel=C0FANOUT001&include_all_metadata=true&limit=200&oldest=1798761540.000000",
                thirdParty.asked(HISTORY).body());
        assertEquals("Bearer xoxb-s&cret+%", thirdParty.asked(HISTORY).headers().get("Authorization"));
    }

    @Test
    void a_message_that_is_nowhere_is_posted_again() {
        assertEquals(
                "1795267200.000100",
                result(stage.runInDoubt("direct:post", "hello")).get("ts"));
        assertEquals(List.of(HISTORY, POST, PERMALINK), paths());
        assertEquals("hello", thirdParty.asked(POST).json().path("text").asText());
    }

    @Test
    void an_attempt_that_follows_none_in_doubt_looks_for_nothing() {
        result(stage.run("direct:post", "hello", Map.of()));
        assertEquals(List.of(POST, PERMALINK), paths());
    }

    @Test
    void only_the_last_page_tells_that_a_message_is_absent() {
        thirdParty.answersInTurn(HISTORY, page("bmV4+A==", message(BOT, "other", "1.1")), page(""));
        result(stage.runInDoubt("direct:post", "hello"));
        assertEquals(List.of(HISTORY, HISTORY, POST, PERMALINK), paths());
        List<String> cursors = thirdParty.asked().stream()
                .filter(asked -> asked.path().equals(HISTORY))
                .map(asked -> asked.argument("cursor"))
                .toList();
        assertEquals(List.of("", "bmV4+A=="), cursors);
    }

    @Test
    void a_message_of_the_second_page_is_found() {
        thirdParty.answersInTurn(HISTORY, page("more"), page("", message(BOT, "effect-1", "7.7")));
        assertEquals("7.7", result(stage.runInDoubt("direct:post", "hello")).get("ts"));
        assertFalse(paths().contains(POST));
    }

    @Test
    void a_key_that_another_bot_has_copied_is_not_ours() {
        thirdParty.answersInTurn(HISTORY, page("", message("B0SOMEBODY1", "effect-1", "7.7")));
        assertEquals(
                "1795267200.000100",
                result(stage.runInDoubt("direct:post", "hello")).get("ts"));
    }

    @Test
    void metadata_that_slack_does_not_show_leaves_the_effect_uncertain() {
        thirdParty.answersInTurn(
                HISTORY,
                page(
                        "",
                        "{\"bot_id\":\"" + BOT
                                + "\",\"ts\":\"1.1\",\"metadata\":{\"event_type\":\"caravan_effect\"}}"));
        assertUncertain("does not show the metadata", stage.runInDoubt("direct:post", "hello"));
    }

    @Test
    void more_without_a_cursor_leaves_the_effect_uncertain() {
        thirdParty.answersInTurn(HISTORY, "{\"ok\":true,\"messages\":[],\"has_more\":true}");
        assertUncertain("more messages", stage.runInDoubt("direct:post", "hello"));
    }

    @Test
    void pages_without_end_leave_the_effect_uncertain() {
        thirdParty.answersInTurn(HISTORY, page("again"));
        assertUncertain("among the first 60 pages", stage.runInDoubt("direct:post", "hello"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ok\":false,\"error\":\"not_in_channel\"}",
                "{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"channels:history\",\"provided\":\"chat:write\"}",
                "{\"ok\":false,\"error\":\"brand_new\"}",
                "{\"ok\":false,\"error\":\"internal_error\"}",
                "{\"ok\":true}",
                "{\"ok\":true,\"messages\":[",
                "<html>proxy</html>",
                ""
            })
    void a_history_that_cannot_be_read_leaves_the_effect_uncertain(String body) {
        thirdParty.answersInTurn(HISTORY, body);
        assertUncertain("cannot be told", stage.runInDoubt("direct:post", "hello"));
    }

    @ParameterizedTest
    @CsvSource({HISTORY + ",ratelimited", HISTORY + ",org_login_required", HISTORY + ",AUTH"})
    void a_read_that_slack_puts_off_burns_no_attempt(String path, String type) {
        String code = type.equals("AUTH") ? "token_revoked" : type;
        thirdParty.answers(path, 200, "{\"ok\":false,\"error\":\"" + code + "\"}", "Retry-After", "17");

        Outcome.Unavailable later =
                assertInstanceOf(Outcome.Unavailable.class, outcome(stage.runInDoubt("direct:post", "hello")));

        assertEquals(type, later.failure().type());
        assertEquals(Duration.ofSeconds(type.equals("AUTH") ? 60 : 17), later.after());
        assertFalse(paths().contains(POST));
    }

    @Test
    void who_we_are_is_asked_until_it_is_known_and_then_no_more() {
        thirdParty.answers(SELF, 200, "{\"ok\":true,\"user_id\":\"U1\"}");
        assertUncertain("not a bot's", stage.runInDoubt("direct:fresh", "hello"));
        thirdParty.answers(SELF, 429, "", "Retry-After", "9");
        Outcome.Unavailable later =
                assertInstanceOf(Outcome.Unavailable.class, outcome(stage.runInDoubt("direct:fresh", "hello")));
        assertEquals(Duration.ofSeconds(9), later.after());
        assertFalse(paths().contains(POST));
        thirdParty.plays(SELF, "slack/auth.test.ok");
        result(stage.runInDoubt("direct:fresh", "hello"));
        result(stage.runInDoubt("direct:fresh", "hello"));
        assertEquals(
                3,
                thirdParty.asked().stream()
                        .filter(asked -> asked.path().equals(SELF))
                        .count());
    }

    @Test
    void a_reply_is_looked_for_in_its_thread() {
        thirdParty.answersInTurn(REPLIES, page("", message(BOT, "effect-1", "8.8")));
        assertEquals("8.8", result(stage.runInDoubt("direct:reply", "hello")).get("ts"));
        assertEquals(List.of(REPLIES, PERMALINK), paths());
        assertEquals("1795267200.000100", thirdParty.asked(REPLIES).argument("ts"));
    }

    @Test
    void a_channel_that_is_given_by_its_name_is_looked_for_in_all_pages() {
        thirdParty.answersInTurn(
                CHANNELS,
                Recorded.of("slack/conversations.list.ok_page1").body(),
                Recorded.of("slack/conversations.list.ok_page2").body());
        thirdParty.answersInTurn(HISTORY, page("", message(BOT, "effect-1", "8.8")));
        assertEquals("8.8", result(stage.runInDoubt("direct:named", "hello")).get("ts"));
        assertEquals(List.of(CHANNELS, CHANNELS, HISTORY, PERMALINK), paths());
        assertTrue(thirdParty.asked(HISTORY).argument("channel").equals("C0FANOUT001"));
    }

    @Test
    void a_channel_of_no_list_leaves_the_effect_uncertain() {
        thirdParty.answersInTurn(
                CHANNELS, "{\"ok\":true,\"channels\":[],\"response_metadata\":{\"next_cursor\":\"\"}}");
        assertUncertain("in no list", stage.runInDoubt("direct:named", "hello"));
    }

    @Test
    void a_user_as_channel_leaves_the_effect_uncertain() {
        assertUncertain("by its own id", stage.runInDoubt("direct:user", "hello"));
        assertEquals(List.of(), paths());
    }

    @Test
    void two_messages_of_one_action_are_looked_for_one_by_one() {
        thirdParty.answersInTurn(HISTORY, page("", message(BOT, "effect-1", "5.5")));
        result(stage.runInDoubt("direct:twice", "hello"));
        assertEquals("two", thirdParty.asked(POST).json().path("text").asText());
        assertEquals(1, paths().stream().filter(POST::equals).count());
    }

    @Test
    void nothing_is_asked_before_the_delay_and_no_thread_waits_for_it() throws Exception {
        Exchange exchange = stage.context().getEndpoint("direct:patient").createExchange();
        Stage.fill(exchange, "hello");
        exchange.getMessage().setHeader("CaravanUncertain", true);
        AsyncProducer producer = stage.context().getEndpoint("direct:patient").createAsyncProducer();
        producer.start();
        CountDownLatch ended = new CountDownLatch(1);
        long began = System.nanoTime();

        assertFalse(producer.process(exchange, doneSync -> ended.countDown()), "the caller's thread is free");
        assertEquals(List.of(), paths());
        assertTrue(ended.await(30, TimeUnit.SECONDS));

        assertTrue(thirdParty.asked().get(0).at() - began
                >= Duration.ofMillis(2000).toNanos());
        assertNull(exchange.getException());
        producer.stop();
    }

    private static void assertUncertain(String words, Exchange exchange) {
        Outcome.Uncertain uncertain = assertInstanceOf(Outcome.Uncertain.class, outcome(exchange));
        assertTrue(uncertain.failure().message().contains(words), uncertain.failure()::message);
        assertFalse(paths().contains(POST), "nothing is posted");
    }

    /** Without the question who we are, which only the first of all asks. */
    private static List<String> paths() {
        return thirdParty.asked().stream()
                .map(ThirdParty.Asked::path)
                .filter(path -> !path.equals(SELF))
                .toList();
    }

    private static Map<?, ?> result(Exchange exchange) {
        if (exchange.getException() != null) {
            throw new AssertionError(exchange.getException());
        }
        return assertInstanceOf(Map.class, exchange.getMessage().getBody());
    }

    private static Outcome outcome(Exchange exchange) {
        return assertInstanceOf(Unsuccessful.class, exchange.getException()).outcome();
    }

    private static String message(String bot, String key, String ts) {
        return "{\"type\":\"message\",\"bot_id\":\"" + bot + "\",\"ts\":\"" + ts
                + "\",\"metadata\":{\"event_type\":\"caravan_effect\",\"event_payload\":{\"effect_key\":\"" + key
                + "\"}}}";
    }

    private static String page(String cursor, String... messages) {
        return "{\"ok\":true,\"messages\":[" + String.join(",", messages) + "],\"has_more\":" + !cursor.isEmpty()
                + ",\"response_metadata\":{\"next_cursor\":\"" + cursor + "\"}}";
    }
}
