package io.caravan.flow;

import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How one attempt of an action ended. */
public sealed interface Outcome {
    /** The route ended; its body is the result. */
    record Done(Payload result) implements Outcome {}

    /** It failed, surely without effect or harmless to repeat; the third party may have named a delay. */
    record Retry(Failure failure, Optional<Duration> after) implements Outcome {}

    /** It will never work. */
    record Rejected(Failure failure) implements Outcome {}

    /** The effect may have happened. */
    record Uncertain(Failure failure, Optional<Duration> after) implements Outcome {}

    /** The destination is paused or out of budget: no attempt is burnt, the action waits. */
    record Unavailable(Failure failure, Duration after) implements Outcome {}

    /** The budget is spent, and the probe was asked about the last attempt: found (with the result), absent, or unknown. */
    record Probed(Optional<Payload> result, boolean absent) implements Outcome {}

    static Outcome retry(Failure failure) {
        return new Retry(failure, Optional.empty());
    }

    static Outcome uncertain(Failure failure) {
        return new Uncertain(failure, Optional.empty());
    }

    /** The name of this outcome in facts, errors, metrics and the header {@code CaravanOutcome}. */
    default String word() {
        return getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    /** The same outcome with its reason told in another way. */
    default Outcome told(UnaryOperator<Failure> otherwise) {
        if (this instanceof Retry retry) {
            return new Retry(otherwise.apply(retry.failure()), retry.after());
        }
        if (this instanceof Rejected rejected) {
            return new Rejected(otherwise.apply(rejected.failure()));
        }
        if (this instanceof Uncertain uncertain) {
            return new Uncertain(otherwise.apply(uncertain.failure()), uncertain.after());
        }
        if (this instanceof Unavailable unavailable) {
            return new Unavailable(otherwise.apply(unavailable.failure()), unavailable.after());
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
