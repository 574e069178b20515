package io.caravan.store.retention;

import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Flows that were completed or cancelled, with their facts, claims, and tolerated dead letters. */
final class OldFlows implements Shelf {
    private static final String WALK =
            """
            SELECT id, status IN ('completed', 'cancelled') AND ended_at < ? AS is_old FROM flow
            WHERE id > ? AND id < ? ORDER BY id LIMIT ?
            """;

    @Override
    public String walk() {
        return WALK;
    }

    private static final Sql LOCK = new Sql(
            """
            SELECT id FROM flow
            WHERE id IN (SELECT value FROM json_each(?)) AND status IN ('completed', 'cancelled') AND ended_at < ?
            """,
            """
            SELECT id FROM flow
            WHERE id = ANY (?::uuid[]) AND status IN ('completed', 'cancelled') AND ended_at < ?
            ORDER BY id FOR UPDATE SKIP LOCKED
            """);

    /** An attempt that runs on after its flow was cancelled has its row; and who was cancelled in a lane, its place in it. */
    private static final Sql NOT_DONE_WITH = new Sql(
            """
            SELECT flow_id FROM outbox WHERE flow_id IN (SELECT value FROM json_each(?))
            UNION SELECT flow_id FROM ticket WHERE flow_id IN (SELECT value FROM json_each(?))
            """,
            """
            SELECT flow_id FROM outbox WHERE flow_id = ANY (?::uuid[])
            UNION SELECT flow_id FROM ticket WHERE flow_id = ANY (?::uuid[])
            """);

    private static final List<Sql> DELETES = List.of(
            Shelf.delete("fact", "flow_id"),
            Shelf.delete("claim", "flow_id"),
            Shelf.delete("dead", "flow_id"),
            Shelf.delete("waiting", "flow_id"),
            Shelf.delete("flow", "id"));

    @Override
    public List<String> lock(Statements statements, List<String> ids, Instant before) throws SQLException {
        return Shelf.ids(statements.set(LOCK, ids, before.toEpochMilli()));
    }

    @Override
    public List<String> needed(Statements statements, List<String> ids) throws SQLException {
        return Shelf.ids(statements.set(NOT_DONE_WITH, ids, ids));
    }

    @Override
    public List<Sql> deletes() {
        return DELETES;
    }
}
