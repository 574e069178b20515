package io.caravan.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.dispatch.Delivered;
import io.caravan.flow.Event;
import io.caravan.flow.Trace;
import io.caravan.http.Problem;
import io.caravan.store.Ids;
import io.caravan.store.Json;
import io.caravan.store.journal.Incoming;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A message of a broker: CloudEvents 1.0 in binary mode (headers) or structured mode (content type, or a field specversion), else
 * the plain form. What cannot be read becomes an event of the type {@link #UNREADABLE} that is parked with the reason.
 *
 * @param place where it stands, for people: names and values in their order
 * @param unsaid source, id and type when the message itself names none
 * @param said its headers
 */
record BrokerMessage(Map<String, String> place, EventReading.Unsaid unsaid, Said said, byte[] body) {
    static final String UNREADABLE = "caravan.unreadable";

    private static final int LARGEST = 1 << 20;
    private static final String BINARY = "The CloudEvent";

    /** Attributes of CloudEvents by their bare names, content type, the key (the subject if nothing else is), the sender's trace. */
    record Said(Map<String, String> attributes, String contentType, Optional<String> key, Optional<Trace> around) {}

    Delivered read(Instant now) {
        try {
            return new Delivered(withSubject(event(now)), Optional.empty());
        } catch (Problem unreadable) {
            return parked(unreadable.getMessage(), now);
        }
    }

    /** The message as it came, to be looked at by people. */
    Delivered parked(String reason, Instant now) {
        ObjectNode data = Json.mapper().createObjectNode();
        place.forEach(data::put);
        data.put("reason", reason).put("size", body.length);
        if (body.length <= LARGEST) {
            data.put("base64", Base64.getEncoder().encodeToString(body));
        }
        String id = Ids.next();
        var identity =
                new Event.Identity(id, unsaid.source(), unsaid.externalId().orElse(id));
        var attributes = new Event.Attributes(UNREADABLE, Optional.empty(), now, Optional.empty());
        return new Delivered(
                new Event(identity, attributes, Json.write(data), 0),
                Optional.of(new Incoming.Parking("*", where() + ": " + reason)));
    }

    /** Where it stands, on one line. */
    String where() {
        return String.join(
                ", ",
                place.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .toList());
    }

    private Event event(Instant now) {
        if (body.length > LARGEST) {
            throw new Problem(413, "Too large", "The message has " + body.length + " bytes; at most 1 MiB is taken.");
        }
        String type = said.contentType().split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT);
        if (type.equals("application/cloudevents+json")) {
            return EventReading.structured(EventReading.parse(body), now, said.around());
        }
        if (said.attributes().containsKey("type") || said.attributes().containsKey("specversion")) {
            return binary(now);
        }
        JsonNode tree = EventReading.parse(body);
        return tree.has("specversion")
                ? EventReading.structured(tree, now, said.around())
                : EventReading.plain(tree, now, said.around(), unsaid);
    }

    private Event binary(Instant now) {
        String version = needed("specversion");
        if (!version.equals("1.0")) {
            throw new Problem(400, BINARY, "specversion must be 1.0, not '" + version + "'.");
        }
        var identity = new Event.Identity(Ids.next(), needed("source"), needed("id"));
        var attributes = new Event.Attributes(
                needed("type"),
                attribute("subject"),
                EventReading.time(attribute("time"), now),
                attribute("correlation"),
                attribute(Trace.TRACEPARENT).flatMap(Trace::read).or(said::around));
        String type = said.contentType().isBlank() ? "application/json" : said.contentType();
        return new Event(identity, attributes, Data.json(body, type), 0);
    }

    private String needed(String name) {
        return attribute(name).orElseThrow(() -> EventReading.missing(name));
    }

    private Optional<String> attribute(String name) {
        return Optional.ofNullable(said.attributes().get(name)).map(value -> EventReading.checked(name, value));
    }

    private Event withSubject(Event event) {
        Event.Attributes attributes = event.attributes();
        if (attributes.subject().isPresent() || said.key().isEmpty()) {
            return event;
        }
        return new Event(
                event.identity(),
                new Event.Attributes(
                        attributes.type(), said.key(), attributes.time(), attributes.correlation(), attributes.trace()),
                event.data(),
                event.hops());
    }
}
