package io.caravan.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements whose plans PostgreSQL has made while it thought their table empty; the plans outlive that. */
public final class Plans {
    private static final int FEW = 10;

    private Plans() {}

    /** Statements that mean one row of the table or none. */
    @FunctionalInterface
    public interface Work {
        void run(Statements statements) throws SQLException;
    }

    /** @param fill puts many rows into the table */
    public record Plan(String table, String fill, String name, Work work) {
        /** Makes the plans while the table is empty, and asserts that they do not walk through all of it when it is full. */
        public void assertReadsFew(OpenStore store) throws SQLException {
            store.tables().change("VACUUM (ANALYZE) " + table);
            try (Connection connection = store.database().writing().getConnection();
                    var statements = new Statements(connection)) {
                connection.setAutoCommit(false);
                work.run(statements);
                connection.rollback();
                store.tables().change(fill);
                work.run(statements);
                long read = read(connection, table);
                connection.rollback();
                assertTrue(read < FEW, read + " rows of " + table + " are read");
            }
        }

        @Override
        public String toString() {
            return table + ": " + name;
        }
    }

    private static long read(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT seq_tup_read + idx_tup_fetch"
                        + " FROM pg_stat_xact_user_tables WHERE relname = '" + table + "'")) {
            result.next();
            return result.getLong(1);
        }
    }
}
