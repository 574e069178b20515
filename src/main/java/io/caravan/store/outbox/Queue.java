package io.caravan.store.outbox;

/**
 * Rows that are taken by turns with others: those of a destination, or of a part of it that has a budget of its own, or, where few
 * may run at once or none at present, those of one action. What may be taken of a queue says its name, so that a row needs
 * nothing else to be judged by.
 *
 * @param part of the destination, e.g. a channel; blank = all of it
 * @param limit how many of its rows one node may hold; 0 = as many as there are permits
 */
public record Queue(String destination, String part, String action, int limit) {
    private static final char SEPARATOR = '|';
    private static final char BEFORE_PART = '#';
    private static final int LONGEST_PART = 200;

    /** The part of a name has an end: longer ones that begin alike are one. */
    public Queue {
        part = part.length() > LONGEST_PART ? part.substring(0, LONGEST_PART) : part;
    }

    public static Queue of(String destination) {
        return new Queue(destination, "", "", 0);
    }

    /** The queue of an action of which few may run at once. */
    public static Queue of(String destination, String definition, String action, int limit) {
        return limit == 0 ? of(destination) : new Queue(destination, "", definition + "/" + action, limit);
    }

    /** The queue of one action within this one, without a limit unless this has one. */
    public Queue apart(String definition, String one) {
        return action.isEmpty() ? new Queue(destination, part, definition + "/" + one, limit) : this;
    }

    /** The queue of a part of the destination within this one. */
    public Queue ofPart(String one) {
        return new Queue(destination, one, action, limit);
    }

    /** The queue with all parts: the limit is theirs together. */
    public Queue whole() {
        return part.isEmpty() ? this : ofPart("");
    }

    /** Reads the name of a queue. */
    public static Queue named(String name) {
        int last = name.lastIndexOf(SEPARATOR);
        int first = last < 0 ? -1 : name.lastIndexOf(SEPARATOR, last - 1);
        if (first < 0 || !name.substring(last + 1).matches("\\d{1,9}")) {
            return of(name);
        }
        String place = name.substring(0, first);
        int mark = place.indexOf(BEFORE_PART);
        return new Queue(
                mark < 0 ? place : place.substring(0, mark),
                mark < 0 ? "" : place.substring(mark + 1),
                name.substring(first + 1, last),
                Integer.parseInt(name.substring(last + 1)));
    }

    /** Its name in the column {@code destination}. */
    public String name() {
        if (action.isEmpty() && part.isEmpty()) {
            return destination;
        }
        return destination + (part.isEmpty() ? "" : BEFORE_PART + part) + SEPARATOR + action + SEPARATOR + limit;
    }
}
