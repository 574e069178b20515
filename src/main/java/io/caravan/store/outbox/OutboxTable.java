package io.caravan.store.outbox;

import io.caravan.store.Statements;
import io.caravan.store.outbox.OutboxRow.Kind;
import io.caravan.store.outbox.OutboxRow.Target;
import io.caravan.store.outbox.OutboxRow.Try;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The table {@code outbox}: insert, take, release, and the fence of a settle. */
public final class OutboxTable {
    /** A row that somebody holds. */
    public record Held(OutboxRow row, Lease lease, Instant leasedAt) {}

    private static final String INSERT =
            """
            INSERT INTO outbox (flow_id, action, item, kind, definition, destination, attempt, uncertain, due_at,
                                lease_epoch, lease_number, leased_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    /** Inserts rows; those with a lease are born taken. */
    public static void insert(Statements statements, Map<OutboxRow, Optional<Lease>> rows, Instant now)
            throws SQLException {
        PreparedStatement insert = null;
        for (var entry : rows.entrySet()) {
            OutboxRow row = entry.getKey();
            Optional<Lease> lease = entry.getValue();
            insert = statements.set(
                    INSERT,
                    row.key().flow(),
                    row.key().action(),
                    row.key().item(),
                    row.kind().word(),
                    row.target().definition(),
                    row.target().destination(),
                    row.attempt().number(),
                    row.attempt().uncertain(),
                    row.dueAt().toEpochMilli(),
                    lease.map(Lease::epoch),
                    lease.map(Lease::number),
                    lease.map(any -> now.toEpochMilli()));
            insert.addBatch();
        }
        if (insert != null) {
            insert.executeBatch();
        }
    }

    private static final String FENCE =
            """
            DELETE FROM outbox WHERE flow_id = ? AND action = ? AND item = ? AND lease_epoch = ? AND lease_number = ?
            """;

    /** The fence: whether the lease still held; the row is gone then. */
    public static boolean fence(Statements statements, OutboxKey key, Lease lease) throws SQLException {
        return statements.update(FENCE, key.flow(), key.action(), key.item(), lease.epoch(), lease.number()) == 1;
    }

    private static final String FENCE_CANCELLED =
            """
            DELETE FROM outbox
            WHERE flow_id = ? AND action = ? AND item = ? AND lease_epoch = ? AND lease_number = ? AND cancelled = 1
            """;

    private static final String RELEASE =
            """
            UPDATE outbox SET lease_epoch = NULL, lease_number = NULL, leased_at = NULL, due_at = ?
            WHERE flow_id = ? AND action = ? AND item = ? AND lease_epoch = ? AND lease_number = ?
            """;

    /** Gives a row back untouched, to be taken again when due unless it was cancelled; false when the lease was lost. */
    public static boolean release(Statements statements, OutboxKey key, Lease lease, Instant dueAt)
            throws SQLException {
        int cancelled =
                statements.update(FENCE_CANCELLED, key.flow(), key.action(), key.item(), lease.epoch(), lease.number());
        return cancelled == 1
                || statements.update(
                                RELEASE,
                                dueAt.toEpochMilli(),
                                key.flow(),
                                key.action(),
                                key.item(),
                                lease.epoch(),
                                lease.number())
                        == 1;
    }

    private static final String WITHDRAW =
            """
            DELETE FROM outbox WHERE flow_id = ? AND action = ? AND item = ? AND lease_epoch IS NULL
            """;

    private static final String MARK_CANCELLED =
            """
            UPDATE outbox SET cancelled = 1 WHERE flow_id = ? AND action = ? AND item = ? AND lease_epoch IS NOT NULL
            """;

    /**
     * Deletes the row if nobody has taken it; a taken one stays, marked, until its settle or the loss of its lease, and the
     * answer is true.
     */
    public static boolean cancel(Statements statements, OutboxKey key) throws SQLException {
        return statements.update(WITHDRAW, key.flow(), key.action(), key.item()) == 0
                && statements.update(MARK_CANCELLED, key.flow(), key.action(), key.item()) == 1;
    }

    private static final String DUE =
            """
            SELECT flow_id, action, item, kind, definition, destination, attempt, uncertain, due_at
            FROM outbox WHERE destination = ? AND lease_epoch IS NULL AND due_at <= ?
            ORDER BY due_at LIMIT ?
            """;

    /** The free rows of a destination that are due, oldest first. */
    public static List<OutboxRow> due(Statements statements, String destination, Instant now, int most)
            throws SQLException {
        var rows = new ArrayList<OutboxRow>();
        try (ResultSet result =
                statements.set(DUE, destination, now.toEpochMilli(), most).executeQuery()) {
            while (result.next()) {
                rows.add(row(result));
            }
        }
        return rows;
    }

    private static final String TAKE =
            """
            UPDATE outbox SET lease_epoch = ?, lease_number = ?, leased_at = ?
            WHERE flow_id = ? AND action = ? AND item = ? AND lease_epoch IS NULL
            """;

    /** Takes a free row under a lease; false when somebody else was there. */
    public static boolean take(Statements statements, OutboxKey key, Lease lease, Instant now) throws SQLException {
        return statements.update(
                        TAKE, lease.epoch(), lease.number(), now.toEpochMilli(), key.flow(), key.action(), key.item())
                == 1;
    }

    private static final String POSTPONE =
            """
            UPDATE outbox SET due_at = ? WHERE flow_id = ? AND action = ? AND item = ? AND lease_epoch IS NULL
            """;

    /** Lets a free row wait, so that it does not hide the others. */
    public static void postpone(Statements statements, OutboxKey key, Instant dueAt) throws SQLException {
        statements.update(POSTPONE, dueAt.toEpochMilli(), key.flow(), key.action(), key.item());
    }

    private static final String NEXT_DUE =
            """
            SELECT min(due_at) FROM outbox WHERE destination = ? AND lease_epoch IS NULL
            """;

    /** When the next free row of a destination is due. */
    public static Optional<Instant> nextDue(Statements statements, String destination) throws SQLException {
        try (ResultSet result = statements.set(NEXT_DUE, destination).executeQuery()) {
            long due = result.next() ? result.getLong(1) : 0;
            return due == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(due));
        }
    }

    private static final String DESTINATIONS = """
            SELECT DISTINCT destination FROM outbox
            """;

    /** Every destination that has rows. */
    public static Set<String> destinations(Statements statements) throws SQLException {
        var destinations = new TreeSet<String>();
        try (ResultSet result = statements.set(DESTINATIONS).executeQuery()) {
            while (result.next()) {
                destinations.add(result.getString(1));
            }
        }
        return destinations;
    }

    private static final String HELD =
            """
            SELECT flow_id, action, item, kind, definition, destination, attempt, uncertain, due_at,
                   lease_epoch, lease_number, leased_at
            FROM outbox WHERE lease_epoch IS NOT NULL ORDER BY flow_id, action, item
            """;

    /** Every row that is taken, by whomever. */
    public static List<Held> held(Statements statements) throws SQLException {
        var rows = new ArrayList<Held>();
        try (ResultSet result = statements.set(HELD).executeQuery()) {
            while (result.next()) {
                var lease = new Lease(result.getLong("lease_epoch"), result.getLong("lease_number"));
                rows.add(new Held(row(result), lease, Instant.ofEpochMilli(result.getLong("leased_at"))));
            }
        }
        return rows;
    }

    private static OutboxRow row(ResultSet result) throws SQLException {
        return new OutboxRow(
                new OutboxKey(result.getString("flow_id"), result.getString("action"), result.getInt("item")),
                Kind.of(result.getString("kind")),
                new Target(result.getString("definition"), result.getString("destination")),
                new Try(result.getInt("attempt"), result.getInt("uncertain") == 1),
                Instant.ofEpochMilli(result.getLong("due_at")));
    }

    private OutboxTable() {}
}
