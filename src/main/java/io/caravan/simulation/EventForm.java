package io.caravan.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.flow.Event;
import io.caravan.store.Json;
import java.time.Instant;
import java.util.Optional;

/** Makes events of what a scenario says, in the plain form of {@code POST /events}; their ids are counted. */
final class EventForm {
    static final String SCHEDULED = "caravan.schedule";

    private int made;

    /** @param usual the type of an event that names none */
    Event event(ObjectNode written, Optional<String> usual, Instant now) {
        ObjectNode rest = written.deepCopy();
        String id = next();
        Optional<String> type = take(rest, "type").or(() -> take(rest, "name")).or(() -> usual);
        Optional<String> subject = take(rest, "subject").or(() -> take(rest, "email"));
        var identity = new Event.Identity(
                id, take(rest, "source").orElse("/simulation"), take(rest, "id").orElse(id));
        Instant time =
                take(rest, "time").flatMap(io.caravan.flow.Moments::parse).orElse(now);
        var attributes = new Event.Attributes(type.orElse(""), subject, time, take(rest, "correlation"));
        JsonNode data = rest.has("data") ? rest.get("data") : rest;
        return new Event(identity, attributes, Json.write(data), 0);
    }

    /** What a route of the flow has sent: it goes on with the subject and correlation of its cause. */
    Event sent(Event cause, String flow, String type, String data, Instant now) {
        String id = next();
        return new Event(
                new Event.Identity(id, "/flow/" + flow, id),
                new Event.Attributes(
                        type,
                        cause.attributes().subject(),
                        now,
                        cause.attributes().correlation()),
                data,
                cause.hops() + 1);
    }

    Event tick(String flow, Instant at) {
        String data = Json.write(Json.mapper()
                .createObjectNode()
                .put("schedule", flow)
                .put("at", at.toString())
                .put("late", false));
        return new Event(
                new Event.Identity(next(), "/schedule/" + flow, at.toString()),
                new Event.Attributes(SCHEDULED, Optional.of(flow), at, Optional.empty()),
                data,
                0);
    }

    private String next() {
        return "00000000-0000-7000-8000-%012d".formatted(++made);
    }

    private static Optional<String> take(ObjectNode event, String field) {
        JsonNode value = event.path(field);
        if (!value.isValueNode() || value.isNull()) {
            return Optional.empty();
        }
        event.remove(field);
        return Optional.of(value.asText());
    }
}
