package io.caravan.dispatch;

import io.caravan.flow.Conditions;
import io.caravan.flow.Evaluation;
import io.caravan.flow.Need;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The route of an action. */
public interface ActionRoute {
    /** What the route needs as it stands in its file now. */
    List<Need> needs();

    /** Runs one attempt; the callback is called exactly once, on whatever thread the route ends. */
    void perform(Work work, Consumer<Ended> callback);

    /** Evaluates the conditions of an action whose needs were met at the given moment. */
    default Evaluation evaluate(Work work, Conditions conditions, Instant met) {
        return Evaluation.AT_ONCE;
    }

    /** Asks a running attempt to end: no further step of its route is to begin. */
    default void stop(Work work) {}
}
