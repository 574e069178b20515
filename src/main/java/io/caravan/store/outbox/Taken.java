package io.caravan.store.outbox;

import io.caravan.flow.Event;
import io.caravan.flow.FlowState;

/** A row that this node has taken, with all that its attempt needs. */
public record Taken(OutboxRow row, Lease lease, FlowState state, Event event) {
    public OutboxKey key() {
        return row.key();
    }
}
