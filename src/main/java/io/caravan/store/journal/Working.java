package io.caravan.store.journal;

import io.caravan.flow.Command;
import io.caravan.flow.Decider;
import io.caravan.flow.Decision;
import io.caravan.flow.Event;
import io.caravan.flow.Fact;
import io.caravan.flow.FlowState;
import io.caravan.store.Observer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A flow within one batch: the state that it came with, and the facts that the batch adds. */
final class Working {
    private final Event event;
    private final int from;
    private final List<Fact> facts = new ArrayList<>();
    private final List<Command.Settle> ends = new ArrayList<>();
    private FlowState state;

    Working(FlowState state, Event event) {
        this.state = state;
        this.event = event;
        this.from = state.seq();
    }

    /** Decides; the answer is what this command added. A refusal leaves the flow as it was. */
    List<Fact> decide(Command command, Instant now) {
        Decision decision = Decider.decide(state, command, now);
        facts.addAll(decision.facts());
        state = decision.state();
        return decision.facts();
    }

    /** An attempt has ended, with effect. */
    void ended(Command.Settle end) {
        ends.add(end);
    }

    /** What the batch did to the flow, once it is committed. */
    void tell(Observer observer) {
        ends.forEach(end -> observer.settled(state, event, end));
        if (!facts.isEmpty()) {
            observer.moved(state, event, facts);
        }
    }

    FlowState state() {
        return state;
    }

    Event event() {
        return event;
    }

    List<Fact> facts() {
        return facts;
    }

    /** What has just begun or is replayed lets go first what waits already; the next stage of a running flow does not wait. */
    boolean isInNoHurry() {
        return from == 0 || facts.stream().anyMatch(Fact.Replayed.class::isInstance);
    }

    /** The number of the last fact before this batch; 0 = the flow is new. */
    int from() {
        return from;
    }
}
