package io.caravan.store.journal;

import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The table {@code fact}: the journal. */
public final class FactTable {
    /** The facts of one commit; seq is the number of the last one. */
    public record Row(int seq, Instant at, String body) {}

    private static final String APPEND =
            """
            INSERT INTO fact (flow_id, seq, at, body) VALUES (?, ?, ?, ?)
            """;

    static void append(Statements statements, String flow, Row row) throws SQLException {
        statements.update(APPEND, flow, row.seq(), row.at().toEpochMilli(), row.body());
    }

    private static final String READ =
            """
            SELECT seq, at, body FROM fact WHERE flow_id = ? ORDER BY seq
            """;

    public static List<Row> read(Statements statements, String flow) throws SQLException {
        var rows = new ArrayList<Row>();
        try (ResultSet result = statements.set(READ, flow).executeQuery()) {
            while (result.next()) {
                rows.add(new Row(result.getInt(1), Instant.ofEpochMilli(result.getLong(2)), result.getString(3)));
            }
        }
        return rows;
    }

    private FactTable() {}
}
