package io.caravan.store.journal;

import static io.caravan.store.Rows.Column.BIGINT;
import static io.caravan.store.Rows.Column.ID;
import static io.caravan.store.Rows.Column.INTEGER;
import static io.caravan.store.Rows.Column.TEXT;

import io.caravan.flow.FlowState;
import io.caravan.store.Rows;
import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table {@code flow}: one line per flow, what lists and locks need; everything else is in its facts. */
public final class FlowTable {
    private static final Sql INSERT = new Sql(
            """
            INSERT INTO flow (id, definition, version, event_id, key, status, seq, started_at, ended_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            """
            INSERT INTO flow (id, definition, version, event_id, key, status, seq, started_at, ended_at)
            SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::uuid[], ?::text[], ?::text[], ?::int[],
                                 ?::bigint[], ?::bigint[])
            """);

    static void insert(Statements statements, List<FlowState> begun, Instant now) throws SQLException {
        var rows = new Rows(ID, TEXT, TEXT, ID, TEXT, TEXT, INTEGER, BIGINT, BIGINT);
        for (FlowState state : begun) {
            rows.add(
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
        statements.write(INSERT, rows);
    }

    /** The one list that is joined with its table: there are always flows, for they stay long after their end. */
    private static final Sql UPDATE = new Sql(
            """
            UPDATE flow SET version = ?, key = ?, status = ?, seq = ?,
                            ended_at = CASE WHEN ? = 1 THEN coalesce(ended_at, ?) END
            WHERE id = ? AND seq = ?
            """,
            """
            UPDATE flow SET version = s.version, key = s.key, status = s.status, seq = s.seq,
                            ended_at = CASE WHEN s.ended = 1 THEN coalesce(ended_at, s.at) END
            FROM unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::int[], ?::bigint[], ?::uuid[], ?::int[])
                 AS s (version, key, status, seq, ended, at, id, came)
            WHERE flow.id = s.id AND flow.seq = s.came
            """);

    /** A flow as a batch leaves it, and the number of the fact from which the batch moves it on. */
    record Move(FlowState state, int from) {}

    /** Moves flows on; each must still be where it came from, the writer has locked it. */
    static void update(Statements statements, List<Move> moves, Instant now) throws SQLException {
        var rows = new Rows(TEXT, TEXT, TEXT, INTEGER, INTEGER, BIGINT, ID, INTEGER);
        for (Move move : moves) {
            FlowState state = move.state();
            rows.add(
                    version(state),
                    state.standing().key(),
                    state.status().word(),
                    state.seq(),
                    state.ended(),
                    now.toEpochMilli(),
                    state.id(),
                    move.from());
        }
        if (statements.write(UPDATE, rows) != moves.size()) {
            throw new IllegalStateException("of " + moves.size() + " flows one is not at its fact any more: " + moves);
        }
    }

    private static final Sql LOCK = new Sql(
            """
            SELECT id, seq FROM flow WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id
            """,
            """
            SELECT id, seq FROM flow WHERE id = ANY (?::uuid[]) ORDER BY id FOR NO KEY UPDATE
            """);

    /** Locks the flows until the transaction ends, always in the same order; the answer is the number of each one's last fact. */
    static Map<String, Integer> lock(Statements statements, Collection<String> flows) throws SQLException {
        return seqs(statements.set(LOCK, flows));
    }

    private static final Sql LOOK = new Sql(
            """
            SELECT id, seq FROM flow WHERE id IN (SELECT value FROM json_each(?))
            """,
            """
            SELECT id, seq FROM flow WHERE id = ANY (?::uuid[])
            """);

    /** The same without a lock. */
    static Map<String, Integer> look(Statements statements, Collection<String> flows) throws SQLException {
        return seqs(statements.set(LOOK, flows));
    }

    private static Map<String, Integer> seqs(PreparedStatement statement) throws SQLException {
        var seqs = new LinkedHashMap<String, Integer>();
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                seqs.put(result.getString(1), result.getInt(2));
            }
        }
        return seqs;
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

    private static final Sql FIND_ALL = new Sql(
            """
            SELECT id, definition, event_id FROM flow WHERE id IN (SELECT value FROM json_each(?))
            """,
            """
            SELECT id, definition, event_id FROM flow WHERE id = ANY (?::uuid[])
            """);

    static List<FlowState.Identity> find(Statements statements, Collection<String> flows) throws SQLException {
        var found = new ArrayList<FlowState.Identity>();
        try (ResultSet result = statements.set(FIND_ALL, flows).executeQuery()) {
            while (result.next()) {
                found.add(new FlowState.Identity(result.getString(1), result.getString(2), result.getString(3)));
            }
        }
        return found;
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
