package io.caravan.bench.contender;

import io.caravan.bench.load.Report;

/** Puts a contender under load. */
public interface Driver {
    /** Starts the flows 0 to {@code flows} as fast as it goes; back when all are accepted. */
    Report burst(int flows);

    /** Starts flows from a number on at a steady rate per second. */
    Report pace(int from, int flows, int rate);

    /** Whether every flow has come to its end, durably if the contender is durable. */
    boolean hasFinished();
}
