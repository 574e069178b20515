package io.caravan.dispatch;

import io.caravan.flow.Action;
import io.caravan.flow.Evaluation;
import io.caravan.flow.Need;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The route of an action. */
public interface ActionRoute {
    /** What the route needs as it stands in its file now. */
    List<Need> needs();

    /** Whether it needs nothing beyond these. */
    default boolean isSatisfiedBy(List<Need> pinned) {
        return needs().stream().allMatch(need -> pinned.stream()
                .anyMatch(other -> other.action().equals(need.action())));
    }

    /** Whether its route runs: while it is stopped its actions wait, and no attempt is lost. */
    default boolean isRunning() {
        return true;
    }

    /** Runs one attempt; the callback is called exactly once, on whatever thread the route ends. */
    void perform(Work work, Consumer<Ended> callback);

    /** Evaluates the conditions of an action, as they are pinned, whose needs were met at the given moment. */
    default Evaluation evaluate(Work work, Action action, Instant met) {
        return Evaluation.atOnce();
    }

    /** Asks a probe about the effect of an earlier attempt. Throws what it throws. */
    default Probe probe(Work work, String uri) {
        return Probe.UNKNOWN;
    }

    /** Asks a running attempt to end: no further step of its route is to begin. */
    default void stop(Work work) {}
}
