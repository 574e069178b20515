package io.caravan.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A strategic merge patch, as far as {@code k8s/} needs it: objects are merged, named lists by the key of their items, other
 * lists and values are replaced.
 */
record Patch(ObjectNode change) {
    private static final Map<String, String> KEYS = Map.of(
            "containers", "name",
            "initContainers", "name",
            "env", "name",
            "volumes", "name",
            "ports", "containerPort",
            "volumeMounts", "mountPath");

    /** What tells objects apart. */
    static String identity(JsonNode object) {
        return object.path("kind").asText() + " " + object.at("/metadata/name").asText();
    }

    boolean concerns(JsonNode object) {
        return identity(change).equals(identity(object));
    }

    /** The patched object; empty = the patch deletes it. */
    Optional<ObjectNode> on(ObjectNode object) {
        if (change.path("$patch").asText().equals("delete")) {
            return Optional.empty();
        }
        ObjectNode patched = object.deepCopy();
        merge(patched, change);
        return Optional.of(patched);
    }

    private static void merge(ObjectNode into, JsonNode change) {
        for (Map.Entry<String, JsonNode> field : change.properties()) {
            JsonNode now = into.get(field.getKey());
            JsonNode then = field.getValue();
            if (now instanceof ObjectNode object && then.isObject()) {
                merge(object, then);
            } else if (now instanceof ArrayNode list && KEYS.containsKey(field.getKey())) {
                merge(list, then, KEYS.get(field.getKey()));
            } else {
                into.set(field.getKey(), then);
            }
        }
    }

    private static void merge(ArrayNode into, JsonNode changes, String key) {
        for (JsonNode change : changes) {
            List<JsonNode> same = into.valueStream()
                    .filter(each -> each.path(key).equals(change.path(key)))
                    .toList();
            if (same.isEmpty()) {
                into.add(change);
            } else {
                merge((ObjectNode) same.get(0), change);
            }
        }
    }
}
