package io.caravan.store.view;

import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/** Which of some flows have ended, on whatever node. */
public final class EndedFlows {
    private static final Sql ENDED = new Sql(
            """
            SELECT id FROM flow WHERE id IN (SELECT value FROM json_each(?)) AND ended_at IS NOT NULL
            """,
            """
            SELECT id FROM flow WHERE id = ANY (?::uuid[]) AND ended_at IS NOT NULL
            """);

    private final DataSource reading;

    public EndedFlows(DataSource reading) {
        this.reading = reading;
    }

    public List<String> among(Collection<String> flows) throws SQLException {
        var ended = new ArrayList<String>();
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection);
                ResultSet result = statements.set(ENDED, flows).executeQuery()) {
            while (result.next()) {
                ended.add(result.getString(1));
            }
        }
        return ended;
    }
}
