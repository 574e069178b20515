package io.caravan.flow;

import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How one attempt of an action ended. */
public sealed interface Outcome {
    /** The route ended; its body is the result. */
    record Done(Payload result) implements Outcome {}

    /** It failed, surely without effect or harmless to repeat; the third party may have named a delay. */
    record Retry(Failure failure, Optional<Duration> after, Reach reach) implements Outcome {
        public Retry(Failure failure, Optional<Duration> after) {
            this(failure, after, Reach.ATTEMPT);
        }
    }

    /** It will never work. */
    record Rejected(Failure failure) implements Outcome {}

    /** The effect may have happened. */
    record Uncertain(Failure failure, Optional<Duration> after) implements Outcome {}

    /** The destination is paused or out of budget: no attempt is burnt, the action waits. */
    record Unavailable(Failure failure, Duration after, Reach reach) implements Outcome {
        public Unavailable(Failure failure, Duration after) {
            this(failure, after, Reach.ATTEMPT);
        }
    }

    /** The budget is spent, and the probe was asked about the last attempt: found (with the result), absent, or unknown. */
    record Probed(Optional<Payload> result, boolean absent) implements Outcome {}

    static Outcome retry(Failure failure) {
        return new Retry(failure, Optional.empty());
    }

    static Outcome uncertain(Failure failure) {
        return new Uncertain(failure, Optional.empty());
    }

    /** The credentials were refused: the destination is to rest until they are accepted again. */
    default boolean pausesDestination() {
        return this instanceof Unavailable unavailable
                && unavailable.failure().type().equals(Failure.AUTH);
    }

    /** For how long all that use the destination are to leave it alone. */
    default Optional<Duration> closesDestination() {
        if (this instanceof Retry retry && retry.reach() == Reach.DESTINATION) {
            return retry.after();
        }
        return this instanceof Unavailable unavailable && unavailable.reach() == Reach.DESTINATION
                ? Optional.of(unavailable.after())
                : Optional.empty();
    }

    /** The same outcome, whose delay concerns others as well. */
    default Outcome reaching(Reach reach) {
        if (this instanceof Retry retry) {
            return new Retry(retry.failure(), retry.after(), reach);
        }
        return this instanceof Unavailable unavailable
                ? new Unavailable(unavailable.failure(), unavailable.after(), reach)
                : this;
    }

    /** The name of this outcome in facts, errors, metrics and the header {@code CaravanOutcome}. */
    default String word() {
        return getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    /** The same outcome with its reason told in another way. */
    default Outcome told(UnaryOperator<Failure> otherwise) {
        if (this instanceof Retry retry) {
            return new Retry(otherwise.apply(retry.failure()), retry.after(), retry.reach());
        }
        if (this instanceof Rejected rejected) {
            return new Rejected(otherwise.apply(rejected.failure()));
        }
        if (this instanceof Uncertain uncertain) {
            return new Uncertain(otherwise.apply(uncertain.failure()), uncertain.after());
        }
        if (this instanceof Unavailable unavailable) {
            return new Unavailable(otherwise.apply(unavailable.failure()), unavailable.after(), unavailable.reach());
        }
        return this;
    }

    /** The failure, unless this is done. */
    default Optional<Failure> reason() {
        if (this instanceof Retry retry) {
            return Optional.of(retry.failure());
        }
        if (this instanceof Rejected rejected) {
            return Optional.of(rejected.failure());
        }
        if (this instanceof Uncertain uncertain) {
            return Optional.of(uncertain.failure());
        }
        if (this instanceof Unavailable unavailable) {
            return Optional.of(unavailable.failure());
        }
        return Optional.empty();
    }
}
