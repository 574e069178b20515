package io.caravan.store.aggregation;

import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** When the time of the next group comes, be it to complete it or to deliver it. */
final class NextDue {
    private static final Sql NEXT = new Sql(
            """
            SELECT min(due_at) FROM (
              SELECT min(due_at) AS due_at FROM aggregation
              WHERE due_at > ? AND aggregator IN (SELECT value FROM json_each(?))
              UNION ALL
              SELECT min(due_at) FROM completed_group
              WHERE due_at > ? AND aggregator IN (SELECT value FROM json_each(?))) AS next
            """,
            """
            SELECT min(due_at) FROM (
              SELECT min(due_at) AS due_at FROM aggregation WHERE due_at > ? AND aggregator = ANY (?)
              UNION ALL
              SELECT min(due_at) FROM completed_group WHERE due_at > ? AND aggregator = ANY (?)) AS next
            """);

    static Optional<Instant> after(Statements statements, Collection<String> aggregators, Instant now)
            throws SQLException {
        long millis = now.toEpochMilli();
        try (ResultSet result =
                statements.set(NEXT, millis, aggregators, millis, aggregators).executeQuery()) {
            result.next();
            long due = result.getLong(1);
            return result.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(due));
        }
    }

    private NextDue() {}
}
