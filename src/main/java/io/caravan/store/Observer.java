package io.caravan.store;

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
        STALE_SETTLE
    }

    Observer NONE = (point, count) -> {};

    /** The count is the number of commands or attempts concerned. */
    void reached(Point point, int count);
}
