package io.caravan.store.journal;

import io.caravan.flow.ActionProgress.LastError;
import io.caravan.flow.FlowState;
import io.caravan.store.Statements;
import io.caravan.store.outbox.OutboxKey;
import java.sql.SQLException;

/** The table {@code dead}: actions that gave up and wait for a person. */
final class DeadTable {
    private static final String INSERT =
            """
            INSERT INTO dead (flow_id, action, item, definition, type, message, outcome, attempts, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    static void insert(Statements statements, OutboxKey key, FlowState state) throws SQLException {
        LastError error = state.progress(key.action()).orElseThrow().error().orElseThrow();
        statements.update(
                INSERT,
                key.flow(),
                key.action(),
                key.item(),
                state.identity().definition(),
                error.failure().type(),
                error.failure().message(),
                error.outcome(),
                error.attempt(),
                error.at().toEpochMilli());
    }

    private static final String DELETE =
            """
            DELETE FROM dead WHERE flow_id = ? AND action = ? AND item = ?
            """;

    static void delete(Statements statements, OutboxKey key) throws SQLException {
        statements.update(DELETE, key.flow(), key.action(), key.item());
    }

    private DeadTable() {}
}
