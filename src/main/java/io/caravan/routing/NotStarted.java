package io.caravan.routing;

import io.caravan.flow.Place;

/** Camel could not make or start what stands at one place of the files. */
final class NotStarted extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Place place;

    NotStarted(Place place, Exception cause) {
        super("what stands at " + place + " could not be started", cause);
        this.place = place;
    }

    Place place() {
        return place;
    }
}
