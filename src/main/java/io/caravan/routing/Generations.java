package io.caravan.routing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The generations that this process has seen. */
public final class Generations {
    private static final int MOST = 100;

    private final Deque<Generation> newestFirst = new ArrayDeque<>();
    private Optional<Generation> refused = Optional.empty();
    private long applied;
    private long refusals;

    synchronized void add(Generation generation) {
        newestFirst.addFirst(generation);
        if (newestFirst.size() > MOST) {
            newestFirst.removeLast();
        }
        if (generation.state() == Generation.State.APPLIED) {
            applied++;
            refused = Optional.empty();
        } else {
            refusals++;
            refused = Optional.of(generation);
        }
    }

    /** The folder holds again what is in force. */
    synchronized void settle() {
        refused = Optional.empty();
    }

    /** The last hundred. */
    public synchronized List<Generation> newestFirst() {
        return List.copyOf(newestFirst);
    }

    /** What the folder holds now, if it was refused: something else is in force. */
    public synchronized Optional<Generation> refused() {
        return refused;
    }

    /** How many came into force since the start, the first one included. */
    public synchronized long applied() {
        return applied;
    }

    /** How many were refused since the start. */
    public synchronized long refusals() {
        return refusals;
    }
}
