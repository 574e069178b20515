package io.caravan.store.retention;

import io.caravan.store.Ids;
import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.ResultSet;
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
    public Stretch walk(Statements statements, String after, Instant before, int most) throws SQLException {
        try (ResultSet result = statements
                .set(WALK, before.toEpochMilli(), after, Ids.lowestAt(before), most)
                .executeQuery()) {
            return Stretch.read(result, most);
        }
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

    private static final Sql DELETE_FACTS = new Sql(
            """
            DELETE FROM fact WHERE flow_id IN (SELECT value FROM json_each(?))
            """,
            """
            DELETE FROM fact WHERE flow_id = ANY (?::uuid[])
            """);

    private static final Sql DELETE_CLAIMS = new Sql(
            """
            DELETE FROM claim WHERE flow_id IN (SELECT value FROM json_each(?))
            """,
            """
            DELETE FROM claim WHERE flow_id = ANY (?::uuid[])
            """);

    private static final Sql DELETE_DEAD = new Sql(
            """
            DELETE FROM dead WHERE flow_id IN (SELECT value FROM json_each(?))
            """,
            """
            DELETE FROM dead WHERE flow_id = ANY (?::uuid[])
            """);

    private static final Sql DELETE_WAITING = new Sql(
            """
            DELETE FROM waiting WHERE flow_id IN (SELECT value FROM json_each(?))
            """,
            """
            DELETE FROM waiting WHERE flow_id = ANY (?::uuid[])
            """);

    private static final Sql DELETE = new Sql(
            """
            DELETE FROM flow WHERE id IN (SELECT value FROM json_each(?))
            """,
            """
            DELETE FROM flow WHERE id = ANY (?::uuid[])
            """);

    @Override
    public int remove(Statements statements, List<String> ids, Instant before) throws SQLException {
        List<String> old = Shelf.ids(statements.set(LOCK, ids, before.toEpochMilli()));
        if (old.isEmpty()) {
            return 0;
        }
        old.removeAll(Shelf.ids(statements.set(NOT_DONE_WITH, old, old)));
        if (old.isEmpty()) {
            return 0;
        }
        statements.update(DELETE_FACTS, old);
        statements.update(DELETE_CLAIMS, old);
        statements.update(DELETE_DEAD, old);
        statements.update(DELETE_WAITING, old);
        return statements.update(DELETE, old);
    }
}
