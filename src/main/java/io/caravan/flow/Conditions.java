package io.caravan.flow;

/**
 * Expressions that are evaluated once, when an action's needs are met: whether it is wanted at all, how long it waits, for which
 * list of items it runs, and whose budget it uses. Blank = not given.
 */
public record Conditions(String when, String delay, String at, String forEach, String budgetKey) {
    public static final Conditions NONE = new Conditions("", "", "", "", "");

    public boolean isEmpty() {
        return equals(NONE);
    }
}
