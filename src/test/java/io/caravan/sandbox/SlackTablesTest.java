package io.caravan.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sandbox's Slack does to its tables. */
final class SlackTablesTest {
    @TempDir
    private Path directory;

    /** Nobody can clean up the versions of a row while somebody holds a transaction open, and all have to walk through them. */
    @Test
    @Tag("postgres")
    void a_message_writes_no_row_that_is_there_already() throws Exception {
        try (RunningSandbox sandbox = new RunningSandbox(directory)) {
            post(sandbox, "x");
            List<String> before = versions();
            post(sandbox, "y");
            assertEquals(before, versions());
        }
    }

    private List<String> versions() throws SQLException {
        String schema = RunningSandbox.schema(directory);
        try (Connection connection = DriverManager.getConnection(RunningSandbox.database(directory));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name || ' ' || ctid FROM " + schema
                        + ".sandbox_counter UNION ALL SELECT name || ' ' || ctid FROM " + schema
                        + ".sandbox_channel ORDER BY 1")) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    @Test
    @Tag("sqlite")
    void a_sandbox_whose_channels_kept_a_time_goes_on() throws Exception {
        goesOn(
                "jdbc:sqlite:" + directory.resolve("sandbox.db"),
                "ALTER TABLE sandbox_channel ADD COLUMN last_ts BIGINT NOT NULL DEFAULT 0");
    }

    @Test
    @Tag("postgres")
    void a_sandbox_whose_channels_kept_a_time_goes_on_on_postgresql_too() throws Exception {
        String channels = "ALTER TABLE " + RunningSandbox.schema(directory) + ".sandbox_channel ";
        goesOn(
                RunningSandbox.database(directory),
                channels + "ADD COLUMN last_ts BIGINT NOT NULL DEFAULT 0; " + channels
                        + "ALTER COLUMN last_ts DROP DEFAULT");
    }

    private void goesOn(String database, String older) throws Exception {
        try (RunningSandbox sandbox = new RunningSandbox(directory)) {
            post(sandbox, "x");
        }
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            statement.execute(older);
        }
        try (RunningSandbox sandbox = new RunningSandbox(directory)) {
            post(sandbox, "y");
            assertEquals(2, sandbox.messages().size());
        }
        try (Connection connection = DriverManager.getConnection(database)) {
            try (ResultSet columns = connection.getMetaData().getColumns(null, null, "sandbox_channel", "last_ts")) {
                assertFalse(columns.next());
            }
        }
    }

    private static void post(RunningSandbox sandbox, String text) {
        assertTrue(sandbox.slack("chat.postMessage", "{\"channel\":\"#new\",\"text\":\"" + text + "\"}")
                .path("ok")
                .asBoolean());
    }
}
