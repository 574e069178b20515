package io.caravan.connector;

import static io.caravan.connector.Meaning.ACCEPTED;
import static io.caravan.connector.Meaning.ALREADY_DONE;
import static io.caravan.connector.Meaning.ALREADY_EXISTS;
import static io.caravan.connector.Meaning.AMBIGUOUS;
import static io.caravan.connector.Meaning.AUTH;
import static io.caravan.connector.Meaning.NOT_PROCESSED;
import static io.caravan.connector.Meaning.NOT_PROCESSED_LONG;
import static io.caravan.connector.Meaning.PARTIAL;
import static io.caravan.connector.Meaning.REJECTED;
import static io.caravan.connector.Meaning.UNKNOWN_CODE;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * What an answer of Slack means, of its Web API or of an incoming webhook. Slack says no with HTTP 200 and {@code "ok": false}; its lists of codes are
 * not exhaustive, so a code that is not here may have had an effect.
 */
final class SlackAnswers {
    private static final Duration AFTER_RATE_LIMIT = Duration.ofSeconds(30);
    private static final Duration AFTER_CLOSED = Duration.ofMinutes(15);
    private static final Map<String, Meaning> CODES = codes();

    private SlackAnswers() {}

    static Verdict verdict(Answer answer) {
        if (answer.isServerError()) {
            return Verdict.of(AMBIGUOUS, "HTTP " + answer.status(), "Slack answered HTTP " + answer.status());
        }
        if (answer.status() == 429) {
            return refused("ratelimited", NOT_PROCESSED, "Slack limits the rate", answer);
        }
        return answer.json().map(json -> verdict(answer, json)).orElseGet(() -> withoutJson(answer.status()));
    }

    /** Of an incoming webhook, which speaks plain text: nothing but {@code ok} is a success. */
    static Verdict webhook(Answer answer) {
        String said = answer.body().strip();
        if (answer.status() == 200 && said.equals("ok")) {
            return Verdict.of(ACCEPTED, "ok", "Slack accepted it");
        }
        if (answer.isServerError()) {
            return Verdict.of(AMBIGUOUS, "HTTP " + answer.status(), "Slack answered HTTP " + answer.status());
        }
        if (answer.status() == 429) {
            return refused("ratelimited", NOT_PROCESSED, "Slack limits the rate", answer);
        }
        return CODES.containsKey(said)
                ? refused(said, CODES.get(said), "Slack answered " + said, answer)
                : withoutJson(answer.status());
    }

    /** What a code means that stands by one user of an invitation. */
    static Meaning of(String code) {
        return code.startsWith("restricted_action") ? REJECTED : CODES.getOrDefault(code, UNKNOWN_CODE);
    }

    private static Verdict verdict(Answer answer, JsonNode json) {
        JsonNode ok = json.path("ok");
        String code = json.path("error").asText();
        if (ok.isBoolean() && !ok.booleanValue() && !code.isBlank()) {
            return refused(code, meaningOf(code, json), sentence(code, json), answer);
        }
        if (ok.isBoolean() && ok.booleanValue() && answer.status() == 200) {
            return Verdict.of(ACCEPTED, "ok", "Slack accepted it");
        }
        return withoutJson(answer.status());
    }

    private static Meaning meaningOf(String code, JsonNode json) {
        if (differ(json.path("errors"))) {
            return PARTIAL;
        }
        return of(code);
    }

    /** Whether the errors of single users or messages are not all the same; elsewhere they are mere sentences. */
    private static boolean differ(JsonNode errors) {
        return StreamSupport.stream(errors.spliterator(), false)
                        .map(error -> error.path("error").asText())
                        .distinct()
                        .count()
                > 1;
    }

    private static Verdict refused(String code, Meaning meaning, String message, Answer answer) {
        return switch (meaning) {
            case NOT_PROCESSED ->
                Verdict.of(meaning, code, message, answer.delay().orElse(AFTER_RATE_LIMIT));
            case NOT_PROCESSED_LONG ->
                Verdict.of(meaning, code, message, answer.delay().orElse(AFTER_CLOSED));
            case ACCEPTED, ALREADY_DONE, ALREADY_EXISTS, PARTIAL, REJECTED, ABSENT, AMBIGUOUS, UNKNOWN_CODE, AUTH ->
                Verdict.of(meaning, code, message);
        };
    }

    private static Verdict withoutJson(int status) {
        Meaning meaning =
                switch (status) {
                    case 401 -> AUTH;
                    case 400, 403, 404, 405, 406, 410, 411, 413, 414, 415, 422 -> REJECTED;
                    case 200 -> AMBIGUOUS;
                    default -> UNKNOWN_CODE;
                };
        return Verdict.of(meaning, "HTTP " + status, "Slack answered HTTP " + status + " without what it should say");
    }

    private static String sentence(String code, JsonNode json) {
        String needed = json.path("needed").asText();
        return needed.isBlank()
                ? "Slack answered " + code
                : "Slack answered " + code + ": needed " + needed + ", provided "
                        + json.path("provided").asText();
    }

    private static Map<String, Meaning> codes() {
        Map<String, Meaning> codes = new HashMap<>();
        put(
                codes,
                REJECTED,
                """
                channel_not_found not_in_channel is_archived no_text msg_blocks_too_long invalid_blocks
                invalid_blocks_format too_many_attachments attachment_payload_limit_exceeded invalid_metadata_format
                invalid_metadata_schema metadata_too_large metadata_must_be_sent_from_app cannot_reply_to_message
                markdown_text_conflict messages_tab_disabled invalid_arg_name invalid_array_arg invalid_arguments
                invalid_charset invalid_form_data invalid_json json_not_object invalid_post_type missing_post_type
                missing_scope no_permission not_allowed_token_type ekm_access_denied access_denied
                enterprise_is_restricted method_deprecated deprecated_endpoint unknown_method team_not_found is_bot
                slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked
                slack_connect_lists_sharing_blocked message_not_found invalid_name invalid_name_maxlength
                invalid_name_punctuation invalid_name_required invalid_name_specials cannot_create_channel
                user_not_found users_not_found cant_invite cant_invite_self ura_max_channels user_is_restricted
                org_user_not_in_team method_not_supported_for_channel_type msg_too_long cant_update_message
                edit_window_closed is_inactive upgrade_required thread_not_found no_user too_many_users user_is_bot
                user_is_ultra_restricted invalid_ts_latest invalid_ts_oldest invalid_cursor invalid_limit
                superfluous_charset missing_charset invalid_payload no_active_hooks action_prohibited
                posting_to_general_channel_denied invalid_token team_disabled no_service no_service_id no_team
                channel_is_archived""");
        put(
                codes,
                AUTH,
                """
                not_authed invalid_auth account_inactive token_revoked token_expired two_factor_setup_required
                app_access_restricted""");
        put(codes, NOT_PROCESSED, "ratelimited rate_limited request_timeout");
        put(codes, NOT_PROCESSED_LONG, "message_limit_exceeded team_added_to_org org_login_required accesslimited");
        put(codes, AMBIGUOUS, "fatal_error internal_error service_unavailable");
        put(codes, ALREADY_EXISTS, "name_taken");
        put(codes, ALREADY_DONE, "already_in_channel");
        return Map.copyOf(codes);
    }

    private static void put(Map<String, Meaning> codes, Meaning meaning, String names) {
        for (String name : names.split("\\s+")) {
            codes.put(name, meaning);
        }
    }
}
