package io.caravan.store.cluster;

import java.time.Duration;

/** How often a node beats, and how long it is believed alive, and its leases hold, without a beat. */
public record Rhythm(Duration beat, Duration lease) {
    /** Beats every 2 s, leases of 10 s: every time-out of the database stands below that. */
    public static final Rhythm STEADY = new Rhythm(Duration.ofSeconds(2), Duration.ofSeconds(10));

    public Rhythm {
        if (beat.multipliedBy(2).compareTo(lease) >= 0) {
            throw new IllegalArgumentException("a lease of " + lease + " is too short for a beat every " + beat);
        }
    }
}
