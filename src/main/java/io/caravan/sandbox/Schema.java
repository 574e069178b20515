package io.caravan.sandbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** The sandbox's tables, in SQL that SQLite and PostgreSQL both understand. */
final class Schema {
    /** A collision means that another node has made something; so there are no more of them than statements and nodes. */
    private static final int ATTEMPTS = 100;

    private Schema() {}

    private static final List<String> STATEMENTS = List.of(
            """
            CREATE TABLE IF NOT EXISTS sandbox_counter (
              name TEXT PRIMARY KEY,
              last BIGINT NOT NULL
            )
            """,
            """
            INSERT INTO sandbox_counter (name, last) VALUES ('fault', 0)
            ON CONFLICT (name) DO NOTHING
            """,
            """
            CREATE TABLE IF NOT EXISTS sandbox_channel (
              id TEXT PRIMARY KEY,
              name TEXT NOT NULL UNIQUE
            )
            """,
            """
            CREATE TABLE IF NOT EXISTS sandbox_message (
              seq BIGINT PRIMARY KEY,
              channel TEXT NOT NULL REFERENCES sandbox_channel (id),
              ts BIGINT NOT NULL,
              thread_ts BIGINT CHECK (thread_ts < ts),
              broadcast INTEGER NOT NULL CHECK (broadcast IN (0, 1)),
              message TEXT NOT NULL,
              at TEXT NOT NULL,
              UNIQUE (channel, ts)
            )
            """,
            """
            CREATE INDEX IF NOT EXISTS sandbox_message_thread ON sandbox_message (channel, thread_ts, ts)
            """,
            """
            CREATE TABLE IF NOT EXISTS sandbox_record (
              id BIGINT PRIMARY KEY,
              kind TEXT NOT NULL CHECK (kind IN ('contacts', 'companies', 'deals', 'notes')),
              properties TEXT NOT NULL,
              created_at TEXT NOT NULL,
              updated_at TEXT NOT NULL,
              writes BIGINT NOT NULL CHECK (writes > 0)
            )
            """,
            """
            CREATE INDEX IF NOT EXISTS sandbox_record_kind ON sandbox_record (kind, id)
            """,
            """
            CREATE TABLE IF NOT EXISTS sandbox_unique (
              kind TEXT NOT NULL,
              property TEXT NOT NULL,
              value TEXT NOT NULL,
              record BIGINT NOT NULL REFERENCES sandbox_record (id),
              PRIMARY KEY (kind, property, value),
              UNIQUE (record, property)
            )
            """,
            """
            CREATE TABLE IF NOT EXISTS sandbox_property (
              kind TEXT NOT NULL,
              name TEXT NOT NULL,
              definition TEXT NOT NULL,
              PRIMARY KEY (kind, name)
            )
            """,
            """
            CREATE TABLE IF NOT EXISTS sandbox_association (
              from_id BIGINT NOT NULL REFERENCES sandbox_record (id),
              to_kind TEXT NOT NULL,
              to_id BIGINT NOT NULL REFERENCES sandbox_record (id),
              PRIMARY KEY (from_id, to_kind, to_id)
            )
            """,
            """
            CREATE TABLE IF NOT EXISTS sandbox_mail (
              seq BIGINT PRIMARY KEY,
              mail TEXT NOT NULL
            )
            """,
            """
            CREATE TABLE IF NOT EXISTS sandbox_post (
              seq BIGINT PRIMARY KEY,
              post TEXT NOT NULL
            )
            """,
            """
            CREATE TABLE IF NOT EXISTS sandbox_label (
              from_id BIGINT NOT NULL REFERENCES sandbox_record (id),
              to_id BIGINT NOT NULL REFERENCES sandbox_record (id),
              category TEXT NOT NULL,
              type BIGINT NOT NULL,
              PRIMARY KEY (from_id, to_id, category, type)
            )
            """,
            """
            CREATE TABLE IF NOT EXISTS sandbox_hubspot_limit (
              policy TEXT PRIMARY KEY,
              most BIGINT NOT NULL CHECK (most > 0)
            )
            """,
            """
            CREATE TABLE IF NOT EXISTS sandbox_hubspot_call (
              policy TEXT NOT NULL,
              slot BIGINT NOT NULL,
              calls BIGINT NOT NULL,
              PRIMARY KEY (policy, slot)
            )
            """,
            """
            CREATE TABLE IF NOT EXISTS sandbox_fault (
              id BIGINT PRIMARY KEY,
              method TEXT NOT NULL,
              definition TEXT NOT NULL,
              remaining BIGINT CHECK (remaining > 0)
            )
            """);

    /** Creates what is missing; two nodes that start together may collide on PostgreSQL, so it tries again. */
    static void create(DataSource dataSource) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                for (String sql : STATEMENTS) {
                    statement.execute(sql);
                }
                OlderSchema.mend(connection);
                for (String sql : SlackSchema.STATEMENTS) {
                    statement.execute(sql);
                }
                return;
            } catch (SQLException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
