package io.caravan.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Camel's schema, made as tolerant towards single values as Camel's loader: each is text, a number or boolean may be a
 * {@code {{placeholder}}}, and so may be a choice; what has no value ({@code - stop:}) is empty. The mark of what is
 * deprecated, which says nothing about validity, is left out.
 */
final class LooseScalars {
    static final String BOOLEAN = "^\\s*(?i:true|false)\\s*$|\\{\\{";
    static final String NUMBER = "^\\s*[+-]?[0-9][0-9_]*(\\.[0-9]+)?\\s*$|\\{\\{";
    private static final String PLACEHOLDER = "\\{\\{";

    private LooseScalars() {}

    /** Changes the schema in place. */
    static JsonNode in(JsonNode schema) {
        loosen(schema);
        schema.path("items").path("definitions").forEach(LooseScalars::mayBeEmpty);
        return schema;
    }

    /** From the inside out: what is put in is no rule of the schema's. */
    private static void loosen(JsonNode node) {
        node.forEach(LooseScalars::loosen);
        if (node instanceof ObjectNode rule) {
            switch (rule.path("type").asText()) {
                case "boolean" -> text(rule).put("pattern", BOOLEAN);
                case "number", "integer" -> text(rule).put("pattern", NUMBER);
                case "string" -> text(rule);
                default -> {
                    // an object or a list stays one; and below "properties" a key called type is no rule
                }
            }
            if (rule.path("deprecated").isBoolean()) {
                rule.remove("deprecated");
            }
            if (rule.get("enum") instanceof ArrayNode choices) {
                rule.remove("enum");
                ArrayNode either = rule.putArray("anyOf");
                either.addObject().set("enum", choices);
                either.addObject().put("pattern", PLACEHOLDER);
            }
        }
    }

    private static ObjectNode text(ObjectNode rule) {
        rule.putArray("type").add("string").add("null");
        return rule;
    }

    private static void mayBeEmpty(JsonNode definition) {
        if (definition.path("type").asText().equals("object")) {
            ((ObjectNode) definition).putArray("type").add("object").add("null");
        }
    }
}
