package io.caravan.store.aggregation;

import static io.caravan.store.Rows.Column.BIGINT;
import static io.caravan.store.Rows.Column.ID;
import static io.caravan.store.Rows.Column.INTEGER;
import static io.caravan.store.Rows.Column.TEXT;

import io.caravan.store.Rows;
import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table {@code aggregation}. */
final class GroupTable {
    private static final Sql VERSIONS = new Sql(
            """
            SELECT aggregator, key, version FROM aggregation WHERE (aggregator, key) IN (
              SELECT value ->> 0, value ->> 1 FROM json_each(?))
            """,
            """
            SELECT k.aggregator, k.key, stored.version FROM unnest(?::text[], ?::text[]) AS k (aggregator, key)
            CROSS JOIN LATERAL (
              SELECT g.version FROM aggregation g WHERE g.aggregator = k.aggregator AND g.key = k.key OFFSET 0) AS stored
            """);

    /** The versions of those of the groups that there are. */
    static Map<GroupKey, String> versions(Statements statements, Collection<GroupKey> keys) throws SQLException {
        var versions = new HashMap<GroupKey, String>();
        Object[] pairs = Pairs.of(statements, keys, GroupKey::aggregator, GroupKey::key);
        try (ResultSet result = statements.set(VERSIONS, pairs).executeQuery()) {
            while (result.next()) {
                versions.put(new GroupKey(result.getString(1), result.getString(2)), result.getString(3));
            }
        }
        return versions;
    }

    private static final Sql INSERT = new Sql(
            """
            INSERT INTO aggregation (aggregator, key, version, size, content, due_at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (aggregator, key) DO NOTHING
            """,
            """
            INSERT INTO aggregation (aggregator, key, version, size, content, due_at)
            SELECT * FROM unnest(?::text[], ?::text[], ?::uuid[], ?::int[], ?::text[], ?::bigint[])
            ON CONFLICT (aggregator, key) DO NOTHING
            """);

    /** How many of the groups there were not yet. */
    static int insert(Statements statements, Map<GroupKey, Group> groups) throws SQLException {
        var rows = new Rows(TEXT, TEXT, ID, INTEGER, TEXT, BIGINT);
        groups.forEach((key, group) ->
                rows.add(key.aggregator(), key.key(), group.version(), group.size(), group.content(), millis(group)));
        return statements.write(INSERT, rows);
    }

    private static final String UPDATE =
            """
            UPDATE aggregation SET version = ?, size = ?, content = ?, due_at = ?
            WHERE aggregator = ? AND key = ? AND version = ?
            """;

    /** How many of the groups still had the versions before. */
    static int update(Statements statements, Map<GroupKey, Group> groups, Map<GroupKey, String> before)
            throws SQLException {
        var rows = new Rows(ID, INTEGER, TEXT, BIGINT, TEXT, TEXT, ID);
        groups.forEach((key, group) -> rows.add(
                group.version(),
                group.size(),
                group.content(),
                millis(group),
                key.aggregator(),
                key.key(),
                before.get(key)));
        return statements.apply(UPDATE, rows).cardinality();
    }

    private static Optional<Long> millis(Group group) {
        return group.dueAt().map(Instant::toEpochMilli);
    }

    private static final String DELETE =
            """
            DELETE FROM aggregation WHERE aggregator = ? AND key = ? AND version = ?
            """;

    /** How many of the groups still had the versions before. */
    static int delete(Statements statements, Map<GroupKey, String> before) throws SQLException {
        var rows = new Rows(TEXT, TEXT, ID);
        before.forEach((key, version) -> rows.add(key.aggregator(), key.key(), version));
        return statements.apply(DELETE, rows).cardinality();
    }

    private static final String READ =
            """
            SELECT version, content, size, due_at FROM aggregation WHERE aggregator = ? AND key = ?
            """;

    static Optional<Group> read(Statements statements, GroupKey key) throws SQLException {
        try (ResultSet result =
                statements.set(READ, key.aggregator(), key.key()).executeQuery()) {
            if (!result.next()) {
                return Optional.empty();
            }
            long due = result.getLong("due_at");
            return Optional.of(new Group(
                    result.getString("version"),
                    result.getString("content"),
                    result.getInt("size"),
                    result.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(due))));
        }
    }

    private static final Sql DUE = new Sql(
            """
            SELECT aggregator, key FROM aggregation
            WHERE due_at <= ? AND aggregator IN (SELECT value FROM json_each(?)) ORDER BY due_at LIMIT ?
            """,
            """
            SELECT aggregator, key FROM aggregation WHERE due_at <= ? AND aggregator = ANY (?) ORDER BY due_at LIMIT ?
            """);

    /** Groups of these aggregators whose time has come, the oldest first. */
    static List<GroupKey> due(Statements statements, Collection<String> aggregators, Instant now, int most)
            throws SQLException {
        var keys = new ArrayList<GroupKey>();
        try (ResultSet result =
                statements.set(DUE, now.toEpochMilli(), aggregators, most).executeQuery()) {
            while (result.next()) {
                keys.add(new GroupKey(result.getString(1), result.getString(2)));
            }
        }
        return keys;
    }

    private GroupTable() {}
}
