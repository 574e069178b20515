package io.caravan.sandbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Mends what a sandbox of before has made: its records let no notes in, and its channels keep a time that is in their messages. */
final class OlderSchema {
    private static final String POSTGRESQL =
            """
            ALTER TABLE sandbox_record DROP CONSTRAINT IF EXISTS sandbox_record_kind_check,
              ADD CONSTRAINT sandbox_record_kind_check CHECK (kind IN ('contacts', 'companies', 'deals', 'notes'))
            """;

    private static final String IS_NARROW =
            """
            SELECT 1 FROM sqlite_master WHERE name = 'sandbox_record' AND sql NOT LIKE '%''notes''%'
            """;

    private static final String IS_NARROW_POSTGRESQL =
            """
            SELECT 1 FROM pg_constraint WHERE conname = 'sandbox_record_kind_check'
              AND conrelid = 'sandbox_record'::regclass AND pg_get_constraintdef(oid) NOT LIKE '%notes%'
            """;

    private static final String HAS_TIME =
            """
            SELECT 1 FROM pragma_table_info('sandbox_channel') WHERE name = 'last_ts'
            """;

    private static final String HAS_TIME_POSTGRESQL =
            """
            SELECT 1 FROM pg_attribute
            WHERE attrelid = 'sandbox_channel'::regclass AND attname = 'last_ts' AND NOT attisdropped
            """;

    private static final String WITHOUT_TIME =
            """
            ALTER TABLE sandbox_channel DROP COLUMN last_ts
            """;

    private static final String ARE_ENFORCED =
            """
            SELECT 1 FROM pragma_foreign_keys WHERE foreign_keys = 1
            """;

    /** SQLite cannot change a constraint: the rows move to a new table, which takes the old one's name. */
    private static final List<String> SQLITE = List.of(
            """
            CREATE TABLE sandbox_record_wider (
              id BIGINT PRIMARY KEY,
              kind TEXT NOT NULL CHECK (kind IN ('contacts', 'companies', 'deals', 'notes')),
              properties TEXT NOT NULL,
              created_at TEXT NOT NULL,
              updated_at TEXT NOT NULL,
              writes BIGINT NOT NULL CHECK (writes > 0)
            )
            """,
            """
            INSERT INTO sandbox_record_wider (id, kind, properties, created_at, updated_at, writes)
            SELECT id, kind, properties, created_at, updated_at, writes FROM sandbox_record
            """,
            """
            DROP TABLE sandbox_record
            """,
            """
            ALTER TABLE sandbox_record_wider RENAME TO sandbox_record
            """,
            """
            CREATE INDEX sandbox_record_kind ON sandbox_record (kind, id)
            """);

    private OlderSchema() {}

    static void mend(Connection connection) throws SQLException {
        boolean server = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
        try (Statement statement = connection.createStatement()) {
            if (holds(statement, server ? HAS_TIME_POSTGRESQL : HAS_TIME)) {
                statement.execute(WITHOUT_TIME);
            }
            if (server && holds(statement, IS_NARROW_POSTGRESQL)) {
                statement.execute(POSTGRESQL);
            } else if (!server && holds(statement, IS_NARROW)) {
                rebuild(connection, statement);
            }
        }
    }

    private static boolean holds(Statement statement, String question) throws SQLException {
        try (var answer = statement.executeQuery(question)) {
            return answer.next();
        }
    }

    /** Foreign keys are not looked at meanwhile: those of other tables name the table that comes back. */
    private static void rebuild(Connection connection, Statement statement) throws SQLException {
        boolean enforced = holds(statement, ARE_ENFORCED);
        statement.execute("PRAGMA foreign_keys = OFF");
        connection.setAutoCommit(false);
        try {
            for (String sql : SQLITE) {
                statement.execute(sql);
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
            if (enforced) {
                statement.execute("PRAGMA foreign_keys = ON");
            }
        }
    }
}
