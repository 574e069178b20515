package io.caravan.flow;

import java.util.Optional;

/** What an attempt's outcome leads to; outcomes nobody waits for any more change nothing. */
final class Settling {
    private Settling() {}

    static void settle(Draft draft, Command.Settle settle) {
        String action = settle.action();
        if (draft.stateOf(action) == ActionState.CANCELLED) {
            draft.add(late(settle));
        } else if (draft.state().awaits(action, settle.attempt())) {
            if (action.equals(FlowState.TRIGGER)) {
                Triggering.lost(draft, settle);
            } else {
                follow(draft, settle);
            }
        }
    }

    private static void follow(Draft draft, Command.Settle settle) {
        String action = settle.action();
        Outcome outcome = settle.outcome();
        if (outcome instanceof Outcome.Probed probed) {
            Probing.follow(draft, settle, probed);
        } else if (outcome instanceof Outcome.Done done) {
            draft.add(new Fact.Succeeded(action, settle.attempt(), done.result()));
            Joining.follow(draft, action);
        } else if (outcome instanceof Outcome.Retry retry) {
            Retrying.retryOrDie(draft, settle, retry.failure(), retry.after());
        } else if (outcome instanceof Outcome.Uncertain uncertain) {
            Retrying.retryOrDie(draft, settle, uncertain.failure(), uncertain.after());
        } else if (outcome instanceof Outcome.Rejected rejected) {
            Retrying.die(draft, settle, rejected.failure());
        } else if (outcome instanceof Outcome.Unavailable unavailable) {
            draft.add(
                    new Fact.Deferred(action, unavailable.failure(), draft.now().plus(unavailable.after())));
        }
    }

    private static Fact late(Command.Settle settle) {
        Outcome outcome = settle.outcome();
        Optional<Payload> result = outcome instanceof Outcome.Done done
                ? Optional.of(done.result())
                : outcome instanceof Outcome.Probed probed ? probed.result() : Optional.empty();
        return new Fact.EndedLate(settle.action(), settle.attempt(), outcome.word(), result, outcome.reason());
    }
}
