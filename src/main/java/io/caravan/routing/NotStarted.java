package io.caravan.routing;

/** Camel could not make or start the route of one entry. */
final class NotStarted extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Entry entry;

    NotStarted(Entry entry, Exception cause) {
        super("route " + entry.id() + " could not be started", cause);
        this.entry = entry;
    }

    Entry entry() {
        return entry;
    }
}
