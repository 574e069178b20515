package io.caravan.connector;

import static io.caravan.connector.Meaning.AMBIGUOUS;
import static io.caravan.connector.Meaning.AUTH;
import static io.caravan.connector.Meaning.NOT_PROCESSED;
import static io.caravan.connector.Meaning.REJECTED;
import static io.caravan.connector.Meaning.UNKNOWN_CODE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SlackAnswersTest {
    static List<Recorded> recorded() {
        return Recorded.all("slack");
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void every_recorded_answer_has_its_meaning(Recorded recorded) {
        Meaning expected =
                switch (recorded.expectedClass()) {
                    case "REJECTED_PERMANENT" -> REJECTED;
                    // What a history says about an effect is read by a probe; here it is an answer like others.
                    case "READBACK_FOUND", "READBACK_INCONCLUSIVE", "READBACK_ABSENT", "READBACK_CONTINUE" ->
                        Meaning.ACCEPTED;
                    default -> Meaning.valueOf(recorded.expectedClass());
                };
        boolean hook = recorded.name().startsWith("slack/webhook.");
        Verdict verdict = hook ? SlackAnswers.webhook(recorded.answer()) : SlackAnswers.verdict(recorded.answer());

        assertEquals(expected, verdict.meaning());
    }

    @Test
    void the_plain_ok_of_a_webhook_is_no_success_of_the_web_api_nor_the_other_way_round() {
        assertEquals(
                AMBIGUOUS,
                SlackAnswers.verdict(Recorded.of("slack/webhook.ok").answer()).meaning());
        assertEquals(
                AMBIGUOUS,
                SlackAnswers.webhook(Recorded.of("slack/chat.postMessage.ok").answer())
                        .meaning());
    }

    @ParameterizedTest
    @CsvSource({
        "200,'',AMBIGUOUS",
        "200,<html>proxy</html>,AMBIGUOUS",
        "200,OK,AMBIGUOUS",
        "200,no_text,REJECTED",
        "202,ok,UNKNOWN_CODE",
        "204,'',UNKNOWN_CODE",
        "302,ok,UNKNOWN_CODE",
        "400,brand_new,REJECTED",
        "403,action_prohibited,REJECTED",
        "403,invalid_token,REJECTED",
        "404,no_service,REJECTED",
        "410,channel_is_archived,REJECTED",
        "502,ok,AMBIGUOUS"
    })
    void a_webhook_succeeds_by_nothing_but_200_and_ok(int status, String body, Meaning meaning) {
        assertEquals(meaning, SlackAnswers.webhook(new Answer(status, "", body)).meaning());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ok\":false,\"error\":\"invalid_blocks\",\"errors\":[\"a sentence\",\"another\"]}",
                "{\"ok\":false,\"error\":\"user_not_found\",\"errors\":[{\"user\":\"U1\",\"error\":\"user_not_found\"}]}",
                "{\"ok\":false,\"error\":\"invalid_blocks\",\"errors\":\"a sentence\"}",
                "{\"ok\":false,\"error\":\"invalid_blocks\",\"errors\":[[],7,null]}"
            })
    void errors_may_be_sentences_or_objects(String body) {
        assertEquals(REJECTED, SlackAnswers.verdict(new Answer(200, "", body)).meaning());
    }

    @ParameterizedTest
    @CsvSource({
        "'Wed, 21 Oct 2026 07:28:30 GMT','Wed, 21 Oct 2026 07:28:00 GMT',30",
        "'Wed, 21 Oct 2026 07:27:00 GMT','Wed, 21 Oct 2026 07:28:00 GMT',0",
        "'Wed, 21 Oct 2026 07:28:30 GMT',,'Wed, 21 Oct 2026 07:28:30 GMT'",
        "17,'Wed, 21 Oct 2026 07:28:00 GMT',17"
    })
    void a_moment_to_come_back_is_counted_from_the_answers_own_date(String retryAfter, String date, String seconds) {
        assertEquals(seconds, Answer.seconds(retryAfter, date));
    }

    @Test
    void a_moment_without_a_date_waits_as_if_nothing_was_said() {
        Verdict verdict = SlackAnswers.verdict(new Answer(429, "Wed, 21 Oct 2026 07:28:30 GMT", ""));
        assertEquals(Optional.of(Duration.ofSeconds(30)), verdict.after());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "ok",
                "true",
                "[]",
                "{}",
                "{\"ok\":\"true\"}",
                "{\"ok\":1}",
                "{\"ok\":false}",
                "{\"ok\":true",
                "{\"ok\":true}<html>",
                "<html><body>Sign in</body></html>"
            })
    void nothing_but_a_whole_json_ok_is_a_success(String body) {
        Verdict verdict = SlackAnswers.verdict(new Answer(200, "", body));

        assertEquals(AMBIGUOUS, verdict.meaning());
        assertInstanceOf(Outcome.Uncertain.class, verdict.outcome().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"0", "100", "204", "301", "302", "408", "418", "499", "500", "503", "599"})
    void no_status_but_200_makes_an_ok_a_success(int status) {
        assertFalse(SlackAnswers.verdict(new Answer(status, "", "{\"ok\":true}"))
                .meaning()
                .isSuccess());
        assertInstanceOf(
                Outcome.Uncertain.class,
                SlackAnswers.verdict(new Answer(status, "", "")).outcome().orElseThrow());
    }

    @Test
    void an_unknown_code_may_have_had_an_effect() {
        Verdict verdict = SlackAnswers.verdict(new Answer(200, "", "{\"ok\":false,\"error\":\"brand_new_code\"}"));

        assertEquals(UNKNOWN_CODE, verdict.meaning());
        assertEquals("brand_new_code", verdict.failure().type());
        assertInstanceOf(Outcome.Uncertain.class, verdict.outcome().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"7,PT7S", "0,PT0S", "'',PT30S", "soon,PT30S", "-5,PT30S", "999999999,PT24H"})
    void a_rate_limit_is_a_retry_after_the_delay_it_names(String retryAfter, Duration delay) {
        Verdict verdict = SlackAnswers.verdict(new Answer(429, retryAfter, "rate_limited"));

        assertEquals(NOT_PROCESSED, verdict.meaning());
        assertEquals(
                Optional.of(delay),
                assertInstanceOf(Outcome.Retry.class, verdict.outcome().orElseThrow())
                        .after());
    }

    @Test
    void a_revoked_token_makes_the_destination_unavailable_for_a_minute() {
        Verdict verdict = SlackAnswers.verdict(new Answer(200, "", "{\"ok\":false,\"error\":\"token_revoked\"}"));

        assertEquals(AUTH, verdict.meaning());
        assertEquals(
                "AUTH", verdict.outcome().orElseThrow().reason().orElseThrow().type());
        assertEquals(
                Duration.ofSeconds(60),
                assertInstanceOf(Outcome.Unavailable.class, verdict.outcome().orElseThrow())
                        .after());
    }

    @Test
    void a_missing_scope_names_what_is_needed() {
        Verdict verdict = SlackAnswers.verdict(
                Recorded.of("slack/chat.postMessage.err_missing_scope").answer());

        assertInstanceOf(Outcome.Rejected.class, verdict.outcome().orElseThrow());
        assertTrue(verdict.failure().message().startsWith("Slack answered missing_scope: needed chat:write, provided"));
    }
}
