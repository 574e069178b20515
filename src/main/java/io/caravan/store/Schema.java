package io.caravan.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the tables up to this version. Flyway takes most of a second to load, so it is asked only when there is need. */
enum Schema {
    SQLITE(
            "db/sqlite",
            "13",
            """
            SELECT version FROM flyway_schema_history WHERE success = 1 ORDER BY installed_rank DESC LIMIT 1
            """),
    POSTGRES(
            "db/postgresql",
            "13",
            """
            SELECT version FROM flyway_schema_history WHERE success ORDER BY installed_rank DESC LIMIT 1
            """);

    private final String folder;
    private final String newest;
    private final String applied;

    /** The newest migration in the folder; a test holds the two together. */
    Schema(String folder, String newest, String applied) {
        this.folder = folder;
        this.newest = newest;
        this.applied = applied;
    }

    String folder() {
        return folder;
    }

    String newest() {
        return newest;
    }

    /** Loads Flyway, for a database that is not there yet. */
    static void prepare() {
        Flyway.configure();
    }

    void migrate(DataSource database) {
        if (!isNewest(database)) {
            Flyway.configure()
                    .dataSource(database)
                    .locations("classpath:" + folder)
                    .load()
                    .migrate();
        }
    }

    /** Refuses tables of another version, for who may not change them. */
    void mustBeNewest(DataSource database) {
        if (!isNewest(database)) {
            throw new ConfigurationRefused("The tables are not those of this version of Caravan;"
                    + " an older database is brought up to date when Caravan is started on it.");
        }
    }

    private boolean isNewest(DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet history = statement.executeQuery(applied)) {
            return history.next() && newest.equals(history.getString(1));
        } catch (SQLException noHistoryYet) {
            return false;
        }
    }
}
