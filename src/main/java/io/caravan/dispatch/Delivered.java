package io.caravan.dispatch;

import io.caravan.flow.Event;
import io.caravan.store.journal.Incoming;
import java.util.Optional;

/** An event that a broker has delivered, and why it is parked rather than let start anything, if it is. */
public record Delivered(Event event, Optional<Incoming.Parking> parking) {}
