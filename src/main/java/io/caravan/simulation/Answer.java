package io.caravan.simulation;

import io.caravan.flow.Place;
import io.caravan.routing.ThirdParties.Sent;
import java.time.Duration;

/** One answer of a third party: where it is written, how long it takes, how it is told, and what it does. */
record Answer(Place place, Duration takes, String words, Deed deed) {
    /** Answers in the exchange, or throws. */
    @FunctionalInterface
    interface Deed {
        void give(Sent sent) throws Exception;
    }
}
