package io.caravan.flow;

import java.time.Duration;

/** A limit that a third party has told with its answer: so many calls in any period of this length. */
public record Announced(int limit, Duration period) {
    /** The property of an exchange under which a connector leaves it for the dispatcher. */
    public static final String PROPERTY = "CaravanAnnounced";
}
