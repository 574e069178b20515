package io.caravan.flow;

import io.caravan.flow.Command.TriggerResult;
import java.time.Duration;

/** A flow begins when its trigger has shaped the input; a trigger that failed waits for a person as a dead action. */
final class Triggering {
    private Triggering() {}

    static void begin(Draft draft, Command.Begin begin) {
        draft.add(new Fact.Started(begin.key()));
        follow(draft, begin.trigger(), new Fact.Attempt(1, draft.now(), Duration.ZERO, ""));
    }

    static void again(Draft draft, Command.Retrigger again) {
        if (Settling.isTheAttemptWaitedFor(draft.state(), FlowState.TRIGGER, again.attempt())) {
            follow(draft, again.trigger(), again.attempt());
        }
    }

    private static void follow(Draft draft, TriggerResult result, Fact.Attempt attempt) {
        if (result instanceof TriggerResult.Shaped shaped) {
            draft.add(new Fact.Triggered(shaped.definition(), shaped.input(), shaped.deadline()));
            Joining.readyRoots(draft);
        } else if (result instanceof TriggerResult.Threw threw) {
            draft.add(new Fact.Died(FlowState.TRIGGER, attempt, threw.failure(), false, "rejected"));
        } else if (result instanceof TriggerResult.Unwanted unwanted) {
            Ending.abandon(draft, unwanted.reason());
        }
    }
}
