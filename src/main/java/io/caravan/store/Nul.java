package io.caravan.store;

import com.fasterxml.jackson.databind.JsonNode;

/** Finds the character U+0000, which PostgreSQL cannot store: it is refused at the door. */
public final class Nul {
    private Nul() {}

    /** Whether any text or field name of the tree contains it. */
    public static boolean in(JsonNode node) {
        if (node.isTextual()) {
            return node.textValue().indexOf(0) >= 0;
        }
        var names = node.fieldNames();
        while (names.hasNext()) {
            if (names.next().indexOf(0) >= 0) {
                return true;
            }
        }
        for (JsonNode child : node) {
            if (in(child)) {
                return true;
            }
        }
        return false;
    }
}
