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
        // The plain "ok" of an incoming webhook is no success of the Web API.
        Meaning meant = recorded.name().equals("slack/webhook.ok") ? AMBIGUOUS : expected;

        assertEquals(meant, SlackAnswers.verdict(recorded.answer()).meaning());
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
