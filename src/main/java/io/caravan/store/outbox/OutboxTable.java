package io.caravan.store.outbox;

import static io.caravan.store.Rows.Column.BIGINT;
import static io.caravan.store.Rows.Column.ID;
import static io.caravan.store.Rows.Column.INTEGER;
import static io.caravan.store.Rows.Column.TEXT;

import io.caravan.store.Rows;
import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table {@code outbox}: insert, release, cancel, and the fence of a settle. All of them go by the key; the conditions on
 * the lease are written so that PostgreSQL can mistake no index of leases for a shorter way.
 */
public final class OutboxTable {
    private static final Sql INSERT = new Sql(
            """
            INSERT INTO outbox (flow_id, action, item, kind, definition, destination, budget_key, attempt,
                                uncertain, due_at, lease_epoch, lease_number, leased_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            """
            INSERT INTO outbox (flow_id, action, item, kind, definition, destination, budget_key, attempt,
                                uncertain, due_at, lease_epoch, lease_number, leased_at)
            SELECT * FROM unnest(?::uuid[], ?::text[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int[],
                                 ?::int[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
            """);

    /** Inserts rows; those with a lease are born taken. */
    public static void insert(Statements statements, Map<OutboxRow, Optional<Lease>> rows, Instant now)
            throws SQLException {
        var all = new Rows(ID, TEXT, INTEGER, TEXT, TEXT, TEXT, TEXT, INTEGER, INTEGER, BIGINT, BIGINT, BIGINT, BIGINT);
        rows.forEach((row, lease) -> all.add(
                row.key().flow(),
                row.key().action(),
                row.key().item(),
                row.kind().word(),
                row.target().definition(),
                row.target().queue().name(),
                row.target().part(),
                row.attempt().number(),
                row.attempt().uncertain(),
                row.dueAt().toEpochMilli(),
                lease.map(Lease::epoch),
                lease.map(Lease::number),
                lease.map(any -> now.toEpochMilli())));
        statements.write(INSERT, all);
    }

    /** A row and the lease under which it is believed to be held. */
    public record Hold(OutboxKey key, Lease lease) {}

    private static Rows rows(List<Hold> holds) {
        var rows = new Rows(ID, TEXT, INTEGER, BIGINT, BIGINT);
        for (Hold hold : holds) {
            OutboxKey key = hold.key();
            rows.add(
                    key.flow(),
                    key.action(),
                    key.item(),
                    hold.lease().epoch(),
                    hold.lease().number());
        }
        return rows;
    }

    private static final String FENCE =
            """
            DELETE FROM outbox WHERE flow_id = ? AND action = ? AND item = ?
              AND lease_epoch IS NOT DISTINCT FROM ? AND lease_number IS NOT DISTINCT FROM ?
            """;

    /** The fence: for which of them the lease still held; their rows are gone then. */
    public static BitSet fence(Statements statements, List<Hold> holds) throws SQLException {
        return statements.apply(FENCE, rows(holds));
    }

    private static final String RELEASE =
            """
            UPDATE outbox SET lease_epoch = NULL, lease_number = NULL, leased_at = NULL, due_at = ?
            WHERE flow_id = ? AND action = ? AND item = ?
              AND lease_epoch IS NOT DISTINCT FROM ? AND lease_number IS NOT DISTINCT FROM ?
            """;

    /** A row to be given back. */
    public record Return(OutboxKey key, Lease lease, Instant dueAt) {}

    /**
     * Gives rows back untouched, to be taken again when due; the answer says for which of them the lease still held. The
     * update comes first: it waits for whoever is just cancelling the row, and only then can be seen whether it is wanted.
     */
    public static BitSet release(Statements statements, List<Return> returns) throws SQLException {
        var rows = new Rows(BIGINT, ID, TEXT, INTEGER, BIGINT, BIGINT);
        for (Return each : returns) {
            OutboxKey key = each.key();
            Lease lease = each.lease();
            rows.add(each.dueAt().toEpochMilli(), key.flow(), key.action(), key.item(), lease.epoch(), lease.number());
        }
        BitSet released = statements.apply(RELEASE, rows);
        withdraw(statements, returns.stream().map(Return::key).toList());
        return released;
    }

    private static final String MARK_CANCELLED =
            """
            UPDATE outbox SET cancelled = 1 WHERE flow_id = ? AND action = ? AND item = ?
            """;

    private static final String WITHDRAW =
            """
            DELETE FROM outbox
            WHERE flow_id = ? AND action = ? AND item = ? AND cancelled = 1 AND coalesce(lease_epoch, 0) = 0
            """;

    /**
     * Deletes the rows that nobody has taken; a taken one stays, marked, until its settle or the loss of its lease, and is in
     * the answer. The mark comes first: it waits for whoever is just taking the row or giving it back.
     */
    public static List<OutboxKey> cancel(Statements statements, List<OutboxKey> keys) throws SQLException {
        BitSet there = statements.apply(MARK_CANCELLED, keyRows(keys));
        there.andNot(withdraw(statements, keys));
        return there.stream().mapToObj(keys::get).toList();
    }

    private static final String WAKE =
            """
            UPDATE outbox SET due_at = ? WHERE flow_id = ? AND action = ? AND item = ? AND kind = 'await'
            """;

    private static final String CANCEL =
            """
            INSERT INTO outbox (flow_id, action, item, kind, definition, destination, attempt, due_at)
            SELECT id, '', ?, 'cancel', definition, '', 1, ? FROM flow WHERE id = ? ON CONFLICT DO NOTHING
            """;

    /** An event has come: the rows of those who await it are due, and flows that it cancels get one. */
    public static void arrive(Statements statements, List<OutboxKey> waiters, Instant now) throws SQLException {
        var awake = new Rows(BIGINT, ID, TEXT, INTEGER);
        var cancelled = new Rows(INTEGER, BIGINT, ID);
        for (OutboxKey key : waiters) {
            if (key.action().isEmpty()) {
                cancelled.add(OutboxKey.CANCEL, now.toEpochMilli(), key.flow());
            } else {
                awake.add(now.toEpochMilli(), key.flow(), key.action(), key.item());
            }
        }
        statements.apply(WAKE, awake);
        statements.apply(CANCEL, cancelled);
    }

    private static BitSet withdraw(Statements statements, List<OutboxKey> keys) throws SQLException {
        return statements.apply(WITHDRAW, keyRows(keys));
    }

    private static Rows keyRows(List<OutboxKey> keys) {
        var rows = new Rows(ID, TEXT, INTEGER);
        keys.forEach(key -> rows.add(key.flow(), key.action(), key.item()));
        return rows;
    }

    private OutboxTable() {}
}
