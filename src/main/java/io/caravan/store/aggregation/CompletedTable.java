package io.caravan.store.aggregation;

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
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The table {@code completed_group}. */
final class CompletedTable {
    private static final Sql INSERT = new Sql(
            """
            INSERT INTO completed_group
              (id, aggregator, key, size, completed_by, content, completed_at, due_at, attempt, epoch)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            """
            INSERT INTO completed_group
              (id, aggregator, key, size, completed_by, content, completed_at, due_at, attempt, epoch)
            SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::int[], ?::text[], ?::text[], ?::bigint[], ?::bigint[],
                                 ?::int[], ?::bigint[])
            """);

    static void insert(Statements statements, List<Completions> completions, long epoch, Instant now)
            throws SQLException {
        var rows = new Rows(ID, TEXT, TEXT, INTEGER, TEXT, TEXT, BIGINT, BIGINT, INTEGER, BIGINT);
        for (Completions completed : completions) {
            for (CompletedGroup group : completed.groups()) {
                rows.add(
                        group.id(),
                        group.key().aggregator(),
                        group.key().key(),
                        group.size(),
                        group.by(),
                        group.content(),
                        now.toEpochMilli(),
                        now.toEpochMilli(),
                        completed.taken() ? 1 : 0,
                        completed.taken() ? Optional.of(epoch) : Optional.empty());
            }
        }
        statements.write(INSERT, rows);
    }

    private static final Sql DUE = new Sql(
            """
            SELECT id, aggregator, key, size, completed_by, content, attempt + 1 AS attempt FROM completed_group
            WHERE due_at <= ? AND (epoch IS NULL OR epoch <> ?)
              AND aggregator IN (SELECT value FROM json_each(?)) ORDER BY due_at LIMIT ?
            """,
            """
            SELECT id, aggregator, key, size, completed_by, content, attempt + 1 AS attempt FROM completed_group g
            WHERE due_at <= ?
              AND (epoch IS NULL OR epoch <> ? AND NOT EXISTS (SELECT 1 FROM node WHERE node.epoch = g.epoch))
              AND aggregator = ANY (?) ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED
            """);

    private static final String TAKE =
            """
            UPDATE completed_group SET epoch = ?, attempt = ? WHERE id = ?
            """;

    /** Takes groups of these aggregators that are due and that no living node holds. */
    static List<Taken> take(Statements statements, Collection<String> aggregators, Taken.Limit limit, long epoch)
            throws SQLException {
        List<Taken> due =
                read(statements.set(DUE, limit.now().toEpochMilli(), epoch, aggregators, limit.most()), epoch);
        var rows = new Rows(BIGINT, INTEGER, ID);
        due.forEach(taken -> rows.add(epoch, taken.attempt(), taken.group().id()));
        statements.apply(TAKE, rows);
        return due;
    }

    private static final Sql IS_ANY_DUE = new Sql(
            """
            SELECT 1 FROM completed_group WHERE due_at <= ? AND aggregator IN (SELECT value FROM json_each(?)) LIMIT 1
            """,
            """
            SELECT 1 FROM completed_group WHERE due_at <= ? AND aggregator = ANY (?) LIMIT 1
            """);

    /** Whether a group of these aggregators is due, whoever holds it. */
    static boolean isAnyDue(Statements statements, Collection<String> aggregators, Instant now) throws SQLException {
        try (ResultSet result =
                statements.set(IS_ANY_DUE, now.toEpochMilli(), aggregators).executeQuery()) {
            return result.next();
        }
    }

    private static final String HELD =
            """
            SELECT id, aggregator, key, size, completed_by, content, attempt FROM completed_group WHERE epoch = ?
            """;

    /** Every group that is held under the epoch. */
    static List<Taken> held(Statements statements, long epoch) throws SQLException {
        return read(statements.set(HELD, epoch), epoch);
    }

    private static List<Taken> read(PreparedStatement statement, long epoch) throws SQLException {
        var taken = new ArrayList<Taken>();
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                var group = new CompletedGroup(
                        result.getString("id"),
                        new GroupKey(result.getString("aggregator"), result.getString("key")),
                        result.getString("content"),
                        result.getInt("size"),
                        result.getString("completed_by"));
                taken.add(new Taken(group, epoch, result.getInt("attempt")));
            }
        }
        return taken;
    }

    private static final String DELETE =
            """
            DELETE FROM completed_group WHERE id = ? AND epoch IS NOT DISTINCT FROM ?
            """;

    private static final String PUT_BACK =
            """
            UPDATE completed_group SET epoch = NULL, due_at = ?, error = coalesce(?, error), attempt = attempt - ?
            WHERE id = ? AND epoch IS NOT DISTINCT FROM ?
            """;

    /** Deletes groups that are delivered; the answer says which of them were still held under their epochs. */
    static BitSet delete(Statements statements, List<Delivery> delivered) throws SQLException {
        var rows = new Rows(ID, BIGINT);
        delivered.forEach(each -> rows.add(each.group(), each.epoch()));
        return statements.apply(DELETE, rows);
    }

    /** Lets go of groups that are to be delivered again; the answer says which of them were still held under their epochs. */
    static BitSet putBack(Statements statements, List<Delivery> failed) throws SQLException {
        var rows = new Rows(BIGINT, TEXT, INTEGER, ID, BIGINT);
        for (Delivery each : failed) {
            Delivery.Setback setback = each.setback().orElseThrow();
            rows.add(
                    setback.dueAt().toEpochMilli(),
                    setback.error(),
                    setback.error().isPresent() ? 0 : 1,
                    each.group(),
                    each.epoch());
        }
        return statements.apply(PUT_BACK, rows);
    }

    private static final String BACKLOG =
            """
            SELECT count(*), count(error) FROM (SELECT error FROM completed_group LIMIT ?) AS waiting
            """;

    static StoredGroups.Backlog backlog(Statements statements, int most) throws SQLException {
        try (ResultSet result = statements.set(BACKLOG, most).executeQuery()) {
            result.next();
            return new StoredGroups.Backlog(result.getInt(1), result.getInt(2));
        }
    }

    private CompletedTable() {}
}
