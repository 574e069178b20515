package io.caravan.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A person makes a flow that has ended go on from one of its actions. That one and what depends on it run again, and so do what
 * was undone and what depends on that, and what was cancelled, for it has nothing to keep; everything else keeps its result.
 */
final class Restarting {
    private Restarting() {}

    static void restart(Draft draft, Command.Restart restart) {
        mustBePossible(draft.state(), restart.from());
        Definition definition = draft.state().plan().orElseThrow().definition();
        var again = new TreeSet<String>();
        add(definition, restart.from(), again);
        undone(draft.state(), definition).forEach(name -> add(definition, name, again));
        draft.state().actions().forEach((name, progress) -> {
            if (!Item.isItem(name) && progress.state() == ActionState.CANCELLED) {
                again.add(name);
            }
        });
        again.forEach(name -> Splitting.drop(draft, name));
        draft.add(new Fact.Restarted(restart.from(), List.copyOf(again), restart.by(), restart.note()));
        again.forEach(name -> Joining.look(draft, definition.actions().get(name)));
    }

    private static void add(Definition definition, String action, Set<String> again) {
        if (again.add(action)) {
            definition.dependents(action).forEach(dependent -> add(definition, dependent.name(), again));
        }
    }

    private static List<String> undone(FlowState state, Definition definition) {
        var undone = new ArrayList<String>();
        for (Action compensation : definition.compensations()) {
            if (state.progress(compensation.name())
                    .filter(progress -> progress.state() == ActionState.SUCCEEDED)
                    .isPresent()) {
                undone.add(compensation.provisions().compensates());
            }
        }
        return undone;
    }

    private static void mustBePossible(FlowState state, String from) {
        if (!state.ended()) {
            throw new Refused("The flow has not ended, it is " + state.status().word()
                    + "; cancel it first, or replay what is dead.");
        }
        if (state.plan().isEmpty()) {
            throw new Refused("The flow's trigger has not succeeded, so that there is no action to restart from.");
        }
        if (state.standing().lane().isPresent()) {
            throw new Refused(
                    "Flows of " + state.identity().definition()
                            + " run one after another (orderedBy), and this one has left its lane; send its event with a new id.");
        }
        boolean known = state.action(from).isPresent() && !Item.isItem(from);
        if (!known || Compensating.isCompensation(state, from)) {
            throw new Refused("The flow has no action '" + from + "' to restart from.");
        }
    }
}
