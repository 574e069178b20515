package io.caravan.store.journal;

import static io.caravan.store.Rows.Column.BIGINT;
import static io.caravan.store.Rows.Column.ID;
import static io.caravan.store.Rows.Column.INTEGER;
import static io.caravan.store.Rows.Column.TEXT;

import io.caravan.flow.ActionProgress.LastError;
import io.caravan.flow.Fingerprint;
import io.caravan.flow.FlowState;
import io.caravan.store.Rows;
import io.caravan.store.Sql;
import io.caravan.store.Statements;
import io.caravan.store.outbox.OutboxKey;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The table {@code dead}: actions that gave up and wait for a person. */
final class DeadTable {
    private static final Sql INSERT = new Sql(
            """
            INSERT INTO dead (flow_id, action, item, definition, type, message, outcome, attempts, at, fingerprint)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            """
            INSERT INTO dead (flow_id, action, item, definition, type, message, outcome, attempts, at, fingerprint)
            SELECT * FROM unnest(?::uuid[], ?::text[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int[],
                                 ?::bigint[], ?::text[])
            """);

    static void insert(Statements statements, Map<OutboxKey, FlowState> dead) throws SQLException {
        var rows = new Rows(ID, TEXT, INTEGER, TEXT, TEXT, TEXT, TEXT, INTEGER, BIGINT, TEXT);
        dead.forEach((key, state) -> {
            LastError error = state.progress(key.name()).orElseThrow().error().orElseThrow();
            rows.add(
                    key.flow(),
                    key.action(),
                    key.item(),
                    state.identity().definition(),
                    error.failure().type(),
                    error.failure().message(),
                    error.outcome(),
                    error.attempt(),
                    error.at().toEpochMilli(),
                    Fingerprint.of(state.identity().definition(), key.action(), error.failure()));
        });
        statements.write(INSERT, rows);
    }

    private static final String DELETE =
            """
            DELETE FROM dead WHERE flow_id = ? AND action = ? AND item = ?
            """;

    static void delete(Statements statements, List<OutboxKey> keys) throws SQLException {
        var rows = new Rows(ID, TEXT, INTEGER);
        keys.forEach(key -> rows.add(key.flow(), key.action(), key.item()));
        statements.apply(DELETE, rows);
    }

    private DeadTable() {}
}
