package io.caravan.watch.jmx;

import javax.management.MXBean;

/** What JMX shows of the outbox and the flows of the whole database; -1 = the database could not be asked. */
@MXBean
public interface Outbox {
    /** Rows that are due and that no node has taken, 10,000 at most. */
    int getDue();

    /** For how many seconds the oldest of them has been due. */
    double getOldestDueAgeSeconds();

    /** Flows that run, 10,000 at most. */
    int getFlowsRunning();

    /** Flows that have failed, 10,000 at most. */
    int getFlowsFailed();

    /** Actions that gave up and wait for a person, 10,000 at most. */
    int getDeadLetters();
}
