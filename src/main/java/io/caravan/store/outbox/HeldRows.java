package io.caravan.store.outbox;

import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The rows of the table {@code outbox} that somebody has taken. */
public final class HeldRows {
    private static final String HELD =
            """
            SELECT flow_id, action, item, kind, definition, destination, budget_key, attempt, uncertain, due_at,
                   lease_epoch, lease_number, leased_at
            FROM outbox WHERE lease_epoch IS NOT NULL ORDER BY flow_id, action, item
            """;

    /** Every row that is taken, by whomever. */
    public static List<Held> all(Statements statements) throws SQLException {
        try (ResultSet result = statements.set(HELD).executeQuery()) {
            return Held.read(result);
        }
    }

    private static final String HELD_BY =
            """
            SELECT flow_id, action, item, kind, definition, destination, budget_key, attempt, uncertain, due_at,
                   lease_epoch, lease_number, leased_at
            FROM outbox WHERE lease_epoch = ? LIMIT ?
            """;

    /** Rows that are taken under this epoch. */
    public static List<Held> of(Statements statements, long epoch, int most) throws SQLException {
        try (ResultSet result = statements.set(HELD_BY, epoch, most).executeQuery()) {
            return Held.read(result);
        }
    }

    private static final Sql UNWANTED = new Sql(
            """
            SELECT flow_id, action, item FROM outbox WHERE lease_epoch IS NOT NULL AND cancelled = 1
              AND flow_id IN (SELECT value FROM json_each(?))
            """,
            """
            SELECT flow_id, action, item FROM outbox WHERE coalesce(lease_epoch, 0) <> 0 AND cancelled = 1
              AND flow_id = ANY (?::uuid[])
            """);

    /** Of these flows, the rows that were cancelled while somebody holds them. */
    public static List<OutboxKey> cancelled(Statements statements, Collection<String> flows) throws SQLException {
        var keys = new ArrayList<OutboxKey>();
        try (ResultSet result = statements.set(UNWANTED, flows).executeQuery()) {
            while (result.next()) {
                keys.add(new OutboxKey(result.getString(1), result.getString(2), result.getInt(3)));
            }
        }
        return keys;
    }

    private HeldRows() {}
}
