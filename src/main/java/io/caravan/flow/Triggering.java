package io.caravan.flow;

import io.caravan.flow.Command.TriggerResult;
import java.time.Duration;

/** A flow begins when its trigger has shaped the input; a trigger that failed waits for a person as a dead action. */
final class Triggering {
    private Triggering() {}

    static void begin(Draft draft, Command.Begin begin) {
        draft.add(new Fact.Started(begin.key(), begin.lane()));
        follow(draft, begin.trigger(), new Fact.Attempt(1, draft.now(), Duration.ZERO, ""));
    }

    static void again(Draft draft, Command.Retrigger again) {
        if (draft.state().awaits(FlowState.TRIGGER, again.attempt())) {
            again.key()
                    .filter(key -> draft.state().standing().key().isEmpty())
                    .ifPresent(key -> draft.add(new Fact.Keyed(key)));
            again.lane()
                    .filter(lane -> draft.state().standing().lane().isEmpty())
                    .ifPresent(lane -> draft.add(new Fact.Queued(lane)));
            follow(draft, again.trigger(), again.attempt());
        }
    }

    /** A trigger's run that did not come back (it has no effects) counts as failed: a grant is one run. */
    static void lost(Draft draft, Command.Settle settle) {
        Failure failure = settle.outcome()
                .reason()
                .orElseThrow(() -> new IllegalArgumentException("a trigger that ran is settled by Retrigger"));
        draft.add(died(settle.attempt(), failure));
    }

    private static void follow(Draft draft, TriggerResult result, Fact.Attempt attempt) {
        if (result instanceof TriggerResult.Shaped shaped) {
            draft.add(new Fact.Triggered(shaped.definition(), shaped.input(), shaped.deadline()));
            if (!Turning.mustWait(draft)) {
                Joining.readyRoots(draft);
            }
        } else if (result instanceof TriggerResult.Threw threw) {
            draft.add(died(attempt, threw.failure()));
        } else if (result instanceof TriggerResult.Unwanted unwanted) {
            Ending.abandon(draft, unwanted.reason());
        }
    }

    private static Fact died(Fact.Attempt attempt, Failure failure) {
        return new Fact.Died(FlowState.TRIGGER, attempt, failure, false, "rejected");
    }
}
