package io.caravan.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows for a statement. On SQLite, where a call costs nothing, it is run for each of them; on PostgreSQL too, in one round trip,
 * or once for all of them, with each column as one array to be taken apart by {@code unnest}.
 */
public final class Rows {
    /** What a column holds. */
    public enum Column {
        TEXT("text", Types.VARCHAR),
        /** A UUID; SQLite keeps it as text. */
        ID("uuid", Types.VARCHAR),
        INTEGER("int4", Types.INTEGER),
        BIGINT("int8", Types.BIGINT);

        private final String array;
        private final int type;

        Column(String array, int type) {
            this.array = array;
            this.type = type;
        }
    }

    private final Column[] columns;
    private final List<Object[]> rows = new ArrayList<>();

    public Rows(Column... columns) {
        this.columns = columns;
    }

    /** Adds a row; an empty {@link Optional} is null. */
    public Rows add(Object... values) {
        if (values.length != columns.length) {
            throw new IllegalArgumentException(values.length + " values for " + columns.length + " columns");
        }
        for (int i = 0; i < values.length; i++) {
            Object value = values[i] instanceof Optional<?> optional ? optional.orElse(null) : values[i];
            values[i] = value instanceof Boolean flag ? (Object) (flag ? 1 : 0) : value;
        }
        rows.add(values);
        return this;
    }

    public int size() {
        return rows.size();
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    String text(int row, int column) {
        return String.valueOf(rows.get(row)[column]);
    }

    void bindRow(PreparedStatement statement, int row) throws SQLException {
        Object[] values = rows.get(row);
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                statement.setNull(i + 1, columns[i].type);
            } else {
                statement.setObject(i + 1, values[i]);
            }
        }
    }

    void bindArrays(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < columns.length; i++) {
            statement.setArray(i + 1, statement.getConnection().createArrayOf(columns[i].array, column(i)));
        }
    }

    private Object[] column(int column) {
        Object[] values =
                switch (columns[column]) {
                    case TEXT, ID -> new String[rows.size()];
                    case INTEGER -> new Integer[rows.size()];
                    case BIGINT -> new Long[rows.size()];
                };
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.get(i)[column];
        }
        return values;
    }
}
