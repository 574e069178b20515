package io.caravan.sandbox;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads one value from the row a result set stands on. */
interface Row<T> {
    T read(ResultSet row) throws SQLException;
}
