package io.caravan.component;

import java.util.regex.Pattern;

/**
 * The ids of routes as Camel knows them. A route that came into force beside one that it replaces has a number behind its id;
 * a route that Camel made from a kamelet has its user's id in front.
 */
public final class LiveId {
    private static final Pattern NUMBER = Pattern.compile(":\\d+$");

    private static final Pattern ODD = Pattern.compile("[^\\w-]");

    private LiveId() {}

    /** The id for a route that is to stand beside its predecessor. */
    public static String beside(String id, int number) {
        return id + ":" + number;
    }

    /** The id as it is written in the route file. */
    public static String written(String liveId) {
        return NUMBER.matcher(liveId).replaceFirst("");
    }

    /** The id for the route of a kamelet that this route uses. */
    static String ofKamelet(String liveId, String kamelet, int number) {
        return liveId + ":" + ODD.matcher(kamelet).replaceAll("") + "." + number;
    }
}
