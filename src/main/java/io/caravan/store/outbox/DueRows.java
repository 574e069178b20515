package io.caravan.store.outbox;

import static io.caravan.store.Rows.Column.BIGINT;
import static io.caravan.store.Rows.Column.ID;
import static io.caravan.store.Rows.Column.INTEGER;
import static io.caravan.store.Rows.Column.TEXT;

import io.caravan.store.Rows;
import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The free rows of the table {@code outbox}: when they are due, and how a node takes them. */
public final class DueRows {
    private static final Sql FREE = new Sql(
            """
            SELECT flow_id, action, item, kind, definition, destination, budget_key, attempt, uncertain, due_at FROM outbox
            WHERE destination = ? AND lease_epoch IS NULL AND due_at BETWEEN ? AND ? ORDER BY due_at LIMIT ?
            """,
            """
            SELECT flow_id, action, item, kind, definition, destination, budget_key, attempt, uncertain, due_at FROM outbox
            WHERE destination = ? AND lease_epoch IS NULL AND due_at BETWEEN ? AND ? ORDER BY due_at LIMIT ?
            FOR UPDATE SKIP LOCKED
            """);

    /** The oldest free rows of a destination that became due from the line on, but not those that another node is about to take. */
    private static List<OutboxRow> free(Statements statements, String destination, int most, Instant line, Instant now)
            throws SQLException {
        var rows = new ArrayList<OutboxRow>();
        try (ResultSet result = statements
                .set(FREE, destination, line.toEpochMilli(), now.toEpochMilli(), most)
                .executeQuery()) {
            while (result.next()) {
                rows.add(Held.row(result));
            }
        }
        return rows;
    }

    private static final String TAKE =
            """
            UPDATE outbox SET lease_epoch = ?, lease_number = ?, leased_at = ? WHERE flow_id = ? AND action = ? AND item = ?
            """;

    /** Takes the oldest free rows of a destination from the line on, under leases numbered from behind the given one. */
    static List<Held> take(Statements statements, String destination, Lease behind, int most, Instant line, Instant now)
            throws SQLException {
        var taken = new ArrayList<Held>();
        var rows = new Rows(BIGINT, BIGINT, BIGINT, ID, TEXT, INTEGER);
        for (OutboxRow row : free(statements, destination, most, line, now)) {
            var lease = new Lease(behind.epoch(), behind.number() + taken.size() + 1);
            taken.add(new Held(row, lease, now));
            rows.add(
                    lease.epoch(),
                    lease.number(),
                    now.toEpochMilli(),
                    row.key().flow(),
                    row.key().action(),
                    row.key().item());
        }
        statements.apply(TAKE, rows);
        return taken;
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

    private static final String MOVE =
            """
            UPDATE outbox SET destination = ? WHERE flow_id = ? AND action = ? AND item = ?
            """;

    /** Moves those rows into the queue of an action that are its attempts, among the first that are due in another one. */
    static void move(Statements statements, String from, Queue to, int among, Instant line, Instant now)
            throws SQLException {
        var rows = new Rows(TEXT, ID, TEXT, INTEGER);
        for (OutboxRow row : free(statements, from, among, line, now)) {
            OutboxKey key = row.key();
            if (row.kind() == OutboxRow.Kind.ACTION
                    && to.action().equals(row.target().definition() + "/" + key.action())) {
                rows.add(to.name(), key.flow(), key.action(), key.item());
            }
        }
        statements.apply(MOVE, rows);
    }

    private DueRows() {}
}
