package io.caravan.store.view;

import io.caravan.store.Rounds;
import io.caravan.store.Statements;
import io.caravan.store.limit.Pauses;
import io.caravan.store.outbox.DueRows;
import io.caravan.store.outbox.Queue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * How much is due and taken by nobody, how much is open: counted every few seconds, each kind up to {@link #MOST} rows and by
 * an index, so that it costs the same however large the tables are.
 */
public final class Backlog implements Rounds.Round {
    /** A count of so many means: so many at least. */
    public static final int MOST = 10_000;

    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(5);

    /** What was found; the oldest row has been due since then. */
    public record Found(int due, Optional<Instant> oldestDue, int running, int failed, int dead) {}

    private final DataSource reading;
    private final Pauses pauses;
    private final Clock clock;
    private volatile Optional<Found> found = Optional.empty();

    /** @param pauses what rests is due, but nobody shall take it: it does not count */
    public Backlog(DataSource reading, Pauses pauses, Clock clock) {
        this.reading = reading;
        this.pauses = pauses;
        this.clock = clock;
    }

    /** What was found the last time; empty when it could not be looked. */
    public Optional<Found> found() {
        return found;
    }

    /** Since when the oldest free row is due, by the clock of the due times. */
    public Optional<Duration> oldestAge() {
        return found.map(each -> each.oldestDue()
                .map(due -> Duration.between(due, clock.instant()))
                .filter(age -> !age.isNegative())
                .orElse(Duration.ZERO));
    }

    @Override
    public Duration go() throws SQLException {
        try (var connection = reading.getConnection();
                var statements = new Statements(connection)) {
            connection.setAutoCommit(false); // one transaction, not one for each count: an idle cluster shall be quiet
            found = Optional.of(look(statements, clock.instant()));
            return BETWEEN_ROUNDS;
        } catch (SQLException away) {
            found = Optional.empty();
            throw away;
        }
    }

    private static final String DUE =
            """
            SELECT count(*) FROM (SELECT 1 FROM outbox
                                  WHERE destination = ? AND lease_epoch IS NULL AND due_at <= ? LIMIT ?) AS due
            """;

    private static final String OPEN =
            """
            SELECT count(*) FROM (SELECT 1 FROM flow WHERE status = ? LIMIT ?) AS open
            """;

    private static final String DEAD =
            """
            SELECT count(*) FROM (SELECT 1 FROM dead LIMIT ?) AS dead
            """;

    private Found look(Statements statements, Instant now) throws SQLException {
        int due = 0;
        Optional<Instant> oldest = Optional.empty();
        for (Map.Entry<String, Instant> each : DueRows.nextDue(statements).entrySet()) {
            boolean open = pauses.of(Queue.named(each.getKey())).isEmpty();
            if (open && !each.getValue().isAfter(now) && due < MOST) {
                due += count(statements, DUE, each.getKey(), now.toEpochMilli(), MOST - due);
                oldest = Optional.of(
                        oldest.filter(other -> other.isBefore(each.getValue())).orElse(each.getValue()));
            }
        }
        return new Found(
                due,
                oldest,
                count(statements, OPEN, "running", MOST),
                count(statements, OPEN, "failed", MOST),
                count(statements, DEAD, MOST));
    }

    private static int count(Statements statements, String sql, Object... parameters) throws SQLException {
        try (ResultSet result = statements.set(sql, parameters).executeQuery()) {
            result.next();
            return result.getInt(1);
        }
    }
}
