package io.caravan.store.view;

import io.caravan.store.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** How much has not ended, counted by indexes up to {@link Backlog#MOST}, so that it costs the same however much there is. */
public final class OpenWork {
    /** So many of the oldest flows are offered to whoever looks for one that waits. */
    private static final int MOST_OLDEST = 20;

    /** Flows that run, actions that wait, dead letters; and the flows that have run longest, the oldest first. */
    public record Found(int running, int waiting, int deadLetters, List<String> oldest) {}

    private final DataSource reading;

    public OpenWork(DataSource reading) {
        this.reading = reading;
    }

    private static final String RUNNING =
            """
            SELECT count(*) FROM (SELECT 1 FROM flow WHERE status = 'running' AND status <> 'completed' LIMIT ?) AS open
            """;

    /** An action waits while its row belongs to no node: for its time, an event, a budget, or room. */
    private static final String WAITING =
            """
            SELECT count(*) FROM (SELECT 1 FROM outbox
              WHERE lease_epoch IS NULL AND kind IN ('action', 'evaluate', 'await', 'trigger') LIMIT ?) AS free
            """;

    private static final String DEAD =
            """
            SELECT count(*) FROM (SELECT 1 FROM dead LIMIT ?) AS dead
            """;

    private static final String OLDEST =
            """
            SELECT id FROM flow WHERE status = 'running' AND status <> 'completed' ORDER BY id LIMIT ?
            """;

    public Found look() throws SQLException {
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            connection.setAutoCommit(false);
            try {
                return new Found(
                        count(statements, RUNNING),
                        count(statements, WAITING),
                        count(statements, DEAD),
                        oldest(statements));
            } finally {
                connection.rollback();
            }
        }
    }

    /** Only the dead letters. */
    public int deadLetters() throws SQLException {
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            return count(statements, DEAD);
        }
    }

    private static int count(Statements statements, String sql) throws SQLException {
        try (ResultSet result = statements.set(sql, Backlog.MOST).executeQuery()) {
            result.next();
            return result.getInt(1);
        }
    }

    private static List<String> oldest(Statements statements) throws SQLException {
        var ids = new ArrayList<String>();
        try (ResultSet rows = statements.set(OLDEST, MOST_OLDEST).executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }
}
