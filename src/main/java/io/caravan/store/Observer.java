package io.caravan.store;

import io.caravan.flow.Command;
import io.caravan.flow.Event;
import io.caravan.flow.Fact;
import io.caravan.flow.FlowState;
import java.util.List;

/** Told at each point that the writer and the dispatcher pass: logs, metrics, and tests that halt a process there. */
@FunctionalInterface
public interface Observer {
    /** Where the writer or the dispatcher stands. */
    enum Point {
        /** The first command of a batch has been decided, the others not yet. */
        MID_BATCH,
        /** All rows of the batch are written, nothing is committed. */
        BEFORE_COMMIT,
        /** A batch failed and was undone; it will be run again, whole or in halves. */
        ROLLED_BACK,
        /** The batch is committed, nobody has been told. */
        COMMITTED,
        /** All futures of the batch are completed. */
        ANSWERED,
        /** An attempt was handed over and is about to start. */
        TAKEN,
        /** The route has ended, its settle is not yet queued. */
        ROUTE_ENDED,
        /** A settle found its lease gone. */
        STALE_SETTLE,
        /** Events were accepted, and that is on disk. */
        ACCEPTED,
        /** Events were answered that had been accepted before. */
        DUPLICATE,
        /** Events were refused: too many wait, nothing can be stored, or Caravan is stopping. */
        REFUSED,
        /** Retention has deleted flows. */
        FLOWS_DELETED,
        /** Retention has deleted events. */
        EVENTS_DELETED
    }

    Observer NONE = (point, count) -> {};

    /** The count is the number of commands or attempts concerned. */
    void reached(Point point, int count);

    /** An event is on disk, and new; told on the writer's thread, before what is told of its flows. */
    default void accepted(Event event) {}

    /** An attempt has ended, with effect on its flow, and that is on disk; told on the writer's thread. */
    default void settled(FlowState flow, Event event, Command.Settle end) {}

    /** What a committed batch has added to a flow; told on the writer's thread. */
    default void moved(FlowState flow, Event event, List<Fact> facts) {}

    /** Tells both of everything. */
    default Observer and(Observer other) {
        return new Observers(List.of(this, other));
    }
}
