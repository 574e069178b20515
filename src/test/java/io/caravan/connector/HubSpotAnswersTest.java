package io.caravan.connector;

import static io.caravan.connector.Meaning.ABSENT;
import static io.caravan.connector.Meaning.ACCEPTED;
import static io.caravan.connector.Meaning.AMBIGUOUS;
import static io.caravan.connector.Meaning.AUTH;
import static io.caravan.connector.Meaning.REJECTED;
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

final class HubSpotAnswersTest {
    static List<Recorded> recorded() {
        return Recorded.all("hubspot");
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void every_recorded_answer_has_its_meaning(Recorded recorded) {
        Meaning expected =
                switch (recorded.expectedClass()) {
                    case "REJECTED_PERMANENT" -> REJECTED;
                    case "AUTH_REFRESH_ONCE" -> AUTH; // a service key cannot be refreshed
                    case "READBACK_ABSENT" -> ABSENT;
                    case "INCONCLUSIVE" -> ACCEPTED; // a search answers well, only late
                    default -> Meaning.valueOf(recorded.expectedClass());
                };

        assertEquals(expected, HubSpotAnswers.verdict(recorded.answer()).meaning());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"COMPLETE\"",
                "{\"status\":\"COMPLETE\",\"results\":[{\"id\":\"60",
                "{\"status\":\"error\",\"message\":\"late trouble\"}",
                "<html>proxy</html>",
                "{} {}"
            })
    void a_success_that_cannot_be_read_is_uncertain(String body) {
        for (int status : new int[] {200, 201, 207}) {
            Verdict verdict = HubSpotAnswers.row(new Answer(status, "", body));

            assertEquals(AMBIGUOUS, verdict.meaning());
            assertInstanceOf(Outcome.Uncertain.class, verdict.outcome().orElseThrow());
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "202", "204", "302", "408", "418", "500", "522", "599"})
    void a_status_that_nobody_documented_is_never_a_success(int status) {
        Verdict verdict = HubSpotAnswers.verdict(new Answer(status, "", "{\"status\":\"COMPLETE\",\"results\":[]}"));

        assertFalse(verdict.meaning().isSuccess());
        assertInstanceOf(Outcome.Uncertain.class, verdict.outcome().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "SECONDLY,'',PT1S",
        "TEN_SECONDLY_ROLLING,'',PT10S",
        "NEWLY_INVENTED,'',PT10S",
        "'','',PT10S",
        "SECONDLY,4,PT4S"
    })
    void a_rate_limit_waits_as_its_policy_says(String policy, String retryAfter, Duration delay) {
        Verdict verdict = HubSpotAnswers.verdict(new Answer(429, retryAfter, "{\"policyName\":\"" + policy + "\"}"));

        assertEquals(
                Optional.of(delay),
                assertInstanceOf(Outcome.Retry.class, verdict.outcome().orElseThrow())
                        .after());
    }

    @Test
    void a_spent_day_and_a_migration_burn_no_attempt() {
        assertEquals(Duration.ofHours(1), unavailableAfter("hubspot/any.429_daily"));
        assertEquals(Duration.ofHours(1), unavailableAfter("hubspot/any.477_migration"));
        assertEquals(Duration.ofSeconds(60), unavailableAfter("hubspot/any.401_invalid"));
    }

    @Test
    void a_lock_waits_two_seconds_at_least() {
        Verdict verdict = HubSpotAnswers.verdict(new Answer(423, "1", ""));

        assertEquals(
                Optional.of(Duration.ofSeconds(2)),
                assertInstanceOf(Outcome.Retry.class, verdict.outcome().orElseThrow())
                        .after());
    }

    @Test
    void the_error_of_the_only_row_decides() {
        Verdict row = HubSpotAnswers.row(
                Recorded.of("hubspot/contacts.upsert.207_partial").answer());

        assertEquals(REJECTED, row.meaning());
        assertTrue(row.failure().message().contains("Email address nope is invalid"), row.failure()::message);
    }

    @Test
    void a_taken_unique_value_is_tried_again_because_an_upsert_finds_it() {
        Verdict verdict = HubSpotAnswers.row(
                Recorded.of("hubspot/deals.create.400_unique_conflict").answer());

        assertInstanceOf(Outcome.Retry.class, verdict.outcome().orElseThrow());
    }

    private static Duration unavailableAfter(String name) {
        return assertInstanceOf(
                        Outcome.Unavailable.class,
                        HubSpotAnswers.verdict(Recorded.of(name).answer())
                                .outcome()
                                .orElseThrow())
                .after();
    }
}
