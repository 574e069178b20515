package io.caravan.watch.jmx;

import javax.management.MXBean;

/** What JMX shows of this node's dispatcher, and how it is told to rest. */
@MXBean
public interface Dispatcher {
    /** Attempts that run on this node. */
    int getRunning();

    /** Attempts that may run on this node at once. */
    int getLimit();

    /** Events that wait to be stored. */
    int getWaitingEvents();

    /** Whether nothing new is taken. */
    boolean isDraining();

    /** From now on this node takes nothing from the outbox; events are accepted, what runs ends, other nodes go on. */
    void drain();

    /** Takes again. */
    void resume();
}
