package io.caravan.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** An action whose needs are met and that has conditions: they are evaluated once, and the outcome is a fact. */
final class Evaluating {
    private Evaluating() {}

    /** The action's needs are met. */
    static void begin(Draft draft, Action action) {
        draft.add(action.isConditional() ? new Fact.Met(action.name()) : new Fact.Readied(action.name()));
    }

    static void end(Draft draft, Command.Evaluate evaluate) {
        String action = evaluate.action();
        if (draft.stateOf(action) != ActionState.EVALUATING) {
            return;
        }
        if (evaluate.evaluation() instanceof Evaluation.Threw threw) {
            reject(draft, action, threw.failure());
        } else if (evaluate.evaluation() instanceof Evaluation.Wanted wanted) {
            begin(draft, action, wanted, evaluate.early());
        } else {
            skip(draft, action, "its condition 'when' is false");
        }
    }

    static void skip(Draft draft, String action, String reason) {
        draft.add(new Fact.Skipped(action, reason));
        Joining.follow(draft, action);
    }

    /** The action dies before its first attempt. */
    static void reject(Draft draft, String action, Failure failure) {
        var never = new Fact.Attempt(0, draft.now(), Duration.ZERO, "");
        draft.add(new Fact.Died(action, never, failure, false, "rejected"));
        Joining.follow(draft, action);
    }

    private static void begin(Draft draft, String action, Evaluation.Wanted wanted, Optional<String> early) {
        if (!wanted.budgetKey().isEmpty()) {
            draft.add(new Fact.Budgeted(action, wanted.budgetKey()));
        }
        boolean awaits = draft.state().action(action).flatMap(Action::awaits).isPresent();
        boolean arrived =
                draft.state().progress(action).orElseThrow().given().event().isPresent();
        Instant dueAt = wanted.dueAt().orElse(draft.now());
        if (awaits && !arrived) {
            Waiting.begin(draft, action, wanted.awaitKey(), early);
        } else if (wanted.items().isPresent()) {
            Splitting.begin(draft, action, wanted.items().get(), dueAt);
        } else if (dueAt.isAfter(draft.now())) {
            draft.add(new Fact.Delayed(action, dueAt));
        } else {
            draft.add(new Fact.Readied(action));
        }
    }
}
