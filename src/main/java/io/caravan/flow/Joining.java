package io.caravan.flow;

import java.util.List;
import java.util.Optional;

/** The join (promise P3): an action is readied exactly once, when all its needs are met; a skipped hard need skips it. */
final class Joining {
    private Joining() {}

    static void readyRoots(Draft draft) {
        for (Action action : plan(draft).definition().forward()) {
            if (action.needs().isEmpty()) {
                Evaluating.begin(draft, action);
            }
        }
    }

    /** Looks at the dependents of an action that has just settled, or at the whole that an item belongs to. */
    static void follow(Draft draft, String settled) {
        if (Item.isItem(settled)) {
            Splitting.conclude(draft, Item.action(settled));
            return;
        }
        if (Compensating.isCompensation(draft.state(), settled)) {
            Compensating.goOn(draft);
            return;
        }
        plan(draft).definition().dependents(settled).forEach(dependent -> look(draft, dependent));
    }

    /** Begins an action that waits, or leaves it out, if it is time. */
    static void look(Draft draft, Action action) {
        if (draft.stateOf(action.name()) == ActionState.WAITING) {
            Optional<Need> missed = missed(draft, action.needs());
            if (missed.isPresent()) {
                draft.add(new Fact.Skipped(action.name(), missed.get().action() + " was skipped"));
                follow(draft, action.name());
            } else if (action.needs().stream().allMatch(need -> need.metBy(draft.stateOf(need.action())))) {
                Evaluating.begin(draft, action);
            }
        }
    }

    private static Optional<Need> missed(Draft draft, List<Need> needs) {
        return needs.stream()
                .filter(need -> !need.optional() && draft.stateOf(need.action()) == ActionState.SKIPPED)
                .findFirst();
    }

    private static FlowState.Plan plan(Draft draft) {
        return draft.state().plan().orElseThrow();
    }
}
