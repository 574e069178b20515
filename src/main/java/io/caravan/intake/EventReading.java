package io.caravan.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.flow.Event;
import io.caravan.flow.Moments;
import io.caravan.flow.Trace;
import io.caravan.http.Problem;
import io.caravan.store.Ids;
import io.caravan.store.Json;
import io.caravan.store.Nul;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Optional;

/** Reads one event from JSON: the plain form, or CloudEvents' structured form. */
final class EventReading {
    private static final String BAD = "Not an event";

    /** Of plain events that name none. */
    static final String USUAL_SOURCE = "/http";

    private EventReading() {}

    static JsonNode parse(byte[] body) {
        return parse(body, "body");
    }

    /** @param what what the bytes are called in an error */
    static JsonNode parse(byte[] bytes, String what) {
        try {
            JsonNode tree = Json.mapper().readTree(bytes);
            if (tree == null || tree.isMissingNode()) {
                throw new Problem(400, "Not JSON", "The " + what + " is empty; send a JSON object.");
            }
            if (Nul.in(tree)) {
                throw new Problem(400, "Not storable", "The " + what + " contains the character U+0000; remove it.");
            }
            return tree;
        } catch (JsonProcessingException broken) {
            String where = broken.getLocation() == null
                    ? ""
                    : " (line " + broken.getLocation().getLineNr() + ", column "
                            + broken.getLocation().getColumnNr() + ")";
            throw new Problem(
                    400, "Not JSON", "The " + what + " is not JSON: " + broken.getOriginalMessage() + where + ".");
        } catch (IOException broken) {
            throw new Problem(400, "Not JSON", "The " + what + " is not JSON in UTF-8: " + broken.getMessage() + ".");
        }
    }

    /** {@code {"type"|"name", "subject"|"email", "id"?, "source"?, "time"?, "correlation"?, "data"?}}. */
    static Event plain(JsonNode tree, Instant now, Optional<Trace> around) {
        return plain(tree, now, around, new Unsaid(USUAL_SOURCE, Optional.empty(), Optional.empty()));
    }

    /** What counts when the event itself does not say it; no external id = Caravan's own. */
    record Unsaid(String source, Optional<String> externalId, Optional<String> type) {}

    static Event plain(JsonNode tree, Instant now, Optional<Trace> around, Unsaid unsaid) {
        if (!(tree instanceof ObjectNode)) {
            throw new Problem(400, BAD, "Send a JSON object; several events go as application/cloudevents-batch+json.");
        }
        ObjectNode event = tree.deepCopy();
        Optional<String> type =
                take(event, "type").or(() -> take(event, "name")).or(unsaid::type);
        Optional<String> subject = take(event, "subject").or(() -> take(event, "email"));
        String id = Ids.next();
        var identity = new Event.Identity(
                id,
                take(event, "source").orElse(unsaid.source()),
                take(event, "id").or(unsaid::externalId).orElse(id));
        var attributes = new Event.Attributes(
                type.orElseThrow(() -> missing("type")),
                subject,
                time(take(event, "time"), now),
                take(event, "correlation"),
                around);
        JsonNode data = event.has("data") ? event.get("data") : event;
        return new Event(identity, attributes, Json.write(data), 0);
    }

    /**
     * CloudEvents 1.0, structured.
     *
     * @param around the trace of the request, which counts if the event names none (or a broken one) by its own attribute
     */
    static Event structured(JsonNode tree, Instant now, Optional<Trace> around) {
        if (!(tree instanceof ObjectNode)) {
            throw new Problem(400, BAD, "A CloudEvent is a JSON object.");
        }
        ObjectNode event = tree.deepCopy();
        String version = take(event, "specversion").orElseThrow(() -> missing("specversion"));
        if (!version.equals("1.0")) {
            throw new Problem(400, BAD, "specversion must be 1.0, not '" + version + "'.");
        }
        Optional<String> contentType = take(event, "datacontenttype");
        var identity = new Event.Identity(
                Ids.next(),
                take(event, "source").orElseThrow(() -> missing("source")),
                take(event, "id").orElseThrow(() -> missing("id")));
        var attributes = new Event.Attributes(
                take(event, "type").orElseThrow(() -> missing("type")),
                take(event, "subject"),
                time(take(event, "time"), now),
                take(event, "correlation"),
                Trace.read(event.path(Trace.TRACEPARENT).asText()).or(() -> around));
        return new Event(identity, attributes, data(event, contentType), 0);
    }

    private static String data(ObjectNode event, Optional<String> contentType) {
        if (!event.has("data_base64")) {
            return event.has("data") ? Json.write(event.get("data")) : "{}";
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(event.path("data_base64").asText());
            return Data.json(bytes, contentType.orElse("application/json"));
        } catch (IllegalArgumentException notBase64) {
            throw new Problem(400, BAD, "data_base64 is not base64.");
        }
    }

    /** An attribute, removed from the object; a number or boolean counts as its text. */
    private static Optional<String> take(ObjectNode event, String field) {
        if (!event.hasNonNull(field)) {
            return Optional.empty();
        }
        JsonNode value = event.get(field);
        if (value.isContainerNode()) {
            throw new Problem(400, BAD, "Field '" + field + "' must be text.");
        }
        event.remove(field);
        return Optional.of(checked(field, value.asText()));
    }

    static String checked(String field, String text) {
        if (text.isBlank()) {
            throw new Problem(400, BAD, "Field '" + field + "' is blank.");
        }
        if (text.length() > Event.LONGEST_KEY) {
            throw new Problem(400, BAD, "Field '" + field + "' is longer than " + Event.LONGEST_KEY + " characters.");
        }
        if (text.indexOf(0) >= 0) {
            throw new Problem(400, BAD, "Field '" + field + "' contains the character U+0000.");
        }
        return text;
    }

    static Instant time(Optional<String> text, Instant now) {
        try {
            return text.map(EventReading::rfc3339).orElse(now);
        } catch (DateTimeException notATime) {
            throw new Problem(
                    400,
                    BAD,
                    "Field 'time' must be an RFC 3339 time like 2026-01-31T12:00:00Z, not '" + text.orElse("") + "'.");
        }
    }

    /** Its years have four digits. */
    private static Instant rfc3339(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text);
        if (time.getYear() < 0 || time.getYear() > Moments.LAST_YEAR) {
            throw new DateTimeException("The year has more than four digits");
        }
        return time.toInstant();
    }

    static Problem missing(String field) {
        return new Problem(400, BAD, "Field '" + field + "' is missing.");
    }
}
