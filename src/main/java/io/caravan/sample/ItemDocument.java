package io.caravan.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** What an action item says, as its author gave it; our own fields stand beside it. */
final class ItemDocument {
    /** Whoever sends back what was read sends these, too; they are ours. */
    private static final List<String> OURS = List.of("id", "exceptions", "createdAt", "updatedAt");

    static final String OPEN = "open";
    static final String COMPLETED = "completed";

    private ItemDocument() {}

    /** The document without our fields; the status that only an item not yet made has is ours as well. */
    static ObjectNode own(ObjectNode sent) {
        ObjectNode own = sent.deepCopy();
        own.remove(OURS);
        if (own.path("status").asText().equals("pending")) {
            own.remove("status");
        }
        return own;
    }

    /** JSON Merge Patch (RFC 7396): null removes, objects are merged, everything else replaces. */
    static JsonNode merged(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode merged = target instanceof ObjectNode object ? object.deepCopy() : changes.objectNode();
        changes.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                merged.remove(change.getKey());
            } else {
                JsonNode before = merged.path(change.getKey());
                merged.set(change.getKey(), merged(before, change.getValue()));
            }
        });
        return merged;
    }

    /** What is wrong with a document; empty = nothing. */
    static Optional<String> complaint(ObjectNode document) {
        for (String name : List.of("title", "target")) {
            if (document.path(name).asText().isBlank() || !document.path(name).isTextual()) {
                return Optional.of("Field '" + name + "' must be a text that is not blank.");
            }
        }
        for (String name : List.of("externalId", "parent")) {
            if (document.has(name) && !document.path(name).isTextual()) {
                return Optional.of("Field '" + name + "' must be a text.");
            }
        }
        if (document.has("status") && !List.of(OPEN, COMPLETED).contains(status(document))) {
            return Optional.of("Field 'status' must be " + OPEN + " or " + COMPLETED + ".");
        }
        return Optional.empty();
    }

    static String status(ObjectNode document) {
        return document.has("status") ? document.path("status").asText() : OPEN;
    }
}
