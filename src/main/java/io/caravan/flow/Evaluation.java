package io.caravan.flow;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an action's conditions came to; or one of them threw. */
public sealed interface Evaluation {
    /** It is not wanted. */
    record Unwanted() implements Evaluation {}

    /** An expression threw, or came to something that it must not be. */
    record Threw(Failure failure) implements Evaluation {}

    /** It is wanted: when it is due, the key of the event that it awaits, its items, and whose budget it uses. */
    record Wanted(Optional<Instant> dueAt, String awaitKey, Optional<List<Payload>> items, String budgetKey)
            implements Evaluation {}

    static Evaluation atOnce() {
        return new Wanted(Optional.empty(), "", Optional.empty(), "");
    }

    static Evaluation later(Instant dueAt) {
        return new Wanted(Optional.of(dueAt), "", Optional.empty(), "");
    }
}
