package io.caravan.store.outbox;

/**
 * Rows that are taken by turns with others: those of a destination, or, where few may run at once or none at present, those of one action. What
 * may be taken of a queue says its name, so that a row needs nothing else to be judged by.
 *
 * @param limit how many of its rows one node may hold; 0 = as many as there are permits
 */
public record Queue(String destination, String action, int limit) {
    private static final char SEPARATOR = '|';

    public static Queue of(String destination) {
        return new Queue(destination, "", 0);
    }

    /** The queue of an action of which few may run at once. */
    public static Queue of(String destination, String definition, String action, int limit) {
        return limit == 0 ? of(destination) : new Queue(destination, definition + "/" + action, limit);
    }

    /** The queue of one action within this one, without a limit unless this has one. */
    public Queue apart(String definition, String one) {
        return action.isEmpty() ? new Queue(destination, definition + "/" + one, limit) : this;
    }

    /** Reads the name of a queue. */
    public static Queue named(String name) {
        int last = name.lastIndexOf(SEPARATOR);
        int first = last < 0 ? -1 : name.lastIndexOf(SEPARATOR, last - 1);
        if (first < 0 || !name.substring(last + 1).matches("\\d{1,9}")) {
            return of(name);
        }
        return new Queue(
                name.substring(0, first), name.substring(first + 1, last), Integer.parseInt(name.substring(last + 1)));
    }

    /** Its name in the column {@code destination}. */
    public String name() {
        return action.isEmpty() ? destination : destination + SEPARATOR + action + SEPARATOR + limit;
    }
}
