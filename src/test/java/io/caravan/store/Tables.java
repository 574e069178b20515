package io.caravan.store;

import io.caravan.postgres.TestDatabase;
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

    /** What sorts rows in the order in which they were inserted. */
    public String insertion() {
        return TestDatabase.isPostgres() ? "ctid" : "rowid";
    }

    /** From now on the database itself refuses new rows of the table on this condition. */
    public void refuse(String table, String condition) {
        if (TestDatabase.isPostgres()) {
            change("CREATE FUNCTION refuse_" + table + "() RETURNS trigger LANGUAGE plpgsql AS"
                    + " $$ BEGIN RAISE EXCEPTION 'refused by the database'; END $$");
            change("CREATE TRIGGER refuse_" + table + " BEFORE INSERT ON " + table + " FOR EACH ROW WHEN (" + condition
                    + ") EXECUTE FUNCTION refuse_" + table + "()");
        } else {
            change("CREATE TRIGGER refuse_" + table + " BEFORE INSERT ON " + table + " WHEN " + condition
                    + " BEGIN SELECT RAISE(ABORT, 'refused by the database'); END");
        }
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
