package io.caravan.store.view;

import io.caravan.flow.Pause.Subject;
import io.caravan.store.Statements;
import io.caravan.store.outbox.DueRows;
import io.caravan.store.outbox.Queue;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** How much waits in the outbox for each destination. */
public final class DestinationList {
    /** A count of so many means: so many at least. */
    public static final int MOST = 10_000;

    private final DataSource reading;
    private final Clock clock;

    /** @param clock that of the due times */
    public DestinationList(DataSource reading, Clock clock) {
        this.reading = reading;
        this.clock = clock;
    }

    /** The destinations of all rows that nobody has taken. */
    public Set<String> names() throws SQLException {
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            return DueRows.nextDue(statements).keySet().stream()
                    .map(DestinationList::destination)
                    .filter(name -> !name.isEmpty())
                    .collect(Collectors.toSet());
        }
    }

    private static final String WAITING =
            """
            SELECT count(*) FROM (SELECT 1 FROM outbox
                                  WHERE destination = ? AND lease_epoch IS NULL AND due_at <= ? LIMIT ?) AS due
            """;

    /** How many rows of each are due and taken by nobody. */
    public SortedMap<String, Integer> waiting() throws SQLException {
        Instant now = clock.instant();
        var waiting = new TreeMap<String, Integer>();
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            for (String name : DueRows.nextDue(statements).keySet()) {
                String destination = destination(name);
                int before = waiting.getOrDefault(destination, 0);
                waiting.put(destination, before + count(statements, name, now, MOST - before));
            }
        }
        waiting.remove("");
        return waiting;
    }

    /** The destination of a queue, as a whole. */
    private static String destination(String queue) {
        return Subject.destination(Queue.named(queue).destination()).name();
    }

    private static int count(Statements statements, String queue, Instant now, int most) throws SQLException {
        try (ResultSet result =
                statements.set(WAITING, queue, now.toEpochMilli(), most).executeQuery()) {
            result.next();
            return result.getInt(1);
        }
    }
}
