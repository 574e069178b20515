package io.caravan.flow;

import java.time.Duration;
import java.time.Instant;

/** An action whose needs are met and that has conditions: they are evaluated once, and the outcome is a fact. */
final class Evaluating {
    private Evaluating() {}

    /** The action's needs are met. */
    static void begin(Draft draft, Action action) {
        draft.add(action.conditions().isEmpty() ? new Fact.Readied(action.name()) : new Fact.Met(action.name()));
    }

    static void end(Draft draft, Command.Evaluate evaluate) {
        String action = evaluate.action();
        if (draft.stateOf(action) != ActionState.EVALUATING) {
            return;
        }
        Evaluation evaluation = evaluate.evaluation();
        if (evaluation.failure().isPresent()) {
            var never = new Fact.Attempt(0, draft.now(), Duration.ZERO, "");
            draft.add(new Fact.Died(action, never, evaluation.failure().get(), false, "rejected"));
            Joining.follow(draft, action);
        } else if (!evaluation.wanted()) {
            draft.add(new Fact.Skipped(action, "its condition 'when' is false"));
            Joining.follow(draft, action);
        } else {
            Instant dueAt = evaluation.dueAt().orElse(draft.now());
            draft.add(dueAt.isAfter(draft.now()) ? new Fact.Delayed(action, dueAt) : new Fact.Readied(action));
        }
    }
}
