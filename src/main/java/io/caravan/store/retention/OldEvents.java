package io.caravan.store.retention;

import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Events of which no flow is left, or that never had one, and that no flow has awaited; with the reasons why they had none. */
final class OldEvents implements Shelf {
    private static final String WALK =
            """
            SELECT id, accepted_at < ? AND NOT EXISTS (SELECT 1 FROM flow WHERE flow.event_id = page.id) AS is_old
            FROM (SELECT id, accepted_at FROM event WHERE id > ? AND id < ? ORDER BY id LIMIT ?) AS page ORDER BY id
            """;

    @Override
    public String walk() {
        return WALK;
    }

    private static final Sql LOCK = new Sql(
            """
            SELECT id FROM event WHERE id IN (SELECT value FROM json_each(?))
            """,
            """
            SELECT id FROM event WHERE id = ANY (?::uuid[]) ORDER BY id FOR UPDATE SKIP LOCKED
            """);

    /** To be asked behind the lock. An event has flows, has come for some, or is just coming. */
    private static final Sql NEEDED = new Sql(
            """
            SELECT id FROM event WHERE id IN (SELECT value FROM json_each(?))
              AND (EXISTS (SELECT 1 FROM flow WHERE flow.event_id = event.id)
                   OR EXISTS (SELECT 1 FROM arrival a JOIN flow ON flow.id = a.flow_id WHERE a.event_id = event.id)
                   OR EXISTS (SELECT 1 FROM waiting w WHERE w.type = event.type AND w.event_id = event.id
                                AND w.key = coalesce(event.correlation, event.subject)))
            """,
            """
            SELECT id FROM event WHERE id = ANY (?::uuid[])
              AND (EXISTS (SELECT 1 FROM flow WHERE flow.event_id = event.id)
                   OR EXISTS (SELECT 1 FROM arrival a JOIN flow ON flow.id = a.flow_id WHERE a.event_id = event.id)
                   OR EXISTS (SELECT 1 FROM waiting w WHERE w.type = event.type AND w.event_id = event.id
                                AND w.key = coalesce(event.correlation, event.subject)))
            """);

    private static final List<Sql> DELETES = List.of(
            Shelf.delete("parked", "event_id"),
            Shelf.delete("held", "event_id"),
            Shelf.delete("arrival", "event_id"),
            Shelf.delete("event", "id"));

    @Override
    public List<String> lock(Statements statements, List<String> ids, Instant before) throws SQLException {
        return Shelf.ids(statements.set(LOCK, ids));
    }

    @Override
    public List<String> needed(Statements statements, List<String> ids) throws SQLException {
        return Shelf.ids(statements.set(NEEDED, ids));
    }

    @Override
    public List<Sql> deletes() {
        return DELETES;
    }
}
