package io.caravan.store.aggregation;

import static io.caravan.store.Rows.Column.BIGINT;
import static io.caravan.store.Rows.Column.TEXT;

import io.caravan.store.Rows;
import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;

/** The table {@code gathered}: which messages an aggregator has gathered. */
final class MessageTable {
    /** A message of one aggregator. */
    record Key(String aggregator, String message) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = aggregator.compareTo(other.aggregator);
            return order == 0 ? message.compareTo(other.message) : order;
        }
    }

    private static final Sql KNOWN = new Sql(
            """
            SELECT aggregator, message FROM gathered WHERE (aggregator, message) IN (
              SELECT value ->> 0, value ->> 1 FROM json_each(?))
            """,
            """
            SELECT k.aggregator, k.message FROM unnest(?::text[], ?::text[]) AS k (aggregator, message)
            WHERE EXISTS (
              SELECT 1 FROM gathered g WHERE g.aggregator = k.aggregator AND g.message = k.message OFFSET 0)
            """);

    /** Those of the messages that were gathered before. */
    static Set<Key> known(Statements statements, Collection<Key> keys) throws SQLException {
        var known = new HashSet<Key>();
        Object[] pairs = Pairs.of(statements, keys, Key::aggregator, Key::message);
        try (ResultSet result = statements.set(KNOWN, pairs).executeQuery()) {
            while (result.next()) {
                known.add(new Key(result.getString(1), result.getString(2)));
            }
        }
        return known;
    }

    private static final Sql INSERT = new Sql(
            """
            INSERT INTO gathered (aggregator, message, forgotten_at) VALUES (?, ?, ?)
            ON CONFLICT (aggregator, message) DO NOTHING
            """,
            """
            INSERT INTO gathered (aggregator, message, forgotten_at)
            SELECT * FROM unnest(?::text[], ?::text[], ?::bigint[]) ON CONFLICT (aggregator, message) DO NOTHING
            """);

    /** How many of the messages were new. */
    static int insert(Statements statements, SortedMap<Key, Instant> messages) throws SQLException {
        var rows = new Rows(TEXT, TEXT, BIGINT);
        messages.forEach((key, forgotten) -> rows.add(key.aggregator(), key.message(), forgotten.toEpochMilli()));
        return statements.write(INSERT, rows);
    }

    private MessageTable() {}
}
