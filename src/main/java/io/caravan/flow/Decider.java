package io.caravan.flow;

import java.time.Instant;

/** {@code decide(state, command, now) -> facts}: deals the commands out to the rules, each in a file of its own. */
public final class Decider {
    private Decider() {}

    public static Decision decide(FlowState state, Command command, Instant now) {
        var draft = new Draft(state, now);
        if (command instanceof Command.Begin begin) {
            Triggering.begin(draft, begin);
        } else if (command instanceof Command.Retrigger again) {
            Triggering.again(draft, again);
        } else if (command instanceof Command.Settle settle) {
            Settling.settle(draft, settle);
        } else if (command instanceof Command.Evaluate evaluate) {
            Evaluating.end(draft, evaluate);
        } else if (command instanceof Command.Wake wake) {
            Waiting.end(draft, wake);
        } else if (command instanceof Command.Turn) {
            Turning.come(draft);
        } else if (command instanceof Command.CancelOn cancel) {
            Ending.cancelOn(draft, cancel);
        } else if (command instanceof Command.Compensate) {
            Compensating.begin(draft);
        } else if (command instanceof Command.Done || command instanceof Command.Leave) {
            return draft.decision();
        } else if (command instanceof Command.Replay replay) {
            Mending.replay(draft, replay);
        } else if (command instanceof Command.Skip skip) {
            Mending.skip(draft, skip);
        } else if (command instanceof Command.Resolve resolve) {
            Mending.resolve(draft, resolve);
        } else if (command instanceof Command.Restart restart) {
            Restarting.restart(draft, restart);
        } else if (command instanceof Command.Migrate migrate) {
            Migrating.migrate(draft, migrate);
        } else if (command instanceof Command.Cancel cancel) {
            Ending.cancel(draft, cancel);
        } else if (command instanceof Command.Expire) {
            Ending.expire(draft);
        } else {
            throw new IllegalStateException("a command without a rule: " + command);
        }
        Ending.conclude(draft);
        return draft.decision();
    }
}
