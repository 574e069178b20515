package io.caravan.store.retention;

import static io.caravan.store.Rows.Column.BIGINT;
import static io.caravan.store.Rows.Column.TEXT;

import io.caravan.store.Rounds;
import io.caravan.store.Rows;
import io.caravan.store.Sql;
import io.caravan.store.Statements;
import io.caravan.store.journal.Journal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;

/** Removes keys of {@code onceWithin} whose time is over; keys of {@code once} have none and stay. */
public final class OldKeys implements Rounds.Round {
    private static final Duration BETWEEN_PASSES = Duration.ofMinutes(10);
    private static final Duration BETWEEN_READS = Duration.ofMillis(10);

    /** A batch that has just found the key held still asks who holds it. */
    private static final Duration GRACE = Duration.ofHours(1);

    private static final Place START = new Place("", "");

    private final DataSource reading;
    private final Journal journal;
    private final Clock clock;
    private final Pace pace = new Pace();
    private Place last = START;

    /** Up to which key the table has been walked. */
    private record Place(String definition, String key) {}

    public OldKeys(DataSource reading, Journal journal, Clock clock) {
        this.reading = reading;
        this.journal = journal;
        this.clock = clock;
    }

    private static final String WALK =
            """
            SELECT definition, key, coalesce(until < ?, FALSE) AS is_old FROM once
            WHERE (definition, key) > (?, ?) ORDER BY definition, key LIMIT ?
            """;

    /** One step: some keys are looked at, the old ones among them are removed. */
    @Override
    public Duration go() throws SQLException, ExecutionException, InterruptedException {
        long before = clock.instant().minus(GRACE).toEpochMilli();
        var old = new Rows(TEXT, TEXT, BIGINT);
        int most = pace.size();
        int passed = 0;
        try (var connection = reading.getConnection();
                var statements = new Statements(connection);
                ResultSet result = statements
                        .set(WALK, before, last.definition(), last.key(), most)
                        .executeQuery()) {
            while (result.next()) {
                passed++;
                last = new Place(result.getString("definition"), result.getString("key"));
                if (result.getBoolean("is_old")) {
                    old.add(last.definition(), last.key(), before);
                }
            }
        }
        Duration rest = old.isEmpty() ? BETWEEN_READS : remove(old);
        if (passed == most) {
            return rest;
        }
        last = START;
        return BETWEEN_PASSES;
    }

    private static final Sql REMOVE = new Sql(
            """
            DELETE FROM once WHERE definition = ? AND key = ? AND until < ?
            """,
            """
            DELETE FROM once WHERE ctid = (
              SELECT ctid FROM once WHERE definition = ? AND key = ? AND until < ? FOR UPDATE SKIP LOCKED)
            """);

    private Duration remove(Rows old) throws ExecutionException, InterruptedException {
        return journal.run(statements -> {
                    long began = System.nanoTime();
                    statements.apply(REMOVE, old);
                    return pace.worked(Duration.ofNanos(System.nanoTime() - began));
                })
                .get();
    }
}
