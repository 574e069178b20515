package io.caravan.store.outbox;

import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The free rows of the table {@code outbox}: when they are due, and how a node takes them. */
public final class DueRows {
    private static final Sql TAKE = new Sql(
            """
            UPDATE outbox SET lease_epoch = ?, lease_number = ? + due.place, leased_at = ?
            FROM (SELECT flow_id, action, item, row_number() OVER (ORDER BY due_at) AS place FROM outbox
                  WHERE destination = ? AND lease_epoch IS NULL AND due_at BETWEEN ? AND ? ORDER BY due_at LIMIT ?) AS due
            WHERE outbox.flow_id = due.flow_id AND outbox.action = due.action AND outbox.item = due.item
            RETURNING flow_id, action, item, kind, definition, destination, budget_key, attempt, uncertain, due_at,
                      lease_epoch, lease_number, leased_at
            """,
            """
            WITH lease (epoch, number, at) AS (VALUES (?::bigint, ?::bigint, ?::bigint)),
            due AS MATERIALIZED (
              SELECT flow_id, action, item, due_at FROM outbox
              WHERE destination = ? AND lease_epoch IS NULL AND due_at BETWEEN ? AND ? ORDER BY due_at LIMIT ?
              FOR UPDATE SKIP LOCKED),
            numbered AS (SELECT flow_id, action, item, row_number() OVER (ORDER BY due_at) AS place FROM due)
            UPDATE outbox o SET lease_epoch = lease.epoch, lease_number = lease.number + numbered.place, leased_at = lease.at
            FROM numbered, lease
            WHERE o.flow_id = numbered.flow_id AND o.action = numbered.action AND o.item = numbered.item
            RETURNING o.flow_id, o.action, o.item, kind, definition, destination, budget_key, attempt, uncertain, o.due_at,
                      lease_epoch, lease_number, leased_at
            """);

    /**
     * Takes free rows of a destination that became due from the line on, oldest first, under leases numbered from behind the
     * given one. Rows that another node is about to take are passed over.
     */
    static List<Held> take(Statements statements, String destination, Lease behind, int most, Instant line, Instant now)
            throws SQLException {
        long millis = now.toEpochMilli();
        long from = line.toEpochMilli();
        try (ResultSet result = statements
                .set(TAKE, behind.epoch(), behind.number(), millis, destination, from, millis, most)
                .executeQuery()) {
            List<Held> taken = Held.read(result);
            taken.sort(Comparator.comparing(held -> held.lease().number()));
            return taken;
        }
    }

    private static final String NEXT_DUE =
            """
            WITH RECURSIVE found (destination) AS (
              SELECT min(destination) FROM outbox WHERE lease_epoch IS NULL
              UNION ALL
              SELECT (SELECT min(o.destination) FROM outbox o
                      WHERE o.lease_epoch IS NULL AND o.destination > found.destination)
              FROM found WHERE found.destination IS NOT NULL)
            SELECT destination, (SELECT min(o.due_at) FROM outbox o
                                 WHERE o.lease_epoch IS NULL AND o.destination = found.destination) AS due_at
            FROM found WHERE destination IS NOT NULL
            """;

    /** When the next free row of each destination is due; goes from destination to destination, not through their rows. */
    public static SortedMap<String, Instant> nextDue(Statements statements) throws SQLException {
        return nextDue(statements.set(NEXT_DUE));
    }

    private static final Sql NEXT_DUE_OF = new Sql(
            """
            SELECT value, (SELECT min(o.due_at) FROM outbox o
                           WHERE o.lease_epoch IS NULL AND o.destination = value AND o.due_at >= ?) AS due_at
            FROM json_each(?)
            """,
            """
            SELECT value, (SELECT min(o.due_at) FROM outbox o
                           WHERE o.lease_epoch IS NULL AND o.destination = value AND o.due_at >= ?) AS due_at
            FROM unnest(?::text[]) AS value
            """);

    /** The same of these destinations only, and of rows due from the line on. */
    static SortedMap<String, Instant> nextDue(Statements statements, Collection<String> destinations, Instant line)
            throws SQLException {
        return nextDue(statements.set(NEXT_DUE_OF, line.toEpochMilli(), destinations));
    }

    private static SortedMap<String, Instant> nextDue(PreparedStatement statement) throws SQLException {
        var next = new TreeMap<String, Instant>();
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                long dueAt = result.getLong(2);
                if (!result.wasNull()) {
                    next.put(result.getString(1), Instant.ofEpochMilli(dueAt));
                }
            }
        }
        return next;
    }

    private DueRows() {}
}
