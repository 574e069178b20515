package io.caravan.connector;

import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import java.time.Duration;
import java.util.Optional;

/** What a third party's answer says about the effect that was asked for. */
enum Meaning {
    /** The effect is there. */
    ACCEPTED,
    /** The effect was there before. */
    ALREADY_DONE,
    /** Something else holds the unique value, perhaps an earlier attempt of ours. */
    ALREADY_EXISTS,
    /** Some rows of a batch failed; each has its own meaning. */
    PARTIAL,
    /** It will never work. */
    REJECTED,
    /** What the request names does not exist. */
    ABSENT,
    /** Surely no effect; try again soon. */
    NOT_PROCESSED,
    /** Surely no effect; the destination is closed for minutes or hours. */
    NOT_PROCESSED_LONG,
    /** The effect may be there. */
    AMBIGUOUS,
    /** An answer that no table knows: as good as ambiguous. */
    UNKNOWN_CODE,
    /** The destination does not accept our credentials; the outcome's failure is of this type, whatever code was given. */
    AUTH;

    private static final Duration PAUSE = Duration.ofSeconds(60);

    boolean isSuccess() {
        return this == ACCEPTED || this == ALREADY_DONE;
    }

    /** The outcome of an attempt that ends with this meaning; nothing when it succeeded. */
    Optional<Outcome> outcome(Failure failure, Optional<Duration> after) {
        return switch (this) {
            case ACCEPTED, ALREADY_DONE -> Optional.empty();
            case ALREADY_EXISTS, NOT_PROCESSED -> Optional.of(new Outcome.Retry(failure, after));
            case REJECTED, ABSENT -> Optional.of(new Outcome.Rejected(failure));
            case PARTIAL, AMBIGUOUS, UNKNOWN_CODE -> Optional.of(new Outcome.Uncertain(failure, after));
            case NOT_PROCESSED_LONG -> Optional.of(new Outcome.Unavailable(failure, after.orElse(PAUSE)));
            case AUTH ->
                Optional.of(new Outcome.Unavailable(new Failure(name(), failure.message()), after.orElse(PAUSE)));
        };
    }
}
