package io.caravan.connector;

import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Unsuccessful;
import java.time.Duration;
import java.util.Optional;

/** The meaning of one answer with the third party's own words: its code, its message and the delay it asked for. */
record Verdict(Meaning meaning, Failure failure, Optional<Duration> after) {
    private static final Duration SOON = Duration.ofSeconds(30);

    static Verdict of(Meaning meaning, String code, String message) {
        return new Verdict(meaning, new Failure(code, message), Optional.empty());
    }

    static Verdict of(Meaning meaning, String code, String message, Duration after) {
        return new Verdict(meaning, new Failure(code, message), Optional.of(after));
    }

    /** The same of a mere read, which may always be repeated: it has no effect to be uncertain of. */
    Verdict ofRead() {
        return meaning == Meaning.AMBIGUOUS || meaning == Meaning.UNKNOWN_CODE
                ? new Verdict(Meaning.NOT_PROCESSED, failure, after)
                : this;
    }

    /** The outcome that ends the attempt, unless the answer is a success. */
    Optional<Outcome> outcome() {
        return meaning.outcome(failure, after);
    }

    /** The outcome of something that was only to be looked at: the action waits, and burns no attempt. */
    Outcome unavailable() {
        return Meaning.NOT_PROCESSED_LONG == meaning || Meaning.AUTH == meaning
                ? outcome().orElseThrow()
                : new Outcome.Unavailable(failure, after.orElse(SOON));
    }

    /** Ends the attempt with the outcome of this verdict, unless it is a success. */
    void demandSuccess() {
        outcome().ifPresent(outcome -> {
            throw new Unsuccessful(outcome);
        });
    }
}
