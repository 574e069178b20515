package io.caravan.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.flow.Event;
import io.caravan.store.Ids;
import io.caravan.store.Json;
import io.caravan.store.deposit.Ticket;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What somebody asks of an action item: an event whose data this is. */
record ItemRequest(Identity identity, Kind kind, ObjectNode document) {
    /** Of which item, and the request's own id: a repeat has the same. */
    record Identity(String item, String request) {}

    enum Kind {
        CREATE,
        REPLACE,
        PATCH,
        RESOLVE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final String SOURCE = "/action-items";
    static final String DOCUMENT = "document";
    static final String CLAIM = "claim";

    /** @param document what stands in the data, or lies behind its ticket */
    static ItemRequest of(JsonNode data, ObjectNode document) {
        return new ItemRequest(
                new Identity(data.path("item").asText(), data.path("request").asText()),
                Kind.valueOf(data.path("kind").asText().toUpperCase(Locale.ROOT)),
                document);
    }

    /** A creation stands outside the order of changes: a change that came before it may wait for it. */
    private String type() {
        return kind == Kind.CREATE ? "action-item.creation" : "action-item.change";
    }

    /** @param ticket for the document, if it is too large to travel with the event */
    Event event(Instant now, Optional<Ticket> ticket) {
        var data = Json.mapper()
                .createObjectNode()
                .put("item", identity.item())
                .put("request", identity.request())
                .put("kind", kind.word());
        ticket.ifPresentOrElse(behind -> data.put(CLAIM, behind.toString()), () -> data.set(DOCUMENT, document));
        return new Event(
                new Event.Identity(Ids.next(), SOURCE, identity.request()),
                new Event.Attributes(type(), Optional.of(identity.item()), now, Optional.empty()),
                Json.write(data),
                0);
    }

    /** What an exception tells of the request. */
    String told() {
        ObjectNode told =
                Json.mapper().createObjectNode().put("id", identity.request()).put("kind", kind.word());
        return Json.write(told.set("document", document));
    }
}
