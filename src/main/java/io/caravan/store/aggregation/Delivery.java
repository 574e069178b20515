package io.caravan.store.aggregation;

import java.time.Instant;
import java.util.Optional;

/** How the delivery of a completed group under an epoch has ended; without a setback it went well. */
public record Delivery(String group, long epoch, Optional<Setback> setback) {
    /** It is to be delivered again, not before the given time; an empty error = it has not even begun. */
    public record Setback(Instant dueAt, Optional<String> error) {}
}
