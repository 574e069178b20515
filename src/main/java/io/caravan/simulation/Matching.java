package io.caravan.simulation;

import com.fasterxml.jackson.databind.JsonNode;

/** Whether a JSON value is what is expected: of objects only the named fields count, numbers count by their value. */
final class Matching {
    private Matching() {}

    static boolean matches(JsonNode expected, JsonNode actual) {
        if (expected.isObject()) {
            return actual.isObject()
                    && expected.properties().stream()
                            .allMatch(field -> actual.has(field.getKey())
                                    && matches(field.getValue(), actual.get(field.getKey())));
        }
        if (expected.isArray()) {
            return actual.isArray() && expected.size() == actual.size() && allMatch(expected, actual);
        }
        if (expected.isNumber() && actual.isNumber()) {
            return expected.decimalValue().compareTo(actual.decimalValue()) == 0;
        }
        return expected.equals(actual);
    }

    private static boolean allMatch(JsonNode expected, JsonNode actual) {
        for (int i = 0; i < expected.size(); i++) {
            if (!matches(expected.get(i), actual.get(i))) {
                return false;
            }
        }
        return true;
    }
}
