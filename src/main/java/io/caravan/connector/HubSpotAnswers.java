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
import java.util.stream.StreamSupport;

/**
 * What an answer of HubSpot's CRM API means. Every field of its errors is optional, and a status of success may carry
 * the errors of single rows: neither decides alone.
 */
final class HubSpotAnswers {
    private static final Duration AFTER_LOCK = Duration.ofSeconds(2);
    private static final Duration AFTER_CLOSED = Duration.ofHours(1);

    private HubSpotAnswers() {}

    static Verdict verdict(Answer answer) {
        JsonNode json = answer.json().orElse(MissingNode.getInstance());
        String code = json.path("category").asText("HTTP " + answer.status());
        String message = sentence("HubSpot answered HTTP " + answer.status(), json);
        return switch (answer.status()) {
            case 200, 201, 207 -> success(json, message);
            case 400 -> Verdict.of(holdsUniqueValue(json) ? ALREADY_EXISTS : REJECTED, code, message);
            case 401 -> Verdict.of(AUTH, code, message);
            case 403, 405, 406, 410, 411, 413, 414, 415, 422 -> Verdict.of(REJECTED, code, message);
            case 404 -> Verdict.of(ABSENT, code, message);
            case 409 -> Verdict.of(ALREADY_EXISTS, code, message);
            case 423 ->
                Verdict.of(NOT_PROCESSED, code, message, longer(answer.delay().orElse(AFTER_LOCK), AFTER_LOCK));
            case 429 -> limited(answer, json.path("policyName").asText(), message);
            case 477 ->
                Verdict.of(NOT_PROCESSED_LONG, code, message, answer.delay().orElse(AFTER_CLOSED));
            default -> Verdict.of(answer.isServerError() ? AMBIGUOUS : UNKNOWN_CODE, code, message);
        };
    }

    /** The meaning of the only row of a batch of one, whose answer carries errors. */
    static Verdict row(Answer answer) {
        Verdict whole = verdict(answer);
        if (whole.meaning() != PARTIAL) {
            return whole;
        }
        JsonNode error = answer.json().orElseThrow().path("errors").path(0);
        String category = error.path("category").asText("no category");
        Meaning meaning =
                switch (category) {
                    case "VALIDATION_ERROR" -> holdsUniqueValue(error) ? ALREADY_EXISTS : REJECTED;
                    case "MISSING_SCOPES" -> REJECTED;
                    case "OBJECT_NOT_FOUND" -> ABSENT;
                    case "CONFLICT", "OBJECT_ALREADY_EXISTS" -> ALREADY_EXISTS;
                    case "RATE_LIMITS", "LOCKED" -> NOT_PROCESSED;
                    default -> UNKNOWN_CODE;
                };
        return Verdict.of(meaning, category, sentence("HubSpot refused the row", error));
    }

    private static Verdict success(JsonNode json, String message) {
        if (!json.isObject() || json.path("status").asText().equals("error")) {
            return Verdict.of(AMBIGUOUS, "unreadable", message + " without a readable result");
        }
        if (json.path("numErrors").asInt() > 0 || !json.path("errors").isEmpty()) {
            return Verdict.of(PARTIAL, "partial", message + " with errors");
        }
        return Verdict.of(ACCEPTED, "ok", "HubSpot accepted it");
    }

    private static Verdict limited(Answer answer, String policy, String message) {
        return switch (policy) {
            case "DAILY" ->
                Verdict.of(NOT_PROCESSED_LONG, policy, message, answer.delay().orElse(AFTER_CLOSED));
            case "SECONDLY" ->
                Verdict.of(NOT_PROCESSED, policy, message, answer.delay().orElse(Duration.ofSeconds(1)));
            default ->
                Verdict.of(
                        NOT_PROCESSED,
                        policy.isBlank() ? "HTTP 429" : policy,
                        message,
                        answer.delay().orElse(Duration.ofSeconds(10)));
        };
    }

    private static boolean holdsUniqueValue(JsonNode json) {
        return StreamSupport.stream(json.path("errors").spliterator(), false)
                .anyMatch(error -> error.path("code").asText().equals("CONFLICTING_UNIQUE_VALUE"));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static String sentence(String start, JsonNode json) {
        String message = json.path("message").asText();
        String detail = json.path("errors").path(0).path("message").asText();
        String correlation = json.path("correlationId").asText();
        return start
                + (message.isBlank() ? "" : ": " + message)
                + (detail.isBlank() || detail.equals(message) ? "" : " (" + detail + ")")
                + (correlation.isBlank() ? "" : " [correlation " + correlation + "]");
    }
}
