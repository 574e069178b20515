package io.caravan.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the tables up to this version. Flyway takes most of a second to load, so it is asked only when there is need. */
final class Schema {
    /** The newest migration in {@code db/sqlite}; a test holds the two together. */
    static final String NEWEST = "1";

    private Schema() {}

    /** Loads Flyway, for a database that is not there yet. */
    static void prepare() {
        Flyway.configure();
    }

    static void migrate(DataSource database) {
        if (!isNewest(database)) {
            Flyway.configure()
                    .dataSource(database)
                    .locations("classpath:db/sqlite")
                    .load()
                    .migrate();
        }
    }

    private static final String APPLIED =
            """
            SELECT version FROM flyway_schema_history WHERE success = 1 ORDER BY installed_rank DESC LIMIT 1
            """;

    private static boolean isNewest(DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet applied = statement.executeQuery(APPLIED)) {
            return applied.next() && NEWEST.equals(applied.getString(1));
        } catch (SQLException noHistoryYet) {
            return false;
        }
    }
}
