package io.caravan.store.journal;

import static io.caravan.store.Rows.Column.BIGINT;
import static io.caravan.store.Rows.Column.ID;
import static io.caravan.store.Rows.Column.TEXT;

import io.caravan.store.Rows;
import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The table {@code once}: the gate by which a key starts a flow of one definition once, for ever or for a time. */
final class OnceTable {
    private static final Sql HOLD = new Sql(
            """
            INSERT INTO once (flow_id, definition, key, at, until) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (definition, key) DO UPDATE SET flow_id = excluded.flow_id, at = excluded.at, until = excluded.until
            WHERE once.until <= excluded.at
            """,
            """
            INSERT INTO once (flow_id, definition, key, at, until)
            SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::bigint[])
            ON CONFLICT (definition, key) DO UPDATE SET flow_id = excluded.flow_id, at = excluded.at, until = excluded.until
            WHERE once.until <= excluded.at
            RETURNING flow_id
            """);

    /** Gives the flows their keys, in the given order; the answer is the flows that now hold theirs. */
    static Set<String> hold(Statements statements, Map<String, OnceKey> byFlow, Instant now) throws SQLException {
        var rows = new Rows(ID, TEXT, TEXT, BIGINT, BIGINT);
        byFlow.forEach((flow, key) -> rows.add(
                flow,
                key.definition(),
                key.key(),
                now.toEpochMilli(),
                key.until().map(Instant::toEpochMilli)));
        return statements.insertNew(HOLD, rows);
    }

    private static final String HOLDER =
            """
            SELECT flow_id FROM once WHERE definition = ? AND key = ?
            """;

    static Optional<String> holder(Statements statements, OnceKey key) throws SQLException {
        try (ResultSet result =
                statements.set(HOLDER, key.definition(), key.key()).executeQuery()) {
            return result.next() ? Optional.of(result.getString(1)) : Optional.empty();
        }
    }

    private static final String MISS =
            """
            INSERT INTO held (event_id, definition, flow_id) VALUES (?, ?, ?) ON CONFLICT (event_id, definition) DO NOTHING
            """;

    /** The event began no flow of the definition, because this one held its key. */
    static void miss(Statements statements, String event, String definition, String holder) throws SQLException {
        statements.update(MISS, event, definition, holder);
    }

    private OnceTable() {}
}
