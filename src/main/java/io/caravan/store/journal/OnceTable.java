package io.caravan.store.journal;

import static io.caravan.store.Rows.Column.BIGINT;
import static io.caravan.store.Rows.Column.ID;
import static io.caravan.store.Rows.Column.TEXT;

import io.caravan.store.Dialect;
import io.caravan.store.Rows;
import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The table {@code once}: the gate by which a key starts a flow of one definition once, for ever. */
final class OnceTable {
    private static final String LOCK =
            """
            SELECT pg_advisory_xact_lock(key) FROM unnest(?) AS key
            """;

    /**
     * Keeps other nodes from the keys until the transaction ends, in one order for all. The keys of events that a settle sends
     * are asked for only when its flow is locked; without this, two nodes could wait for each other.
     */
    static void lock(Statements statements, Collection<OnceKey> keys) throws SQLException {
        if (statements.dialect() == Dialect.POSTGRES && !keys.isEmpty()) {
            List<Long> hashes =
                    keys.stream().map(OnceKey::hash).distinct().sorted().toList();
            statements.set(LOCK, hashes).executeQuery().close();
        }
    }

    private static final Sql HOLD = new Sql(
            """
            INSERT INTO once (flow_id, definition, key, at) VALUES (?, ?, ?, ?) ON CONFLICT (definition, key) DO NOTHING
            """,
            """
            INSERT INTO once (flow_id, definition, key, at)
            SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::bigint[])
            ON CONFLICT (definition, key) DO NOTHING
            RETURNING flow_id
            """);

    /** Gives the flows their keys, in the given order; the answer is the flows that now hold theirs. */
    static Set<String> hold(Statements statements, Map<String, OnceKey> byFlow, Instant now) throws SQLException {
        var rows = new Rows(ID, TEXT, TEXT, BIGINT);
        byFlow.forEach((flow, key) -> rows.add(flow, key.definition(), key.key(), now.toEpochMilli()));
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
