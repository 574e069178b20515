package io.caravan.sandbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection in use; it prepares each statement once. */
final class Transaction implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Transaction(Connection connection) {
        this.connection = connection;
    }

    int update(String sql, @Nullable Object... values) throws SQLException {
        return bound(sql, values).executeUpdate();
    }

    <T> List<T> all(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        try (ResultSet result = bound(sql, values).executeQuery()) {
            List<T> read = new ArrayList<>();
            while (result.next()) {
                read.add(row.read(result));
            }
            return read;
        }
    }

    <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        return all(sql, row, values).stream().findFirst();
    }

    private static final String TAKE_TURN =
            """
            INSERT INTO sandbox_counter (name, last) VALUES ('turn', 0) ON CONFLICT (name) DO UPDATE SET last = 0 WHERE FALSE
            """;

    /**
     * Makes the writers of several nodes take turns: SQLite locks the database, PostgreSQL the row. The row is not written:
     * as long as PostgreSQL cannot clean up, everybody would walk through all that it has ever been.
     */
    void takeTurn() throws SQLException {
        update(TAKE_TURN);
    }

    private static final String NEXT =
            """
            UPDATE sandbox_counter SET last = last + 1 WHERE name = ? RETURNING last
            """;

    /** The next number of a counter of {@link Schema}. */
    long next(String counter) throws SQLException {
        return first(NEXT, row -> row.getLong(1), counter)
                .orElseThrow(() -> new SQLException("The sandbox has no counter " + counter));
    }

    private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
    }
}
