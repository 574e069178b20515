package io.caravan.store.journal;

import static io.caravan.store.Rows.Column.ID;

import io.caravan.store.Rows;
import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The table {@code arrival}: an event that a flow has awaited stays as long as the flow. */
final class ArrivalTable {
    /** An event that has come for a flow. */
    record Arrival(String event, String flow) {}

    private static final Sql LOCK = new Sql(
            """
            SELECT count(*) FROM event WHERE id IN (SELECT value FROM json_each(?))
            """,
            """
            SELECT count(*) FROM (SELECT id FROM event WHERE id = ANY (?::uuid[]) ORDER BY id FOR KEY SHARE) AS locked
            """);

    private static final Sql INSERT = new Sql(
            """
            INSERT INTO arrival (event_id, flow_id) VALUES (?, ?) ON CONFLICT DO NOTHING
            """,
            """
            INSERT INTO arrival (event_id, flow_id) SELECT * FROM unnest(?::uuid[], ?::uuid[]) ON CONFLICT DO NOTHING
            """);

    /** From here on nobody deletes the events; one that another node has just deleted has not come. */
    static void insert(Statements statements, List<Arrival> arrivals) throws SQLException {
        if (arrivals.isEmpty()) {
            return;
        }
        var rows = new Rows(ID, ID);
        Set<String> events = new TreeSet<>();
        for (Arrival arrival : arrivals) {
            rows.add(arrival.event(), arrival.flow());
            events.add(arrival.event());
        }
        try (ResultSet result = statements.set(LOCK, events).executeQuery()) {
            result.next();
            if (result.getInt(1) != events.size()) {
                throw new IllegalStateException("of the events " + events + " one has been deleted");
            }
        }
        statements.write(INSERT, rows);
    }

    private ArrivalTable() {}
}
