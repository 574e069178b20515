package io.caravan.store.inbox;

import io.caravan.store.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A node's turn at the inbox: as long as its transaction lives no other node takes from it. The database ends it when the node is
 * silent for too long. It sees anew with each statement and lets go of what it saw, so that the database may clean up behind it.
 */
public final class InboxTurn implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Statements statements;
    private final long since = System.nanoTime();

    private InboxTurn(Statements statements) {
        this.statements = statements;
    }

    /**
     * Each statement sees what was committed before it: rows that the node before has taken are gone. For this transaction only; for
     * the connection, it would be two more transactions each time.
     */
    private static final String ISOLATION =
            """
            SET TRANSACTION ISOLATION LEVEL READ COMMITTED
            """;

    /** Empty = it is another node's. */
    public static Optional<InboxTurn> begin(DataSource reading) throws SQLException {
        Connection connection = reading.getConnection();
        var turn = new InboxTurn(new Statements(connection));
        try {
            connection.setAutoCommit(false);
            turn.statements.update(ISOLATION);
            if (InboxTable.isTaker(turn.statements)) {
                turn.letGo();
                return Optional.of(turn);
            }
            turn.close();
            return Optional.empty();
        } catch (SQLException failed) {
            turn.close();
            throw failed;
        }
    }

    /** As many of the oldest rows as asked for, and fewer if they are large. */
    public List<InboxRow> head(int most) throws SQLException {
        List<InboxRow> rows = InboxTable.head(statements, most);
        letGo();
        return rows;
    }

    /** To be called every second or so, lest the database ends it. */
    public void keep() throws SQLException {
        InboxTable.isTaker(statements);
        letGo();
    }

    /**
     * PostgreSQL keeps what a query saw until the transaction's next statement. This one sees nothing; without it, every row
     * that is changed while the turn rests stays in the tables and is read over again and again.
     */
    private static final String SEES_NOTHING = """
            SET TRANSACTION READ ONLY
            """;

    private void letGo() throws SQLException {
        statements.update(SEES_NOTHING);
    }

    /** Whether it has lasted long enough: one without an end would look like a transaction that somebody has forgotten. */
    public boolean isOver() {
        return System.nanoTime() - since > LONGEST.toNanos();
    }

    @Override
    public void close() throws SQLException {
        try (statements) {
            statements.connection().rollback();
        }
    }
}
