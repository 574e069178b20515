package io.caravan.dispatch;

import io.caravan.flow.Event;
import java.util.function.BiConsumer;

/**
 * How the ends of flows are told outside.
 *
 * @param uri the endpoint that is sent every life-cycle event; empty = none
 * @param sending sends an event (second) to an endpoint (first); throws what that throws
 */
public record LifeCycleChannel(String uri, BiConsumer<String, Event> sending) {
    /** Whether anybody outside wants events of this type. */
    public boolean wants(String type) {
        return !uri.isEmpty() && type.startsWith(Event.LIFE_CYCLE);
    }

    void send(Event event) {
        sending.accept(uri, event);
    }
}
