package io.caravan.simulation;

import io.caravan.flow.Event;
import io.caravan.flow.Payload;
import io.caravan.store.claimcheck.Payloads;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The events that have come, beside the flow's own. */
final class Memory implements Payloads {
    private record Came(Event event, Instant at) {}

    private final Map<String, Came> events = new LinkedHashMap<>();

    void keep(Event event, Instant at) {
        events.put(event.id(), new Came(event, at));
    }

    /** The latest of this type and key that came no longer before the flow's start than this. */
    Optional<String> latest(String type, String key, Instant begun, Duration lookBack) {
        return events.values().stream()
                .filter(came -> came.event().type().equals(type)
                        && came.event().attributes().key().filter(key::equals).isPresent()
                        && !came.at().isBefore(begun.minus(lookBack)))
                .reduce((before, later) -> later)
                .map(came -> came.event().id());
    }

    @Override
    public String read(Payload payload) {
        return Telling.json(payload);
    }

    @Override
    public String eventData(String id) {
        return events.get(id).event().data();
    }
}
