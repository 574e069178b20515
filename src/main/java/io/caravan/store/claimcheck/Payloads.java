package io.caravan.store.claimcheck;

import io.caravan.flow.Event;
import io.caravan.flow.FlowState;
import io.caravan.flow.Payload;

/** Where the text of payloads, and the data of events, is read. */
public interface Payloads {
    /** The JSON text of a payload. */
    String read(Payload payload);

    /** The data of an event that an action has awaited. */
    String eventData(String id);

    /** The input of a flow: what its trigger made of the event, else the event's data. */
    default String input(FlowState state, Event event) {
        return state.plan().flatMap(FlowState.Plan::input).map(this::read).orElse(event.data());
    }
}
