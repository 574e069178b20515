package io.caravan;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source that routes can be given before its database has been opened; where none is opened, no connection is had. */
final class LaterDataSource implements DataSource {
    private volatile @Nullable DataSource opened;

    void open(DataSource database) {
        opened = database;
    }

    private DataSource opened() throws SQLException {
        DataSource database = opened;
        if (database == null) {
            throw new SQLException("the database is not open yet");
        }
        return database;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return opened().getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("Caravan alone says who it is to the database");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return opened().getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter writer) throws SQLException {
        opened().setLogWriter(writer);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return opened().getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        opened().setLoginTimeout(seconds);
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("logs go to SLF4J");
    }

    @Override
    public <T> T unwrap(Class<T> wanted) throws SQLException {
        return opened().unwrap(wanted);
    }

    @Override
    public boolean isWrapperFor(Class<?> wanted) throws SQLException {
        return opened().isWrapperFor(wanted);
    }
}
