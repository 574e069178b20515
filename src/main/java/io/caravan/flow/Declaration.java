package io.caravan.flow;

import java.util.Map;

/**
 * A route that begins with {@code flow:NAME} or {@code flow:NAME/ACTION}, as the user wrote it.
 *
 * @param routeId blank when the route has none
 * @param path {@code NAME} or {@code NAME/ACTION}
 */
public record Declaration(Place place, String routeId, String path, Map<String, Option> options) {
    /** A parameter's text and where it stands. */
    public record Option(String text, Place place) {}

    public boolean isTrigger() {
        return path.indexOf('/') < 0;
    }

    public String flow() {
        return isTrigger() ? path : path.substring(0, path.indexOf('/'));
    }

    /** The action's name; blank for a trigger. */
    public String action() {
        return isTrigger() ? "" : path.substring(path.indexOf('/') + 1);
    }

    String text(String option) {
        return options.containsKey(option) ? options.get(option).text() : "";
    }

    /** Whether the parameter is given and its value known: that of a {@code {{placeholder}}} is when Camel has started. */
    boolean knows(String option) {
        return options.containsKey(option) && !text(option).contains("{{");
    }

    Place placeOf(String option) {
        return options.containsKey(option) ? options.get(option).place() : place;
    }
}
