package io.caravan.store.view;

import io.caravan.flow.Event;
import io.caravan.flow.Explanation.Full;
import io.caravan.flow.Explanation.Held;
import io.caravan.flow.FlowState;
import io.caravan.flow.Lane;
import io.caravan.store.Ids;
import io.caravan.store.Statements;
import io.caravan.store.claimcheck.Claims;
import io.caravan.store.journal.Chronicle;
import io.caravan.store.journal.DefinitionTable;
import io.caravan.store.journal.EventTable;
import io.caravan.store.journal.FactTable;
import io.caravan.store.limit.PauseTable;
import io.caravan.store.limit.Resting;
import io.caravan.store.outbox.OutboxKey;
import io.caravan.store.outbox.OutboxRow;
import io.caravan.store.outbox.OutboxRow.Target;
import io.caravan.store.outbox.OutboxRow.Try;
import io.caravan.store.outbox.Queue;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Everything about one flow: its state from the journal, its facts, and its rows of the outbox. */
public final class FlowView {
    /** A flow for people. */
    public record Flow(
            FlowState state,
            Event event,
            List<FactLine> facts,
            Map<String, Outstanding> outbox,
            Times times,
            Optional<String> before) {}

    /** A row of the outbox for people. */
    public record Outstanding(OutboxRow.Kind kind, Instant dueAt, boolean taken, Held held) {}

    /** When it was accepted, and when it ended if it has. */
    public record Times(Instant startedAt, Optional<Instant> endedAt) {}

    private final DataSource reading;
    private final Claims claims;
    private final Clock clock;
    private final Chronicle chronicle = new Chronicle(new DefinitionTable());

    /** @param clock that of the due times */
    public FlowView(DataSource reading, Claims claims, Clock clock) {
        this.clock = clock;
        this.reading = reading;
        this.claims = claims;
    }

    /** The flow with this id; all parts are of one moment. */
    public Optional<Flow> find(String id) throws SQLException {
        return read(id, statements -> now(statements, id));
    }

    /** The flow as it stood at this time, by the facts until then; before its start it has none. */
    public Optional<Flow> find(String id, Instant at) throws SQLException {
        return read(id, statements -> then(statements, id, at));
    }

    /** Finds a flow. */
    @FunctionalInterface
    private interface Search {
        Optional<Flow> in(Statements statements) throws SQLException;
    }

    private Optional<Flow> read(String id, Search search) throws SQLException {
        if (!Ids.isId(id)) {
            return Optional.empty();
        }
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            connection.setAutoCommit(false);
            try {
                return search.in(statements);
            } finally {
                connection.rollback();
            }
        }
    }

    private Optional<Flow> now(Statements statements, String id) throws SQLException {
        Optional<FlowState> state = chronicle.state(statements, id);
        if (state.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Flow(
                state.get(),
                event(statements, state.get()),
                lines(FactTable.read(statements, id)),
                outbox(statements, id),
                times(statements, id),
                before(statements, state.get())));
    }

    private Optional<Flow> then(Statements statements, String id, Instant at) throws SQLException {
        List<FactTable.Row> facts = FactTable.read(statements, id).stream()
                .takeWhile(row -> !row.at().isAfter(at))
                .toList();
        Optional<FlowState> state = chronicle.state(statements, id, facts);
        if (state.isEmpty()) {
            return Optional.empty();
        }
        Times times = times(statements, id);
        return Optional.of(new Flow(
                state.get(),
                event(statements, state.get()),
                lines(facts),
                Map.of(),
                new Times(times.startedAt(), times.endedAt().filter(ended -> state.get()
                        .ended())),
                Optional.empty()));
    }

    private static Event event(Statements statements, FlowState state) throws SQLException {
        return EventTable.read(statements, state.identity().event()).orElseThrow();
    }

    private static List<FactLine> lines(List<FactTable.Row> facts) {
        return facts.stream().flatMap(row -> FactLine.of(row).stream()).toList();
    }

    private static final String BEFORE =
            """
            SELECT f.id, f.status FROM ticket t JOIN flow f ON f.id = t.flow_id
            WHERE t.definition = ? AND t.key = ? AND t.number < ? AND f.ended_at IS NULL ORDER BY t.number DESC LIMIT 1
            """;

    /** The flow whose end this one waits for in its lane. */
    private static Optional<String> before(Statements statements, FlowState state) throws SQLException {
        Optional<Lane> lane = state.standing().lane().filter(Lane::waits);
        if (lane.isEmpty()) {
            return Optional.empty();
        }
        try (ResultSet result = statements
                .set(
                        BEFORE,
                        state.identity().definition(),
                        lane.get().key(),
                        lane.get().ticket())
                .executeQuery()) {
            if (!result.next()) {
                return Optional.empty();
            }
            boolean failed = result.getString("status").equals("failed");
            return Optional.of(
                    "flow " + result.getString("id") + (failed ? ", which has failed and waits for a person," : ""));
        }
    }

    private static final String OUTBOX =
            """
            SELECT action, item, kind, definition, destination, attempt, due_at, lease_epoch IS NOT NULL AS taken FROM outbox WHERE flow_id = ? AND (action <> '' OR item = 0) AND item >= 0
            """;

    private Map<String, Outstanding> outbox(Statements statements, String flow) throws SQLException {
        var rows = new HashMap<String, Outstanding>();
        var full = new HashMap<String, Optional<Full>>();
        Resting resting = PauseTable.read(statements);
        try (ResultSet result = statements.set(OUTBOX, flow).executeQuery()) {
            while (result.next()) {
                var key = new OutboxKey(flow, result.getString("action"), result.getInt("item"));
                String queue = result.getString("destination");
                if (!full.containsKey(queue)) {
                    full.put(queue, FullQueues.find(statements, queue));
                }
                OutboxRow row = row(key, result);
                rows.put(
                        key.name(),
                        new Outstanding(
                                row.kind(),
                                row.dueAt(),
                                result.getBoolean("taken"),
                                new Held(
                                        full.get(queue),
                                        resting.of(row),
                                        BudgetView.waits(statements, row, clock.instant()))));
            }
        }
        return rows;
    }

    private static OutboxRow row(OutboxKey key, ResultSet result) throws SQLException {
        return new OutboxRow(
                key,
                OutboxRow.Kind.of(result.getString("kind")),
                new Target(result.getString("definition"), Queue.named(result.getString("destination")), ""),
                new Try(result.getInt("attempt"), false),
                Instant.ofEpochMilli(result.getLong("due_at")));
    }

    private static final String TIMES =
            """
            SELECT started_at, ended_at FROM flow WHERE id = ?
            """;

    private static Times times(Statements statements, String flow) throws SQLException {
        try (ResultSet result = statements.set(TIMES, flow).executeQuery()) {
            result.next();
            Instant startedAt = Instant.ofEpochMilli(result.getLong("started_at"));
            long ended = result.getLong("ended_at");
            return new Times(startedAt, result.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended)));
        }
    }

    /** The JSON text of the flow's input. */
    public String input(Flow flow) {
        return claims.input(flow.state(), flow.event());
    }

    /** The data of an event that an action has awaited. */
    public String eventData(String id) {
        return claims.eventData(id);
    }

    /** The JSON text of a payload. */
    public String json(io.caravan.flow.Payload payload) {
        return claims.read(payload);
    }
}
