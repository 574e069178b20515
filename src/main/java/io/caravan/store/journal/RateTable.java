package io.caravan.store.journal;

import io.caravan.flow.Fact;
import io.caravan.flow.FlowStatus;
import io.caravan.store.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/** The table {@code rate}: what this node has done in a minute, counted within the transaction that does it. */
final class RateTable {
    private static final String ADD =
            """
            INSERT INTO rate (minute, epoch, accepted, started, completed, failed, moves) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (minute, epoch) DO UPDATE SET
              accepted = rate.accepted + excluded.accepted, started = rate.started + excluded.started,
              completed = rate.completed + excluded.completed, failed = rate.failed + excluded.failed,
              moves = rate.moves + excluded.moves
            """;

    private RateTable() {}

    /** Adds what a batch does: the events that it accepts, and what becomes of its flows. */
    static void add(Statements statements, long epoch, Instant now, int accepted, Collection<Working> flows)
            throws SQLException {
        int started = 0;
        int completed = 0;
        int failed = 0;
        int moves = 0;
        for (Working flow : flows) {
            if (flow.facts().isEmpty()) {
                continue;
            }
            moves++;
            started += flow.from() == 0 ? 1 : 0;
            completed += hasTurned(flow, FlowStatus.COMPLETED) ? 1 : 0;
            failed += hasTurned(flow, FlowStatus.FAILED) ? 1 : 0;
        }
        if (accepted + moves > 0) {
            long minute = TimeUnit.MILLISECONDS.toMinutes(now.toEpochMilli());
            statements.update(ADD, minute, epoch, accepted, started, completed, failed, moves);
        }
    }

    private static boolean hasTurned(Working flow, FlowStatus status) {
        return flow.facts().stream().anyMatch(fact -> fact instanceof Fact.Turned turned && turned.status() == status);
    }
}
