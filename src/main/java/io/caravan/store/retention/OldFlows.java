package io.caravan.store.retention;

import io.caravan.store.Ids;
import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
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

    /** An attempt that runs on after its flow was cancelled still has its row. */
    private static final Sql STILL_RUNNING = new Sql(
            """
            SELECT DISTINCT flow_id FROM outbox WHERE flow_id IN (SELECT value FROM json_each(?))
            """,
            """
            SELECT DISTINCT flow_id FROM outbox WHERE flow_id = ANY (?::uuid[])
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

    private static final Sql DELETE = new Sql(
            """
            DELETE FROM flow WHERE id IN (SELECT value FROM json_each(?))
            """,
            """
            DELETE FROM flow WHERE id = ANY (?::uuid[])
            """);

    @Override
    public int remove(Statements statements, List<String> ids, Instant before) throws SQLException {
        List<String> old = ids(statements.set(LOCK, ids, before.toEpochMilli()));
        if (old.isEmpty()) {
            return 0;
        }
        old.removeAll(ids(statements.set(STILL_RUNNING, old)));
        if (old.isEmpty()) {
            return 0;
        }
        statements.update(DELETE_FACTS, old);
        statements.update(DELETE_CLAIMS, old);
        statements.update(DELETE_DEAD, old);
        return statements.update(DELETE, old);
    }

    private static List<String> ids(PreparedStatement statement) throws SQLException {
        var ids = new ArrayList<String>();
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                ids.add(result.getString(1));
            }
        }
        return ids;
    }
}
