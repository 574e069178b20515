package io.caravan.store.view;

import io.caravan.store.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * What all nodes have done in each minute of the last hour. The writers count within their own transactions, so that it costs a
 * few rows to read however many flows there are, and a crash changes nothing of it.
 */
public final class RateList {
    /** So many minutes are shown, the one under way included. */
    public static final int MINUTES = 60;

    /** What was done in the minute that began then: events accepted, flows started, completed and failed. */
    public record Rate(Instant minute, long accepted, long started, long completed, long failed) {}

    private final DataSource reading;
    private final Clock clock;

    /** @param clock that of the due times, by which is counted */
    public RateList(DataSource reading, Clock clock) {
        this.reading = reading;
        this.clock = clock;
    }

    private static final String LAST =
            """
            SELECT minute, sum(accepted), sum(started), sum(completed), sum(failed) FROM rate
            WHERE minute > ? AND minute <= ? GROUP BY minute
            """;

    /** The oldest minute first; where nothing was done, all is 0. */
    public List<Rate> lastHour() throws SQLException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        long last = now.getEpochSecond() / 60;
        Map<Long, Rate> found = new HashMap<>();
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection);
                ResultSet rows = statements.set(LAST, last - MINUTES, last).executeQuery()) {
            while (rows.next()) {
                found.put(rows.getLong(1), rate(rows));
            }
        }
        var rates = new ArrayList<Rate>();
        for (long minute = last - MINUTES + 1; minute <= last; minute++) {
            rates.add(found.getOrDefault(minute, new Rate(begin(minute), 0, 0, 0, 0)));
        }
        return rates;
    }

    private static Rate rate(ResultSet rows) throws SQLException {
        return new Rate(begin(rows.getLong(1)), rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getLong(5));
    }

    private static Instant begin(long minute) {
        return Instant.ofEpochSecond(minute * 60);
    }
}
