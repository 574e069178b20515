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

        assertEquals(expected, verdict(recorded.answer()).meaning());
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
            Verdict verdict = row(new Answer(status, "", body), "row-1");

            assertEquals(AMBIGUOUS, verdict.meaning());
            assertInstanceOf(Outcome.Uncertain.class, verdict.outcome().orElseThrow());
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "202", "204", "302", "408", "418", "500", "522", "599"})
    void a_status_that_nobody_documented_is_never_a_success(int status) {
        Verdict verdict = verdict(new Answer(status, "", "{\"status\":\"COMPLETE\",\"results\":[]}"));

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
        Verdict verdict = verdict(new Answer(429, retryAfter, "{\"policyName\":\"" + policy + "\"}"));

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
        Answer spent = Recorded.of("hubspot/any.429_daily").answer();
        assertEquals(
                Optional.of(Duration.ofMinutes(95)),
                HubSpotAnswers.verdict(spent, Optional.of(Duration.ofMinutes(95)))
                        .after());
        assertEquals(
                Optional.of(Duration.ofSeconds(7)),
                HubSpotAnswers.verdict(new Answer(429, "7", spent.body()), Optional.of(Duration.ofMinutes(95)))
                        .after());
    }

    @Test
    void a_lock_waits_two_seconds_at_least() {
        Verdict verdict = verdict(new Answer(423, "1", ""));

        assertEquals(
                Optional.of(Duration.ofSeconds(2)),
                assertInstanceOf(Outcome.Retry.class, verdict.outcome().orElseThrow())
                        .after());
    }

    @Test
    void each_row_of_a_batch_has_its_own_meaning() {
        Answer partly = Recorded.of("hubspot/contacts.upsert.207_partial").answer();
        Verdict refused = row(partly, "row-2");

        assertEquals(REJECTED, refused.meaning());
        assertTrue(refused.failure().message().contains("Email address nope is invalid"), refused.failure()::message);
        assertEquals(ACCEPTED, row(partly, "row-1").meaning());
        assertEquals(AMBIGUOUS, row(partly, "row-3").meaning());
    }

    @Test
    void a_taken_unique_value_is_tried_again_because_an_upsert_finds_it() {
        Answer taken = Recorded.of("hubspot/deals.create.400_unique_conflict").answer();

        assertInstanceOf(
                Outcome.Retry.class,
                HubSpotAnswers.row(taken, Optional.empty(), new HubSpotRow.Asked("1", "fanout_key"))
                        .outcome()
                        .orElseThrow());
    }

    @Test
    void a_taken_value_of_another_property_will_never_be_ours() {
        Answer taken = Recorded.of("hubspot/deals.create.400_unique_conflict").answer();
        assertEquals(REJECTED, row(taken, "1").meaning());
        Answer row = new Answer(
                207,
                "",
                """
                {"status":"COMPLETE","results":[],"numErrors":1,"errors":[{"category":"VALIDATION_ERROR","errors":[
                 {"code":"CONFLICTING_UNIQUE_VALUE","in":"badge"}]}]}""");
        assertEquals(REJECTED, row(row, "1").meaning());
    }

    @ParameterizedTest
    @CsvSource({
        "VALIDATION_ERROR,REJECTED",
        "MISSING_SCOPES,REJECTED",
        "OBJECT_NOT_FOUND,ABSENT",
        "CONFLICT,ALREADY_EXISTS",
        "OBJECT_ALREADY_EXISTS,ALREADY_EXISTS",
        "RATE_LIMITS,NOT_PROCESSED",
        "LOCKED,NOT_PROCESSED",
        "EXPIRED_AUTHENTICATION,AUTH",
        "INVALID_AUTHENTICATION,AUTH",
        "NEWLY_INVENTED,UNKNOWN_CODE",
        "'',UNKNOWN_CODE"
    })
    void the_error_of_a_row_means_what_it_means_alone(String category, Meaning meaning) {
        for (int status : new int[] {200, 201, 207}) {
            String body = "{\"status\":\"COMPLETE\",\"results\":[],\"errors\":[{\"category\":\"" + category + "\"}]}";
            assertEquals(meaning, row(new Answer(status, "", body), "1").meaning());
        }
    }

    @Test
    void errors_that_name_no_row_are_everybodys_even_beside_a_result() {
        Answer answer = new Answer(
                200,
                "",
                "{\"results\":[{\"id\":\"7\"}],\"errors\":[{\"category\":\"VALIDATION_ERROR\",\"message\":\"no\"}]}");
        assertEquals(REJECTED, row(answer, "1").meaning());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"COMPLETE\",\"results\":[]}",
                "{\"status\":\"COMPLETE\",\"results\":[{\"id\":\"\"}]}",
                "{\"status\":\"COMPLETE\",\"results\":[{\"id\":\"7\",\"objectWriteTraceId\":\"another\"}]}",
                "{\"status\":\"COMPLETE\",\"results\":[{\"id\":\"7\"},{\"id\":\"8\"}]}",
                "{\"status\":\"COMPLETE\",\"results\":{\"id\":\"7\"}}",
                "{\"status\":\"COMPLETE\",\"numErrors\":1}",
                "{\"status\":\"PENDING\",\"results\":[{\"id\":\"7\"}]}",
                "{\"status\":\"CANCELED\",\"results\":[{\"id\":\"7\"}]}",
                "{}"
            })
    void a_batch_that_does_not_name_the_row_is_uncertain(String body) {
        assertEquals(AMBIGUOUS, row(new Answer(200, "", body), "1").meaning());
    }

    @Test
    void an_association_is_there_when_the_answer_tells_it() {
        assertEquals(ACCEPTED, association(200, "{\"status\":\"COMPLETE\",\"results\":[{\"from\":{\"id\":\"1\"}}]}"));
        assertEquals(ACCEPTED, association(200, "{\"status\":\"COMPLETE\",\"results\":[]}"));
        assertEquals(ACCEPTED, association(201, "{\"fromObjectId\":1,\"toObjectId\":2,\"labels\":[]}"));
        assertEquals(AMBIGUOUS, association(200, "{}"));
        assertEquals(AMBIGUOUS, association(200, "<html>"));
        assertEquals(AMBIGUOUS, association(200, "{\"results\":[],\"numErrors\":1}"));
        assertEquals(ABSENT, association(207, "{\"results\":[],\"errors\":[{\"category\":\"OBJECT_NOT_FOUND\"}]}"));
        assertEquals(ABSENT, association(404, "{\"category\":\"OBJECT_NOT_FOUND\"}"));
        assertEquals(AUTH, association(401, ""));
    }

    @Test
    void a_read_that_cannot_be_told_is_asked_again_for_it_has_no_effect() {
        for (Answer answer :
                List.of(new Answer(502, "", "<html>"), new Answer(200, "", "{"), new Answer(418, "", ""))) {
            assertInstanceOf(
                    Outcome.Retry.class,
                    HubSpotAnswers.read(answer, Optional.empty()).outcome().orElseThrow());
        }
        assertEquals(
                REJECTED,
                HubSpotAnswers.read(new Answer(403, "", "{}"), Optional.empty()).meaning());
    }

    @Test
    void what_is_not_authenticated_says_so_whatever_code_it_has() {
        for (String name : List.of("any.401_invalid", "any.401_expired")) {
            Outcome outcome =
                    verdict(Recorded.of("hubspot/" + name).answer()).outcome().orElseThrow();
            assertEquals("AUTH", outcome.reason().orElseThrow().type());
        }
        assertTrue(verdict(Recorded.of("hubspot/any.401_expired").answer())
                .failure()
                .message()
                .contains("EXPIRED_AUTHENTICATION"));
    }

    @Test
    void a_missing_scope_is_named() {
        String message = verdict(Recorded.of("hubspot/any.403_missing_scopes").answer())
                .failure()
                .message();
        assertTrue(message.contains("crm.objects.deals.write"), message);
    }

    private static Verdict verdict(Answer answer) {
        return HubSpotAnswers.verdict(answer, Optional.empty());
    }

    private static Verdict row(Answer answer, String trace) {
        return HubSpotAnswers.row(answer, Optional.empty(), new HubSpotRow.Asked(trace, "email"));
    }

    private static Meaning association(int status, String body) {
        return HubSpotAnswers.association(new Answer(status, "", body), Optional.empty())
                .meaning();
    }

    private static Duration unavailableAfter(String name) {
        return assertInstanceOf(
                        Outcome.Unavailable.class,
                        verdict(Recorded.of(name).answer()).outcome().orElseThrow())
                .after();
    }
}
