package io.caravan.store.limit;

import static io.caravan.store.Rows.Column.BIGINT;
import static io.caravan.store.Rows.Column.TEXT;

import io.caravan.store.Dialect;
import io.caravan.store.Json;
import io.caravan.store.Rows;
import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** The table {@code destination}: what of each budget is used up, and until when destinations are to be left alone. */
public final class DestinationTable {
    /** The budget of a part of a destination (blank = the whole) for a period in milliseconds; 0 = the row of its rest. */
    record Key(String name, String part, long period) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byName = name.compareTo(other.name);
            int byPart = byName != 0 ? byName : part.compareTo(other.part);
            return byPart != 0 ? byPart : Long.compare(period, other.period);
        }
    }

    /** How a budget stands. */
    record Standing(long paidUntil, OptionalInt announced, Instant blockedUntil) {}

    private static final Sql LOCK = new Sql(
            """
            SELECT name, part, period, paid_until, announced, blocked_until FROM destination
            WHERE (name, part) IN (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))
            """,
            """
            SELECT name, part, period, paid_until, announced, blocked_until FROM destination
            WHERE (name, part) IN (SELECT * FROM unnest(?::text[], ?::text[])) ORDER BY name, part, period FOR UPDATE
            """);

    /** How these budgets stand, and the rest of their destinations; on PostgreSQL nobody else changes them until the commit. */
    static SortedMap<Key, Standing> lock(Statements statements, SortedSet<Key> keys) throws SQLException {
        var standings = new TreeMap<Key, Standing>();
        try (ResultSet result = question(statements, keys).executeQuery()) {
            while (result.next()) {
                int announced = result.getInt("announced");
                OptionalInt limit = result.wasNull() ? OptionalInt.empty() : OptionalInt.of(announced);
                standings.put(
                        new Key(result.getString("name"), result.getString("part"), result.getLong("period")),
                        new Standing(
                                result.getLong("paid_until"),
                                limit,
                                Instant.ofEpochMilli(result.getLong("blocked_until"))));
            }
        }
        return standings;
    }

    private static PreparedStatement question(Statements statements, SortedSet<Key> keys) throws SQLException {
        List<String> names = keys.stream().map(Key::name).toList();
        List<String> parts = keys.stream().map(Key::part).toList();
        return statements.dialect() == Dialect.POSTGRES
                ? statements.set(LOCK, names, parts)
                : statements.set(
                        LOCK,
                        Json.write(keys.stream()
                                .map(key -> List.of(key.name(), key.part()))
                                .toList()));
    }

    private static final Sql ADD = new Sql(
            """
            INSERT INTO destination (name, part, period) VALUES (?, ?, ?) ON CONFLICT DO NOTHING
            """,
            """
            INSERT INTO destination (name, part, period)
            SELECT * FROM unnest(?::text[], ?::text[], ?::bigint[]) ON CONFLICT DO NOTHING
            """);

    /** Budgets that are used for the first time; in order, so that nodes do not cross. */
    static void add(Statements statements, SortedSet<Key> keys) throws SQLException {
        var rows = new Rows(TEXT, TEXT, BIGINT);
        keys.forEach(key -> rows.add(key.name(), key.part(), key.period()));
        statements.write(ADD, rows);
    }

    private static final String PAY =
            """
            UPDATE destination SET paid_until = ? WHERE name = ? AND part = ? AND period = ?
            """;

    static void pay(Statements statements, SortedMap<Key, Long> paid) throws SQLException {
        var rows = new Rows(BIGINT, TEXT, TEXT, BIGINT);
        paid.forEach((key, until) -> rows.add(until, key.name(), key.part(), key.period()));
        statements.apply(PAY, rows);
    }

    private static final String CLOSE =
            """
            INSERT INTO destination (name, part, period, blocked_until) VALUES (?, '', 0, ?)
            ON CONFLICT (name, part, period) DO UPDATE SET blocked_until = CASE
              WHEN destination.blocked_until > excluded.blocked_until THEN destination.blocked_until
              ELSE excluded.blocked_until END
            """;

    /** The destination is to be left alone until then, or longer if that is known already. */
    public static boolean close(Statements statements, String name, Instant until) throws SQLException {
        return statements.update(CLOSE, name, until.toEpochMilli()) == 1;
    }

    private static final String CLOSED =
            """
            SELECT name, blocked_until FROM destination WHERE period = 0
            """;

    /** Until when destinations were, or are, to be left alone. */
    static Map<String, Instant> closed(Statements statements) throws SQLException {
        var closed = new HashMap<String, Instant>();
        try (ResultSet result = statements.set(CLOSED).executeQuery()) {
            while (result.next()) {
                closed.put(result.getString("name"), Instant.ofEpochMilli(result.getLong("blocked_until")));
            }
        }
        return closed;
    }

    private static final String ANNOUNCE =
            """
            INSERT INTO destination (name, part, period, announced) VALUES (?, '', ?, ?)
            ON CONFLICT (name, part, period) DO UPDATE SET announced = excluded.announced
            """;

    /** The third party has told its limit for a period. */
    public static boolean announce(Statements statements, String name, long period, int limit) throws SQLException {
        return statements.update(ANNOUNCE, name, period, limit) == 1;
    }

    private static final String FORGET =
            """
            DELETE FROM destination WHERE paid_until < ? AND blocked_until < ? AND announced IS NULL
            """;

    /** Deletes what has not been used since then: parts may be many, e.g. channels. */
    public static int forget(Statements statements, Instant before) throws SQLException {
        return statements.update(FORGET, before.toEpochMilli() * 1_000, before.toEpochMilli());
    }

    private DestinationTable() {}
}
