package io.caravan.store.journal;

import io.caravan.flow.Definition;
import io.caravan.flow.Evolution;
import io.caravan.flow.Fact;
import io.caravan.flow.FlowState;
import io.caravan.store.Statements;
import java.sql.SQLException;
import java.util.HashMap;
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
        Optional<FlowState.Identity> identity = FlowTable.find(statements, id);
        if (identity.isEmpty()) {
            return Optional.empty();
        }
        FlowState state = FlowState.fresh(identity.get());
        Map<String, Definition> versions = new HashMap<>();
        for (FactTable.Row row : FactTable.read(statements, id)) {
            for (Fact fact : facts(statements, identity.get().definition(), row, versions)) {
                state = Evolution.evolve(state, fact, row.at());
            }
            if (state.seq() != row.seq()) {
                throw new IllegalStateException("flow " + id + " has a gap in its facts before " + row.seq());
            }
        }
        return Optional.of(state);
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
