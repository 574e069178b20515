package io.caravan.flow;

import java.time.Duration;

/**
 * When a failed action is tried again. {@code maximumRedeliveries} follows the first attempt; -1 = for ever. The delay
 * grows by the multiplier up to the maximum; jitter is the share by which it may be longer or shorter. What makes no sense throws an
 * {@link IllegalArgumentException} whose message says why.
 */
public record Redelivery(
        int maximumRedeliveries, Duration delay, double multiplier, Duration maximumDelay, double jitter) {
    public Redelivery {
        require(maximumRedeliveries >= -1, "maximumRedeliveries must be -1 or more, not " + maximumRedeliveries);
        require(!delay.isNegative(), "the delay must not be negative, as " + delay.toMillis() + " ms is");
        require(multiplier >= 1, "the multiplier must be 1 or more, not " + multiplier);
        require(jitter >= 0 && jitter < 1, "the share of jitter must be from 0 to below 1, not " + jitter);
    }

    private static void require(boolean sensible, String sentence) {
        if (!sensible) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /** Whether one more attempt is allowed after so many. */
    boolean allowsAnotherAfter(int attempts) {
        return maximumRedeliveries < 0 || attempts <= maximumRedeliveries;
    }

    /** The delay before the given redelivery (1 = the first); the same seed gives the same jitter, so decisions repeat. */
    public Duration delayBefore(int redelivery, int seed) {
        double millis = delay.toMillis() * Math.pow(multiplier, Math.min(redelivery - 1, 1_000));
        double capped = Math.min(millis, maximumDelay.toMillis());
        double share = Math.floorMod(seed * 0x9E3779B9 + redelivery * 0x85EBCA6B, 2_001) / 1_000.0 - 1;
        return Duration.ofMillis(Math.round(capped * (1 + jitter * share)));
    }

    public Redelivery withMaximumRedeliveries(int maximum) {
        return new Redelivery(maximum, delay, multiplier, maximumDelay, jitter);
    }
}
