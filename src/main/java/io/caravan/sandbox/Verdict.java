package io.caravan.sandbox;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The answer to a request, perhaps overruled by a fault. */
record Verdict(Optional<Fault> fault, Answer answer) {
    static Verdict plain(Answer answer) {
        return new Verdict(Optional.empty(), answer);
    }

    /** The effect was not applied, so there is no answer of its own. */
    static Verdict withheld(Fault fault) {
        return new Verdict(Optional.of(fault), Answer.nothing(200));
    }

    long delayMs() {
        return fault.map(Fault::delayMs).orElse(0L);
    }

    boolean drops() {
        return fault.map(Fault::drops).orElse(false);
    }

    Answer spoken() {
        return fault.map(this::by).orElse(answer);
    }

    private Answer by(Fault fault) {
        if (fault.status().isPresent()) {
            return new Answer(fault.status().get(), fault.headers(), fault.body());
        }
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.putAll(fault.headers());
        return new Answer(answer.status(), headers, answer.body());
    }
}
