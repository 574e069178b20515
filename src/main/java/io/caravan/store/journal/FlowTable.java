package io.caravan.store.journal;

import io.caravan.flow.FlowState;
import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table {@code flow}: one line per flow, what lists and locks need; everything else is in its facts. */
public final class FlowTable {
    private static final String INSERT =
            """
            INSERT INTO flow (id, definition, version, event_id, key, status, seq, started_at, ended_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    static void insert(Statements statements, FlowState state, Instant now) throws SQLException {
        statements.update(
                INSERT,
                state.id(),
                state.identity().definition(),
                version(state),
                state.identity().event(),
                state.standing().key(),
                state.status().word(),
                state.seq(),
                now.toEpochMilli(),
                ended(state, now));
    }

    private static final String UPDATE =
            """
            UPDATE flow SET version = ?, key = ?, status = ?, seq = ?,
                            ended_at = CASE WHEN ? = 1 THEN coalesce(ended_at, ?) END
            WHERE id = ? AND seq = ?
            """;

    /** Moves the flow on from the given fact; it must be there still, the writer has locked it. */
    static void update(Statements statements, FlowState state, int from, Instant now) throws SQLException {
        int moved = statements.update(
                UPDATE,
                version(state),
                state.standing().key(),
                state.status().word(),
                state.seq(),
                state.ended(),
                now.toEpochMilli(),
                state.id(),
                from);
        if (moved != 1) {
            throw new IllegalStateException("flow " + state.id() + " is not at fact " + from + " any more");
        }
    }

    private static Optional<String> version(FlowState state) {
        return state.plan().map(plan -> plan.definition().version());
    }

    private static Optional<Long> ended(FlowState state, Instant now) {
        return state.ended() ? Optional.of(now.toEpochMilli()) : Optional.empty();
    }

    private static final String FIND =
            """
            SELECT definition, event_id FROM flow WHERE id = ?
            """;

    public static Optional<FlowState.Identity> find(Statements statements, String id) throws SQLException {
        try (ResultSet result = statements.set(FIND, id).executeQuery()) {
            return result.next()
                    ? Optional.of(new FlowState.Identity(id, result.getString(1), result.getString(2)))
                    : Optional.empty();
        }
    }

    private static final String OF_EVENT =
            """
            SELECT id, definition, 0 FROM flow WHERE event_id = ?
            UNION ALL SELECT flow_id, definition, 1 FROM held WHERE event_id = ? ORDER BY definition
            """;

    public static List<Accepted.Flow> ofEvent(Statements statements, String event) throws SQLException {
        var flows = new ArrayList<Accepted.Flow>();
        try (ResultSet result = statements.set(OF_EVENT, event, event).executeQuery()) {
            while (result.next()) {
                flows.add(new Accepted.Flow(result.getString(1), result.getString(2), result.getBoolean(3)));
            }
        }
        return flows;
    }

    private FlowTable() {}
}
