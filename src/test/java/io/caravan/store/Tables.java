package io.caravan.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The tables as they stand, and damage done to them by hand. */
public final class Tables {
    private final Database database;

    Tables(Database database) {
        this.database = database;
    }

    /** Each row as its columns with bars between them. */
    public List<String> rows(String sql) {
        try (Connection connection = database.reading().getConnection();
                ResultSet result = connection.createStatement().executeQuery(sql)) {
            var rows = new ArrayList<String>();
            while (result.next()) {
                var columns = new ArrayList<String>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", columns));
            }
            return rows;
        } catch (SQLException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    public int count(String table) {
        return Integer.parseInt(rows("SELECT count(*) FROM " + table).get(0));
    }

    public int change(String sql) {
        try (Connection connection = database.writing().getConnection()) {
            connection.setAutoCommit(true);
            return connection.createStatement().executeUpdate(sql);
        } catch (SQLException refused) {
            throw new AssertionError(refused);
        }
    }
}
