package io.caravan.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.flow.Event;
import io.caravan.http.Problem;
import io.caravan.store.Ids;
import io.caravan.store.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Slack: its Events API, slash commands and interactions, signed with version v0 of its scheme. An event's type is {@code slack.}
 * and Slack's own, its id is Slack's {@code event_id} (a command's and an interaction's the {@code trigger_id}).
 */
final class SlackCalls implements ThirdParty {
    @Override
    public String name() {
        return "slack";
    }

    /** {@code v0=} and hex of {@code v0:TIMESTAMP:BODY}; the timestamp is in seconds. */
    @Override
    public boolean hasSigned(SignedCall call, String secret, Instant now) {
        Optional<String> timestamp = call.header("X-Slack-Request-Timestamp").filter(text -> text.matches("\\d{1,11}"));
        if (timestamp.isEmpty() || !Signature.isFresh(Instant.ofEpochSecond(Long.parseLong(timestamp.get())), now)) {
            return false;
        }
        byte[] start = ("v0:" + timestamp.get() + ":").getBytes(StandardCharsets.UTF_8);
        String expected = "v0=" + HexFormat.of().formatHex(Signature.of(secret, start, call.body()));
        return call.header("X-Slack-Signature")
                .filter(given -> Signature.isSame(expected, given))
                .isPresent();
    }

    @Override
    public Said said(SignedCall call, Instant now) {
        String type = call.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        ObjectNode sent = type.startsWith("application/x-www-form-urlencoded")
                ? form(new String(call.body(), StandardCharsets.UTF_8))
                : object(EventReading.parse(call.body()));
        sent.remove("token"); // a secret of old, which nobody asks for any more
        if (sent.has("ssl_check")) {
            return Said.events(List.of());
        }
        if (sent.path("type").asText().equals("url_verification")) {
            ObjectNode answer = Json.mapper().createObjectNode();
            return new Said(List.of(), Json.write(answer.set("challenge", sent.path("challenge"))));
        }
        return Said.events(List.of(event(sent, call, now)));
    }

    /** Fields of a form; an interaction is JSON in its field {@code payload}. */
    private static ObjectNode form(String body) {
        ObjectNode fields = Json.mapper().createObjectNode();
        for (String field : body.split("&")) {
            String[] pair = field.split("=", 2);
            fields.put(decoded(pair[0]), pair.length < 2 ? "" : decoded(pair[1]));
        }
        if (fields.has("payload")) {
            return object(
                    EventReading.parse(fields.path("payload").asText().getBytes(StandardCharsets.UTF_8), "payload"));
        }
        return object(EventReading.parse(Json.write(fields).getBytes(StandardCharsets.UTF_8), "form"));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw new Problem(400, "Not a form", "The form is not URL-encoded.");
        }
    }

    private static ObjectNode object(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            return object.deepCopy();
        }
        throw new Problem(400, "Not from Slack", "Slack sends a JSON object or a form.");
    }

    private static Event event(ObjectNode sent, SignedCall call, Instant now) {
        JsonNode inner = sent.path("event");
        String type = first(inner.path("type"), sent.path("type")).orElse(sent.has("command") ? "command" : "request");
        String id = first(sent.path("event_id"), sent.path("trigger_id"))
                .orElseGet(() -> HexFormat.of().formatHex(Signature.of("caravan", call.body())));
        String team = first(sent.path("team_id"), sent.at("/team/id"), sent.path("enterprise_id"))
                .orElse("unknown");
        var identity = new Event.Identity(
                Ids.next(), EventReading.checked("team_id", "/slack/" + team), EventReading.checked("event_id", id));
        var attributes = new Event.Attributes(
                EventReading.checked("type", "slack." + type),
                first(inner.path("channel"), inner.at("/item/channel"), sent.path("channel_id"), sent.at("/channel/id"))
                        .map(channel -> EventReading.checked("channel", channel)),
                time(sent.path("event_time"), now),
                first(inner.path("thread_ts"), inner.at("/item/ts"), sent.at("/container/thread_ts"))
                        .map(thread -> EventReading.checked("thread_ts", thread)));
        return new Event(identity, attributes, Json.write(sent), 0);
    }

    private static Optional<String> first(JsonNode... nodes) {
        for (JsonNode node : nodes) {
            if (node.isTextual() && !node.textValue().isBlank()) {
                return Optional.of(node.textValue());
            }
        }
        return Optional.empty();
    }

    private static Instant time(JsonNode seconds, Instant now) {
        boolean known = seconds.canConvertToInt() && seconds.asInt() > 0;
        return known ? Instant.ofEpochSecond(seconds.asInt()) : now;
    }
}
