package io.caravan.flow;

import java.time.Instant;
import java.util.Optional;

/**
 * How far one action has come. {@code attempts} counts starts that could have had an effect; {@code granted} is their
 * number when the present budget was given (0, or that of the last replay).
 */
public record ActionProgress(
        ActionState state,
        int attempts,
        int granted,
        Optional<Payload> result,
        Optional<LastError> error,
        Given given) {
    static final ActionProgress UNTOUCHED =
            new ActionProgress(ActionState.WAITING, 0, 0, Optional.empty(), Optional.empty(), Given.NOTHING);

    /** Nothing has happened in this run yet. */
    static ActionProgress of(int run) {
        return UNTOUCHED.to(ActionState.WAITING, Given.of(run));
    }

    /** The failure of the latest unsuccessful attempt. */
    public record LastError(Failure failure, String outcome, int attempt, Instant at, Optional<Instant> dueAt) {}

    /** The effect of an attempt may have happened unseen. */
    public boolean uncertain() {
        return error.map(last -> last.outcome().equals("uncertain")).orElse(false);
    }

    ActionProgress to(ActionState next) {
        return new ActionProgress(next, attempts, granted, result, error, given);
    }

    ActionProgress to(ActionState next, Given brought) {
        return new ActionProgress(next, attempts, granted, result, error, brought);
    }

    /** A fresh budget, numbers go on. */
    ActionProgress replayed(ActionState next) {
        return new ActionProgress(next, attempts, attempts, result, error, given);
    }

    ActionProgress resolved(Optional<Payload> value) {
        ActionState decided = value.isPresent() ? ActionState.SUCCEEDED : ActionState.SKIPPED;
        return new ActionProgress(decided, attempts, granted, value, Optional.empty(), given);
    }

    ActionProgress succeeded(int attempt, Payload value) {
        return new ActionProgress(ActionState.SUCCEEDED, attempt, granted, Optional.of(value), Optional.empty(), given);
    }

    ActionProgress failed(ActionState next, int attempt, LastError last) {
        return new ActionProgress(next, attempt, granted, result, Optional.of(last), given);
    }
}
