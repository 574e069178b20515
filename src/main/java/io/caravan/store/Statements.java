package io.caravan.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The prepared statements of one connection, each prepared once. */
public final class Statements implements AutoCloseable {
    private final Connection connection;
    private final Dialect dialect;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    public Statements(Connection connection) throws SQLException {
        this.connection = connection;
        this.dialect = Dialect.of(connection);
    }

    public Connection connection() {
        return connection;
    }

    public Dialect dialect() {
        return dialect;
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    /** The statement with its parameters set, in order. */
    public PreparedStatement set(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = prepare(sql);
        for (int i = 0; i < parameters.length; i++) {
            set(statement, i + 1, parameters[i]);
        }
        return statement;
    }

    public PreparedStatement set(Sql sql, Object... parameters) throws SQLException {
        return set(sql.in(dialect), parameters);
    }

    /** Runs an insert, update or delete; the answer is its number of rows. */
    public int update(String sql, Object... parameters) throws SQLException {
        return set(sql, parameters).executeUpdate();
    }

    public int update(Sql sql, Object... parameters) throws SQLException {
        return set(sql, parameters).executeUpdate();
    }

    /** Runs the statement for all rows; the answer is how many rows of the table it has changed. */
    public int write(Sql sql, Rows rows) throws SQLException {
        if (rows.isEmpty()) {
            return 0;
        }
        PreparedStatement statement = prepare(sql.in(dialect));
        if (dialect == Dialect.POSTGRES) {
            rows.bindArrays(statement);
            return statement.executeUpdate();
        }
        int changed = 0;
        for (int count : batch(statement, rows)) {
            changed += count;
        }
        return changed;
    }

    /**
     * Inserts the rows that are not there yet; the answer holds the first columns of those that were new. PostgreSQL's
     * statement returns them.
     */
    public Set<String> insertNew(Sql sql, Rows rows) throws SQLException {
        var fresh = new HashSet<String>();
        if (rows.isEmpty()) {
            return fresh;
        }
        PreparedStatement statement = prepare(sql.in(dialect));
        if (dialect == Dialect.POSTGRES) {
            rows.bindArrays(statement);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    fresh.add(result.getString(1));
                }
            }
            return fresh;
        }
        int[] counts = batch(statement, rows);
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                fresh.add(rows.text(i, 0));
            }
        }
        return fresh;
    }

    /**
     * Runs the statement for each row; the answer says for which of them it has changed one row of the table. Rows are not
     * joined with a table that may be empty: if PostgreSQL plans that while it is, the plan walks through the whole table for
     * each of them, and stays when the table has grown.
     */
    public BitSet apply(String sql, Rows rows) throws SQLException {
        var effective = new BitSet(rows.size());
        if (rows.isEmpty()) {
            return effective;
        }
        int[] counts = batch(prepare(sql), rows);
        for (int i = 0; i < counts.length; i++) {
            effective.set(i, counts[i] == 1);
        }
        return effective;
    }

    public BitSet apply(Sql sql, Rows rows) throws SQLException {
        return apply(sql.in(dialect), rows);
    }

    private static int[] batch(PreparedStatement statement, Rows rows) throws SQLException {
        for (int i = 0; i < rows.size(); i++) {
            rows.bindRow(statement, i);
            statement.addBatch();
        }
        return statement.executeBatch();
    }

    /** Drops batches that were gathered and not executed. */
    public void forgetBatches() {
        for (PreparedStatement statement : prepared.values()) {
            try {
                statement.clearBatch();
            } catch (SQLException closed) {
                // a closed statement has nothing gathered
            }
        }
    }

    private void set(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof Optional<?> optional) {
            if (optional.isEmpty()) {
                statement.setNull(index, Types.NULL);
            } else {
                set(statement, index, optional.get());
            }
        } else if (value instanceof Collection<?> list) {
            setList(statement, index, list);
        } else if (value instanceof Long number) {
            statement.setLong(index, number);
        } else if (value instanceof Integer number) {
            statement.setInt(index, number);
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(index, bytes);
        } else if (value instanceof Boolean flag) {
            statement.setInt(index, flag ? 1 : 0);
        } else {
            statement.setString(index, (String) value);
        }
    }

    /** A list of text or of whole numbers: an array for PostgreSQL's {@code = ANY (?)}, JSON for SQLite's {@code json_each(?)}. */
    private void setList(PreparedStatement statement, int index, Collection<?> list) throws SQLException {
        if (dialect == Dialect.SQLITE) {
            statement.setString(index, Json.write(list));
        } else if (list.isEmpty()) {
            statement.setObject(index, "{}", Types.OTHER); // of whatever type the statement asks for
        } else if (list.stream().allMatch(Long.class::isInstance)) {
            statement.setArray(index, connection.createArrayOf("int8", list.toArray(Long[]::new)));
        } else {
            statement.setArray(index, connection.createArrayOf("text", list.toArray(String[]::new)));
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : prepared.values()) {
            statement.close();
        }
        connection.close();
    }
}
