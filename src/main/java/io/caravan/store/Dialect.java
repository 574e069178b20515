package io.caravan.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Which of the two databases a connection speaks with. */
public enum Dialect {
    SQLITE,
    POSTGRES;

    public static Dialect of(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL") ? POSTGRES : SQLITE;
    }
}
