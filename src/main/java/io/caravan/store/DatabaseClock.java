package io.caravan.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database's clock: asked from time to time, and carried on in between by the time that has passed here. */
final class DatabaseClock extends Clock {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);
    private static final Duration LONGEST_UNASKED = Duration.ofSeconds(10);

    /** What the database's clock showed at a moment of the local one that never jumps. */
    private record Reading(Instant shown, long nanos) {}

    private final DataSource database;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Reading last;

    private DatabaseClock(DataSource database, Reading first) {
        this.database = database;
        this.last = first;
    }

    static DatabaseClock of(DataSource database) {
        try {
            return new DatabaseClock(database, ask(database));
        } catch (SQLException unreachable) {
            throw new ConfigurationRefused(
                    "The database of caravan.database.url cannot be asked for its time: " + unreachable.getMessage(),
                    unreachable);
        }
    }

    private static final String NOW =
            """
            SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint
            """;

    private static Reading ask(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            long before = System.nanoTime();
            try (ResultSet result = statement.executeQuery(NOW)) {
                result.next();
                long middle = before + (System.nanoTime() - before) / 2;
                return new Reading(Instant.ofEpochMilli(result.getLong(1)), middle);
            }
        }
    }

    @Override
    public Instant instant() {
        Reading reading = last;
        long passed = System.nanoTime() - reading.nanos();
        if (passed > LONGEST_UNASKED.toNanos() && asking.compareAndSet(false, true)) {
            var thread = new Thread(this::askAgain, "caravan-clock");
            thread.setDaemon(true);
            thread.start();
        }
        return reading.shown().plusNanos(passed);
    }

    /** While the database is away the time goes on by the local clock. */
    private void askAgain() {
        try {
            last = ask(database);
        } catch (SQLException away) {
            LOG.debug("the database cannot be asked for its time just now: {}", away.getMessage());
            last = new Reading(last.shown().plusNanos(System.nanoTime() - last.nanos()), System.nanoTime());
        } finally {
            asking.set(false);
        }
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Caravan's times are UTC.");
    }
}
