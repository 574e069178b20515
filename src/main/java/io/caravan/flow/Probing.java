package io.caravan.flow;

/**
 * An attempt whose effect may have happened is not repeated before the action's probe was asked: found = it has succeeded,
 * absent = nothing has happened, unknown = the repeat is marked. Also the last attempt of a budget is probed.
 */
public final class Probing {
    private Probing() {}

    /** Whether the action's probe is to be asked before its next attempt. */
    public static boolean isDue(FlowState state, String action) {
        return state.progress(action).map(ActionProgress::uncertain).orElse(false) && hasProbe(state, action);
    }

    static boolean hasProbe(FlowState state, String action) {
        return state.action(action)
                .map(pinned -> !pinned.provisions().probe().isEmpty())
                .orElse(false);
    }

    /** Whether the budget is spent, so that only the probe's answer is wanted. */
    public static boolean isLast(FlowState state, String action) {
        ActionProgress progress = state.progress(action).orElseThrow();
        return !state.action(action)
                .orElseThrow()
                .policy()
                .redelivery()
                .allowsAnotherAfter(progress.attempts() - progress.granted());
    }

    static void follow(Draft draft, Command.Settle settle, Outcome.Probed probed) {
        String action = settle.action();
        ActionProgress progress = draft.state().progress(action).orElseThrow();
        if (probed.result().isPresent()) {
            draft.add(new Fact.Found(action, probed.result().get()));
            Joining.follow(draft, action);
            return;
        }
        Failure failure = progress.error().orElseThrow().failure();
        var last = new Fact.Attempt(
                progress.attempts(),
                settle.attempt().startedAt(),
                settle.attempt().took(),
                settle.attempt().node());
        draft.add(new Fact.Died(action, last, failure, !probed.absent(), probed.absent() ? "retry" : "uncertain"));
        Joining.follow(draft, action);
    }
}
