package io.caravan.store.journal;

import io.caravan.flow.Definition;
import io.caravan.flow.Evolution;
import io.caravan.flow.Fact;
import io.caravan.flow.FlowState;
import io.caravan.store.Statements;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rebuilds a flow's state from its facts. */
public final class Chronicle {
    private final DefinitionTable definitions;

    public Chronicle(DefinitionTable definitions) {
        this.definitions = definitions;
    }

    /** The state that the journal adds up to; empty when no flow has this id. */
    public Optional<FlowState> state(Statements statements, String id) throws SQLException {
        return state(statements, id, FactTable.read(statements, id));
    }

    /** The state that these facts, the first ones of the flow, add up to. */
    public Optional<FlowState> state(Statements statements, String id, List<FactTable.Row> facts) throws SQLException {
        return FlowTable.find(statements, id).map(identity -> fold(statements, identity, facts));
    }

    /** The states of those flows that exist. */
    public Map<String, FlowState> states(Statements statements, Collection<String> ids) throws SQLException {
        var states = new HashMap<String, FlowState>();
        List<FlowState.Identity> found = FlowTable.find(statements, ids);
        Map<String, List<FactTable.Row>> facts = FactTable.read(statements, ids);
        for (FlowState.Identity identity : found) {
            states.put(identity.id(), fold(statements, identity, facts.getOrDefault(identity.id(), List.of())));
        }
        return states;
    }

    private FlowState fold(Statements statements, FlowState.Identity identity, List<FactTable.Row> rows) {
        FlowState state = FlowState.fresh(identity);
        Map<String, Definition> versions = new HashMap<>();
        for (FactTable.Row row : rows) {
            for (Fact fact : facts(statements, identity.definition(), row, versions)) {
                state = Evolution.evolve(state, fact, row.at());
            }
            if (state.seq() != row.seq()) {
                throw new IllegalStateException(
                        "flow " + identity.id() + " has a gap in its facts before " + row.seq());
            }
        }
        return state;
    }

    private Iterable<Fact> facts(
            Statements statements, String name, FactTable.Row row, Map<String, Definition> versions) {
        return FactCodec.read(
                row.body(),
                version -> versions.computeIfAbsent(version, missing -> {
                    try {
                        return definitions.read(statements, name, missing);
                    } catch (SQLException unreadable) {
                        throw new IllegalStateException("cannot read version " + missing + " of " + name, unreadable);
                    }
                }));
    }
}
