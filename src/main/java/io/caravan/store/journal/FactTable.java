package io.caravan.store.journal;

import static io.caravan.store.Rows.Column.BIGINT;
import static io.caravan.store.Rows.Column.ID;
import static io.caravan.store.Rows.Column.INTEGER;
import static io.caravan.store.Rows.Column.TEXT;

import io.caravan.store.Rows;
import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table {@code fact}: the journal. */
public final class FactTable {
    /** The facts of one commit; seq is the number of the last one. */
    public record Row(int seq, Instant at, String body) {}

    private static final Sql APPEND = new Sql(
            """
            INSERT INTO fact (flow_id, seq, at, body) VALUES (?, ?, ?, ?)
            """,
            """
            INSERT INTO fact (flow_id, seq, at, body) SELECT * FROM unnest(?::uuid[], ?::int[], ?::bigint[], ?::text[])
            """);

    static void append(Statements statements, Map<String, Row> facts) throws SQLException {
        var rows = new Rows(ID, INTEGER, BIGINT, TEXT);
        facts.forEach((flow, row) -> rows.add(flow, row.seq(), row.at().toEpochMilli(), row.body()));
        statements.write(APPEND, rows);
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

    private static final Sql READ_ALL = new Sql(
            """
            SELECT flow_id, seq, at, body FROM fact WHERE flow_id IN (SELECT value FROM json_each(?)) ORDER BY flow_id, seq
            """,
            """
            SELECT flow_id, seq, at, body FROM fact WHERE flow_id = ANY (?::uuid[]) ORDER BY flow_id, seq
            """);

    /** The facts of these flows. */
    static Map<String, List<Row>> read(Statements statements, Collection<String> flows) throws SQLException {
        var rows = new HashMap<String, List<Row>>();
        try (ResultSet result = statements.set(READ_ALL, flows).executeQuery()) {
            while (result.next()) {
                rows.computeIfAbsent(result.getString(1), first -> new ArrayList<>())
                        .add(new Row(result.getInt(2), Instant.ofEpochMilli(result.getLong(3)), result.getString(4)));
            }
        }
        return rows;
    }

    private FactTable() {}
}
