package io.caravan.store.aggregation;

import java.time.Instant;

/** A completed group that a node holds under its epoch; its attempt counts every time that it was taken, from 1. */
public record Taken(CompletedGroup group, long epoch, int attempt) {
    /** What may be taken: groups that are due by now, and how many. */
    public record Limit(Instant now, int most) {}
}
