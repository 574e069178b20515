package io.caravan.sample;

import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** The sample's own tables, which its routes fill, in SQL that SQLite and PostgreSQL both understand. */
final class Tables {
    /** Nodes that start together may collide on PostgreSQL: each collision means that another has made something. */
    private static final int ATTEMPTS = 100;

    /** Its keys are compared and sorted in the order of their bytes, as in Java. */
    private static final Sql ENTITLEMENT = new Sql(
            """
            CREATE TABLE IF NOT EXISTS entitlement (
              holder TEXT NOT NULL,
              resource TEXT NOT NULL,
              application TEXT NOT NULL,
              granted INTEGER NOT NULL CHECK (granted IN (0, 1)),
              event TEXT NOT NULL,
              PRIMARY KEY (holder, resource)
            )
            """,
            """
            CREATE TABLE IF NOT EXISTS entitlement (
              holder TEXT COLLATE "C" NOT NULL,
              resource TEXT COLLATE "C" NOT NULL,
              application TEXT NOT NULL,
              granted INTEGER NOT NULL CHECK (granted IN (0, 1)),
              event TEXT COLLATE "C" NOT NULL,
              PRIMARY KEY (holder, resource)
            )
            """);

    private static final List<String> STATEMENTS = List.of(
            """
            CREATE TABLE IF NOT EXISTS action_item (
              id TEXT PRIMARY KEY,
              status TEXT NOT NULL CHECK (status IN ('open', 'completed')),
              document TEXT NOT NULL,
              version BIGINT NOT NULL CHECK (version > 0),
              request TEXT NOT NULL,
              created_at TEXT NOT NULL,
              updated_at TEXT NOT NULL
            )
            """,
            """
            CREATE TABLE IF NOT EXISTS action_item_exception (
              item TEXT NOT NULL,
              request TEXT NOT NULL,
              at TEXT NOT NULL,
              code TEXT NOT NULL,
              message TEXT NOT NULL,
              attempt INTEGER NOT NULL,
              told TEXT NOT NULL,
              resolved TEXT,
              PRIMARY KEY (item, request)
            )
            """);

    private Tables() {}

    static void create(DataSource database) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = database.getConnection();
                    var statements = new Statements(connection)) {
                statements.set(ENTITLEMENT).execute();
                for (String sql : STATEMENTS) {
                    statements.set(sql).execute();
                }
                return;
            } catch (SQLException collided) {
                if (attempt == ATTEMPTS) {
                    throw collided;
                }
            }
        }
    }
}
