package io.caravan.dispatch;

import io.caravan.flow.Event;
import io.caravan.store.Ids;
import io.caravan.store.Json;
import java.time.Instant;
import java.util.Optional;

/** A moment at which a schedule starts its flow; late = it was missed, or is more than a minute behind its time. */
record Tick(String schedule, Instant at, boolean late) {
    /** The type of the events that ticks are; each is for the flow of its schedule only. */
    static final String TYPE = "caravan.schedule";

    private static final String SOURCE = "/schedule/";

    /** The event of the tick: the same one on every node, by its source and external id. */
    Event event() {
        String time = at.toString();
        var data = Json.mapper()
                .createObjectNode()
                .put("schedule", schedule)
                .put("at", time)
                .put("late", late);
        return new Event(
                new Event.Identity(Ids.next(), SOURCE + schedule, time),
                new Event.Attributes(TYPE, Optional.of(schedule), at, Optional.empty()),
                Json.write(data),
                0);
    }

    /** The schedule whose tick the event is; empty = it is none. */
    static Optional<String> scheduleOf(Event event) {
        return Optional.of(event.identity().source())
                .filter(source -> event.type().equals(TYPE) && source.startsWith(SOURCE))
                .map(source -> source.substring(SOURCE.length()));
    }
}
