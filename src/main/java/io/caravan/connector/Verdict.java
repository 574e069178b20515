package io.caravan.connector;

import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Unsuccessful;
import java.time.Duration;
import java.util.Optional;

/** The meaning of one answer with the third party's own words: its code, its message and the delay it asked for. */
record Verdict(Meaning meaning, Failure failure, Optional<Duration> after) {

    static Verdict of(Meaning meaning, String code, String message) {
        return new Verdict(meaning, new Failure(code, message), Optional.empty());
    }

    static Verdict of(Meaning meaning, String code, String message, Duration after) {
        return new Verdict(meaning, new Failure(code, message), Optional.of(after));
    }

    /** The outcome that ends the attempt, unless the answer is a success. */
    Optional<Outcome> outcome() {
        return meaning.outcome(failure, after);
    }

    /** Ends the attempt with the outcome of this verdict, unless it is a success. */
    void demandSuccess() {
        outcome().ifPresent(outcome -> {
            throw new Unsuccessful(outcome);
        });
    }
}
