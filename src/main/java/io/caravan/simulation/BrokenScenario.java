package io.caravan.simulation;

import io.caravan.flow.Place;
import io.caravan.flow.Refusal;

/** A scenario cannot be played: where, and a sentence that says what to do. */
public final class BrokenScenario extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal reason;

    BrokenScenario(Place place, String sentence) {
        super(place + ": " + sentence, null, false, false);
        this.reason = new Refusal(place, sentence);
    }

    BrokenScenario(Refusal reason) {
        this(reason.place(), reason.sentence());
    }

    public Refusal reason() {
        return reason;
    }
}
