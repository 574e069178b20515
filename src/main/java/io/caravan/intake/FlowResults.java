package io.caravan.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.caravan.flow.Action;
import io.caravan.flow.ActionProgress;
import io.caravan.flow.Definition;
import io.caravan.flow.FlowState;
import io.caravan.store.journal.Accepted;
import io.caravan.store.view.FlowView;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the flows of an event have brought: of each the results of its leaf actions, of which no other action has need. */
public final class FlowResults {
    private final FlowView flows;
    private final UnaryOperator<String> redaction;

    /** @param redaction hides of a result what nobody shall read */
    public FlowResults(FlowView flows, UnaryOperator<String> redaction) {
        this.flows = flows;
        this.redaction = redaction;
    }

    /** A flow that an earlier event has begun (held) tells how it ended, but its results are for the one who began it. */
    ObjectNode json(Accepted accepted) throws SQLException {
        ObjectNode answer = Patience.json(accepted);
        var list = answer.putArray("flows");
        for (Accepted.Flow flow : accepted.flows()) {
            ObjectNode entry = Patience.json(flow);
            list.add(entry);
            Optional<FlowState> state = flows.find(flow.id()).map(FlowView.Flow::state);
            state.ifPresent(ended -> entry.put("status", ended.status().word()));
            if (!flow.held()) {
                ObjectNode result = entry.putObject("result");
                state.ifPresent(ended -> leaves(ended, result));
            }
        }
        return answer;
    }

    private void leaves(FlowState state, ObjectNode result) {
        Optional<Definition> graph = state.plan().map(FlowState.Plan::definition);
        graph.ifPresent(definition -> definition.actions().values().stream()
                .filter(action -> !action.isCompensation())
                .map(Action::name)
                .filter(name -> definition.dependents(name).isEmpty())
                .forEach(name -> result.putRawValue(name, new RawValue(brought(state, name)))));
    }

    private String brought(FlowState state, String action) {
        return state.progress(action)
                .flatMap(ActionProgress::result)
                .map(flows::json)
                .map(redaction)
                .orElse("null");
    }
}
