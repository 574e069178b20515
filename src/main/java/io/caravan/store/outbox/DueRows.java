package io.caravan.store.outbox;

import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
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
            SELECT queue.value, (SELECT min(o.due_at) FROM outbox o
                                 WHERE o.lease_epoch IS NULL AND o.destination = queue.value AND o.due_at >= line.value) AS due_at
            FROM json_each(?) queue JOIN json_each(?) line ON line.key = queue.key
            """,
            """
            SELECT name, (SELECT min(o.due_at) FROM outbox o
                          WHERE o.lease_epoch IS NULL AND o.destination = name AND o.due_at >= line) AS due_at
            FROM unnest(?::text[], ?::bigint[]) AS queue (name, line)
            """);

    /** The same of these destinations only, and of rows due from the line of each on. */
    static SortedMap<String, Instant> nextDue(Statements statements, SortedMap<String, Instant> lines)
            throws SQLException {
        List<Long> from = lines.values().stream().map(Instant::toEpochMilli).toList();
        return nextDue(statements.set(NEXT_DUE_OF, lines.keySet(), from));
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

    private static final Sql MOVE = new Sql(
            """
            UPDATE outbox SET destination = ?
            WHERE (flow_id, action, item) IN (
              SELECT flow_id, action, item
              FROM (SELECT flow_id, action, item, kind, definition FROM outbox
                    WHERE destination = ? AND lease_epoch IS NULL AND due_at BETWEEN ? AND ? ORDER BY due_at LIMIT ?)
              WHERE kind = 'action' AND definition || '/' || action = ?)
            """,
            """
            WITH name (value) AS (VALUES (?)),
            head AS MATERIALIZED (
              SELECT flow_id, action, item, kind, definition FROM outbox
              WHERE destination = ? AND lease_epoch IS NULL AND due_at BETWEEN ? AND ? ORDER BY due_at LIMIT ?
              FOR UPDATE SKIP LOCKED)
            UPDATE outbox o SET destination = name.value FROM head, name
            WHERE o.flow_id = head.flow_id AND o.action = head.action AND o.item = head.item
              AND head.kind = 'action' AND head.definition || '/' || head.action = ?
            """);

    /** Moves those rows into the queue of an action that are its attempts, among the first that are due in another one. */
    static void move(Statements statements, String from, Queue to, int among, Instant line, Instant now)
            throws SQLException {
        statements.update(MOVE, to.name(), from, line.toEpochMilli(), now.toEpochMilli(), among, to.action());
    }

    private DueRows() {}
}
