package io.caravan.bench.diamond;

import io.caravan.bench.load.Report;

/** A steady rate: microseconds from when a flow's start was due to its last post, and processor time per flow. */
public record Steady(Report accept, long median, long p99, double applicationMillis, double databaseMillis) {}
