package io.caravan.flow;

import java.time.Instant;
import java.util.Optional;

/** What an action's conditions came to: it is wanted or not, and due at once or later; or one of them threw. */
public record Evaluation(boolean wanted, Optional<Instant> dueAt, Optional<Failure> failure) {
    public static final Evaluation UNWANTED = new Evaluation(false, Optional.empty(), Optional.empty());
    public static final Evaluation AT_ONCE = new Evaluation(true, Optional.empty(), Optional.empty());

    public static Evaluation later(Instant dueAt) {
        return new Evaluation(true, Optional.of(dueAt), Optional.empty());
    }

    public static Evaluation threw(Failure failure) {
        return new Evaluation(true, Optional.empty(), Optional.of(failure));
    }
}
