package io.caravan.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What statements read whose plans PostgreSQL has made while it thought their table empty; plans outlive that. */
public final class Plans {
    private Plans() {}

    /** Statements whose plans are looked at. */
    @FunctionalInterface
    public interface Work {
        void run(Statements statements) throws SQLException;
    }

    /**
     * How many rows of the table the work reads.
     *
     * @param fill puts many rows into the empty table, after the plans were made
     */
    public static long reads(OpenStore store, String table, String fill, Work work) throws SQLException {
        store.tables().change("VACUUM (ANALYZE) " + table);
        try (Connection connection = store.database().writing().getConnection();
                var statements = new Statements(connection)) {
            connection.setAutoCommit(false);
            work.run(statements);
            connection.rollback();
            store.tables().change(fill);
            work.run(statements);
            long read = reads(connection, table);
            connection.rollback();
            return read;
        }
    }

    private static long reads(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT seq_tup_read + idx_tup_fetch"
                        + " FROM pg_stat_xact_user_tables WHERE relname = '" + table + "'")) {
            result.next();
            return result.getLong(1);
        }
    }
}
