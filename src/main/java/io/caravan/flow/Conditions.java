package io.caravan.flow;

/**
 * Expressions that are evaluated once, when an action's needs are met: whether it is wanted at all, and how long it waits. Blank
 * = not given.
 */
public record Conditions(String when, String delay, String at) {
    public static final Conditions NONE = new Conditions("", "", "");

    public boolean isEmpty() {
        return equals(NONE);
    }
}
