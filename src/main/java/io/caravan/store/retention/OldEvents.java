package io.caravan.store.retention;

import io.caravan.store.Ids;
import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events of which no flow is left, or that never had one, with the reasons why they had none. */
final class OldEvents implements Shelf {
    private static final String WALK =
            """
            SELECT id, accepted_at < ? AND NOT EXISTS (SELECT 1 FROM flow WHERE flow.event_id = page.id) AS is_old
            FROM (SELECT id, accepted_at FROM event WHERE id > ? AND id < ? ORDER BY id LIMIT ?) AS page ORDER BY id
            """;

    @Override
    public Stretch walk(Statements statements, String after, Instant before, int most) throws SQLException {
        try (ResultSet result = statements
                .set(WALK, before.toEpochMilli(), after, Ids.lowestAt(before), most)
                .executeQuery()) {
            return Stretch.read(result, most);
        }
    }

    private static final Sql LOCK = new Sql(
            """
            SELECT id FROM event
            WHERE id IN (SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM flow WHERE event_id = event.id)
            """,
            """
            SELECT id FROM event
            WHERE id = ANY (?::uuid[]) AND NOT EXISTS (SELECT 1 FROM flow WHERE event_id = event.id)
            ORDER BY id FOR UPDATE OF event SKIP LOCKED
            """);

    private static final Sql DELETE_PARKED = new Sql(
            """
            DELETE FROM parked WHERE event_id IN (SELECT value FROM json_each(?))
            """,
            """
            DELETE FROM parked WHERE event_id = ANY (?::uuid[])
            """);

    private static final Sql DELETE_HELD = new Sql(
            """
            DELETE FROM held WHERE event_id IN (SELECT value FROM json_each(?))
            """,
            """
            DELETE FROM held WHERE event_id = ANY (?::uuid[])
            """);

    private static final Sql DELETE = new Sql(
            """
            DELETE FROM event WHERE id IN (SELECT value FROM json_each(?))
            """,
            """
            DELETE FROM event WHERE id = ANY (?::uuid[])
            """);

    @Override
    public int remove(Statements statements, List<String> ids, Instant before) throws SQLException {
        var old = new ArrayList<String>();
        try (ResultSet result = statements.set(LOCK, ids).executeQuery()) {
            while (result.next()) {
                old.add(result.getString(1));
            }
        }
        if (old.isEmpty()) {
            return 0;
        }
        statements.update(DELETE_PARKED, old);
        statements.update(DELETE_HELD, old);
        return statements.update(DELETE, old);
    }
}
