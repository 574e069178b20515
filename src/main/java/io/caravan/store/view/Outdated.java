package io.caravan.store.view;

import io.caravan.flow.Definition;
import io.caravan.flow.FlowState;
import io.caravan.flow.Migrating;
import io.caravan.store.Statements;
import io.caravan.store.journal.Chronicle;
import io.caravan.store.journal.DefinitionTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** The flows that have not ended and are pinned to another version of their definition than a given one. */
public final class Outdated {
    private static final int AT_ONCE = 200;

    /** A flow, the version that it has, and why it must stay with that; empty = it can move. */
    public record Flow(String id, String version, Optional<String> obstacle) {}

    private final DataSource reading;
    private final Chronicle chronicle = new Chronicle(new DefinitionTable());

    public Outdated(DataSource reading) {
        this.reading = reading;
    }

    private static final String IDS =
            """
            SELECT id FROM flow
            WHERE definition = ? AND version <> ? AND status IN ('running', 'failed') AND ended_at IS NULL ORDER BY id LIMIT ?
            """;

    /** The oldest ones first. */
    public List<String> ids(Definition next, int limit) throws SQLException {
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection);
                ResultSet rows =
                        statements.set(IDS, next.name(), next.version(), limit).executeQuery()) {
            var ids = new ArrayList<String>();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        }
    }

    /** Whether these flows could move now; those that are gone meanwhile are left out. */
    public List<Flow> look(List<String> ids, Definition next) throws SQLException {
        var flows = new ArrayList<Flow>();
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            for (int from = 0; from < ids.size(); from += AT_ONCE) {
                List<String> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
                Map<String, FlowState> states = chronicle.states(statements, some);
                some.stream().filter(states::containsKey).forEach(id -> flows.add(flow(states.get(id), next)));
            }
        }
        return flows;
    }

    private static Flow flow(FlowState state, Definition next) {
        String version = state.plan().map(plan -> plan.definition().version()).orElse("");
        return new Flow(state.id(), version, Migrating.obstacle(state, next));
    }
}
