package io.caravan.store.journal;

import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The table {@code once}: the gate by which a key starts a flow of one definition once, for ever. */
final class OnceTable {
    private static final String HOLD =
            """
            INSERT INTO once (definition, key, flow_id, at) VALUES (?, ?, ?, ?) ON CONFLICT (definition, key) DO NOTHING
            """;

    /** Whether the flow now holds the key; false = somebody held it before. */
    static boolean hold(Statements statements, String definition, String key, String flow, Instant now)
            throws SQLException {
        return statements.update(HOLD, definition, key, flow, now.toEpochMilli()) == 1;
    }

    private static final String HOLDER =
            """
            SELECT flow_id FROM once WHERE definition = ? AND key = ?
            """;

    static Optional<String> holder(Statements statements, String definition, String key) throws SQLException {
        try (ResultSet result = statements.set(HOLDER, definition, key).executeQuery()) {
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
