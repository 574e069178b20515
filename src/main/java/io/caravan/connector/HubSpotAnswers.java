package io.caravan.connector;

import static io.caravan.connector.Meaning.ABSENT;
import static io.caravan.connector.Meaning.ACCEPTED;
import static io.caravan.connector.Meaning.ALREADY_EXISTS;
import static io.caravan.connector.Meaning.AMBIGUOUS;
import static io.caravan.connector.Meaning.AUTH;
import static io.caravan.connector.Meaning.NOT_PROCESSED;
import static io.caravan.connector.Meaning.NOT_PROCESSED_LONG;
import static io.caravan.connector.Meaning.PARTIAL;
import static io.caravan.connector.Meaning.REJECTED;
import static io.caravan.connector.Meaning.UNKNOWN_CODE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What an answer of HubSpot's CRM API means. Every field of its errors is optional, and a status of success may carry
 * the errors of single rows: neither decides alone.
 */
final class HubSpotAnswers {
    private static final Duration AFTER_LOCK = Duration.ofSeconds(2);
    private static final Duration AFTER_SECOND = Duration.ofSeconds(1);
    private static final Duration AFTER_TEN_SECONDS = Duration.ofSeconds(10);
    private static final Duration AFTER_CLOSED = Duration.ofHours(1);

    private HubSpotAnswers() {}

    /**
     * The meaning of a whole answer.
     *
     * @param restOfDay until the account's midnight, when its daily limit begins anew; unknown = ask again each hour
     */
    static Verdict verdict(Answer answer, Optional<Duration> restOfDay) {
        JsonNode json = answer.json().orElse(MissingNode.getInstance());
        String code = json.path("category").asText("HTTP " + answer.status());
        String message = HubSpotComplaint.sentence("HubSpot answered HTTP " + answer.status(), json);
        return switch (answer.status()) {
            case 200, 201, 207 -> success(json, message);
            case 400 -> Verdict.of(HubSpotComplaint.isTaken(json) ? ALREADY_EXISTS : REJECTED, code, message);
            case 401 -> Verdict.of(AUTH, code, message + " (" + code + ")");
            case 403, 405, 406, 410, 411, 413, 414, 415, 422 -> Verdict.of(REJECTED, code, message);
            case 404 -> Verdict.of(ABSENT, code, message);
            case 409 -> Verdict.of(ALREADY_EXISTS, code, message);
            case 423 ->
                Verdict.of(NOT_PROCESSED, code, message, longer(answer.delay().orElse(AFTER_LOCK), AFTER_LOCK));
            case 429 -> limited(answer, json.path("policyName").asText(), message, restOfDay);
            case 477 ->
                Verdict.of(NOT_PROCESSED_LONG, code, message, answer.delay().orElse(AFTER_CLOSED));
            case 522, 525, 526 -> Verdict.of(AMBIGUOUS, code, message + "; if it lasts, ask HubSpot's support");
            default -> Verdict.of(answer.isServerError() ? AMBIGUOUS : UNKNOWN_CODE, code, message);
        };
    }

    /** The meaning of one row of a batch, whatever became of the others. */
    static Verdict row(Answer answer, Optional<Duration> restOfDay, HubSpotRow.Asked asked) {
        Verdict whole = verdict(answer, restOfDay);
        JsonNode json = answer.json().orElse(MissingNode.getInstance());
        if (whole.meaning() == ALREADY_EXISTS && HubSpotComplaint.isTakenElsewhere(json, asked.uniqueProperty())) {
            return new Verdict(REJECTED, whole.failure(), Optional.empty());
        }
        if (whole.meaning() != PARTIAL && whole.meaning() != ACCEPTED) {
            return whole;
        }
        Optional<JsonNode> error = error(json, asked.trace());
        if (error.isPresent()) {
            return refused(error.get(), asked.uniqueProperty());
        }
        return record(json, asked.trace()).isPresent()
                ? Verdict.of(ACCEPTED, "ok", "HubSpot accepted the row")
                : Verdict.of(AMBIGUOUS, "unreadable", "HubSpot accepted the batch without naming the row");
    }

    /** The record of a row, as far as the answer names one with its id. */
    static Optional<JsonNode> record(JsonNode json, String trace) {
        JsonNode results = json.path("results");
        return stream(results)
                .filter(each -> each.path("objectWriteTraceId").asText().equals(trace)
                        || results.size() == 1 && !each.hasNonNull("objectWriteTraceId"))
                .filter(each -> !each.path("id").asText().isBlank())
                .findFirst();
    }

    /** The error of this row; one that names no row is everybody's. */
    private static Optional<JsonNode> error(JsonNode json, String trace) {
        return stream(json.path("errors"))
                .filter(each -> {
                    JsonNode traces = each.path("context").path("objectWriteTraceId");
                    return traces.isEmpty()
                            || stream(traces).anyMatch(one -> one.asText().equals(trace));
                })
                .findFirst();
    }

    private static Verdict refused(JsonNode error, String uniqueProperty) {
        String category = error.path("category").asText("no category");
        Meaning meaning =
                switch (category) {
                    case "VALIDATION_ERROR" -> invalid(error, uniqueProperty);
                    case "MISSING_SCOPES" -> REJECTED;
                    case "OBJECT_NOT_FOUND" -> ABSENT;
                    case "CONFLICT", "OBJECT_ALREADY_EXISTS" -> ALREADY_EXISTS;
                    case "RATE_LIMITS", "LOCKED" -> NOT_PROCESSED;
                    case "INVALID_AUTHENTICATION", "EXPIRED_AUTHENTICATION" -> AUTH;
                    default -> UNKNOWN_CODE;
                };
        return Verdict.of(meaning, category, HubSpotComplaint.sentence("HubSpot refused the row", error));
    }

    private static Meaning invalid(JsonNode error, String uniqueProperty) {
        return HubSpotComplaint.isTaken(error) && !HubSpotComplaint.isTakenElsewhere(error, uniqueProperty)
                ? ALREADY_EXISTS
                : REJECTED;
    }

    /** The meaning of an answer to an association: it names both ends or tells the results of a batch. */
    static Verdict association(Answer answer, Optional<Duration> restOfDay) {
        Verdict verdict = row(answer, restOfDay, new HubSpotRow.Asked("", ""));
        JsonNode json = answer.json().orElse(MissingNode.getInstance());
        boolean errors =
                !json.path("errors").isEmpty() || json.path("numErrors").asInt() > 0;
        boolean told = json.path("results").isArray() || json.hasNonNull("toObjectId");
        return verdict.failure().type().equals("unreadable") && told && !errors
                ? Verdict.of(ACCEPTED, "ok", "HubSpot associated the records")
                : verdict;
    }

    /** The meaning of an answer to a read: without effect, so what cannot be told is asked again. */
    static Verdict read(Answer answer, Optional<Duration> restOfDay) {
        Verdict verdict = verdict(answer, restOfDay);
        return switch (verdict.meaning()) {
            case AMBIGUOUS, UNKNOWN_CODE, PARTIAL -> new Verdict(NOT_PROCESSED, verdict.failure(), verdict.after());
            case ACCEPTED, ALREADY_DONE, ALREADY_EXISTS, REJECTED, ABSENT, NOT_PROCESSED, NOT_PROCESSED_LONG, AUTH ->
                verdict;
        };
    }

    private static Verdict success(JsonNode json, String message) {
        if (!json.isObject() || !json.path("status").asText("COMPLETE").equals("COMPLETE")) {
            return Verdict.of(AMBIGUOUS, "unreadable", message + " without a readable result");
        }
        if (json.path("numErrors").asInt() > 0 || !json.path("errors").isEmpty()) {
            return Verdict.of(PARTIAL, "partial", message + " with errors");
        }
        return Verdict.of(ACCEPTED, "ok", "HubSpot accepted it");
    }

    private static Verdict limited(Answer answer, String policy, String message, Optional<Duration> restOfDay) {
        return switch (policy) {
            case "DAILY" ->
                Verdict.of(
                        NOT_PROCESSED_LONG,
                        policy,
                        message,
                        answer.delay().or(() -> restOfDay).orElse(AFTER_CLOSED));
            case "SECONDLY" ->
                Verdict.of(NOT_PROCESSED, policy, message, answer.delay().orElse(AFTER_SECOND));
            default ->
                Verdict.of(
                        NOT_PROCESSED,
                        policy.isBlank() ? "HTTP 429" : policy,
                        message,
                        answer.delay().orElse(AFTER_TEN_SECONDS));
        };
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
