package io.caravan.flow;

import io.caravan.flow.SimulatedStore.Lease;
import io.caravan.flow.SimulatedStore.Line;
import java.util.List;

/** A node with its cached state, which it checks by seq behind the lock, and the leases that it draws. */
final class SimulatedNode {
    private final String name;
    private FlowState cached = SimulatedStore.FRESH;
    private int epoch;
    private int drawn;

    SimulatedNode(String name, int epoch) {
        this.name = name;
        this.epoch = epoch;
    }

    FlowState stateAsOf(List<Line> journal) {
        if (cached.seq() != journal.size()) {
            cached = fold(cached, journal);
        }
        return cached;
    }

    void keep(FlowState state) {
        cached = state;
    }

    Lease draw() {
        return new Lease(epoch, ++drawn);
    }

    /** It starts again with nothing in memory. */
    void restart(int nextEpoch) {
        cached = SimulatedStore.FRESH;
        epoch = nextEpoch;
        drawn = 0;
    }

    /** The state with the facts that it lacks. */
    static FlowState fold(FlowState known, List<Line> journal) {
        FlowState state = known;
        for (Line line : journal.subList(known.seq(), journal.size())) {
            state = Evolution.evolve(state, line.fact(), line.at());
        }
        return state;
    }

    @Override
    public String toString() {
        return name;
    }
}
