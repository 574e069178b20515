package io.caravan.flow;

import java.time.Duration;
import java.util.Optional;

/**
 * An action that begins when an event comes: its type, the expression that gives the key to find it by, how far back it may
 * already have come, and how long it is waited for. Without a timeout it is waited for as long as the flow lives.
 */
public record Await(String type, String correlate, Duration lookBack, Optional<Duration> timeout, boolean skips) {
    public static final Duration USUAL_LOOK_BACK = Duration.ofHours(1);
}
