package io.caravan.routing;

import java.util.Set;

/** Parameters that hold a {@code {{placeholder}}}: only Camel knows their values, so they are checked when it has started. */
final class Placeholders {
    private static final Set<String> ANY_TEXT = Set.of("event", "when", "once", "key", "schedule", "timeZone");

    private Placeholders() {}

    /** Whether a placeholder decides if this parameter can be used. */
    static boolean decide(String name, String text) {
        return text.contains("{{") && !ANY_TEXT.contains(name);
    }
}
