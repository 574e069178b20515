package io.caravan.flow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The facts that one command adds, and the state that they lead to. */
final class Draft {
    private final Instant now;
    private final List<Fact> facts = new ArrayList<>();
    private FlowState state;

    Draft(FlowState state, Instant now) {
        this.state = state;
        this.now = now;
    }

    void add(Fact fact) {
        facts.add(fact);
        state = Evolution.evolve(state, fact, now);
    }

    FlowState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    ActionState stateOf(String action) {
        return state.progress(action).map(ActionProgress::state).orElse(ActionState.WAITING);
    }

    Decision decision() {
        return new Decision(List.copyOf(facts), state);
    }
}
