package io.caravan.store.inbox;

import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The table {@code inbox}, which only PostgreSQL has. */
public final class InboxTable {
    /** Largest data of a row that is read, in bytes. */
    public static final int LARGEST_DATA = 1024 * 1024;

    private static final String TAKER =
            """
            SELECT pg_try_advisory_xact_lock(hashtextextended('caravan inbox', 0))
            """;

    /** Whether this transaction takes from the inbox; until it ends no other one does. */
    static boolean isTaker(Statements statements) throws SQLException {
        try (ResultSet result = statements.set(TAKER).executeQuery()) {
            return result.next() && result.getBoolean(1);
        }
    }

    /** As many of the oldest rows as asked for, and fewer if they are large. */
    private static final String HEAD =
            """
            SELECT number, type, CASE WHEN octet_length(data) <= 1048576 THEN data END AS data, key, id, source, subject, time,
                   correlation
            FROM (SELECT *, sum(least(octet_length(data), 1048576)) OVER (ORDER BY number) AS weight
                  FROM (SELECT * FROM inbox ORDER BY number LIMIT ?) AS oldest) AS weighed
            WHERE weight <= 8000000 ORDER BY number
            """;

    static List<InboxRow> head(Statements statements, int most) throws SQLException {
        var rows = new ArrayList<InboxRow>();
        try (ResultSet result = statements.set(HEAD, most).executeQuery()) {
            while (result.next()) {
                rows.add(new InboxRow(
                        result.getLong("number"),
                        text(result, "key"),
                        new InboxRow.Named(
                                result.getString("type"),
                                result.getString("id"),
                                result.getString("source"),
                                text(result, "subject"),
                                text(result, "correlation")),
                        new InboxRow.Content(result.getObject("time", OffsetDateTime.class), text(result, "data"))));
            }
        }
        return rows;
    }

    private static Optional<String> text(ResultSet result, String column) throws SQLException {
        return Optional.ofNullable(result.getString(column));
    }

    private static final String TAKE =
            """
            DELETE FROM inbox WHERE number = ANY (?::bigint[]) AND NOT EXISTS (
              SELECT 1 FROM inbox AS earlier
              WHERE earlier.key = inbox.key AND earlier.number < inbox.number AND earlier.number <> ALL (?::bigint[])
              OFFSET 0)
            RETURNING number
            """;

    /**
     * Takes rows out; the answer is those that were still there. One whose key has an earlier row that is not among them stays:
     * it is not its turn.
     */
    public static Set<Long> take(Statements statements, Collection<Long> numbers) throws SQLException {
        var taken = new HashSet<Long>();
        try (ResultSet result = statements.set(TAKE, numbers, numbers).executeQuery()) {
            while (result.next()) {
                taken.add(result.getLong(1));
            }
        }
        return taken;
    }

    private static final String PARK =
            """
            WITH gone AS (DELETE FROM inbox WHERE number = ?
                          RETURNING number, type, data, key, id, source, subject, time, correlation)
            INSERT INTO inbox_parked (number, type, data, key, id, source, subject, time, correlation, reason)
            SELECT gone.*, ? FROM gone
            """;

    /** Puts a row aside for a person; false = it was not there any more. */
    public static boolean park(Statements statements, long number, String reason) throws SQLException {
        return statements.update(PARK, number, reason) == 1;
    }

    private InboxTable() {}
}
