package io.caravan.flow;

import java.time.Duration;
import java.util.Optional;

/** Durable redelivery (promise P5): attempts never exceed the policy's budget; spent = dead, or uncertain if so. */
final class Retrying {
    private Retrying() {}

    static void retryOrDie(Draft draft, Command.Settle settle, Failure failure, Optional<Duration> asked) {
        String action = settle.action();
        Redelivery redelivery =
                draft.state().action(action).orElseThrow().policy().redelivery();
        int spent = settle.attempt().number()
                - draft.state().progress(action).orElseThrow().granted();
        boolean probed = mayHaveHappened(draft, settle) && Probing.hasProbe(draft.state(), action);
        if (redelivery.allowsAnotherAfter(spent) || probed) {
            int seed = (draft.state().id() + '/' + action).hashCode();
            Duration delay = asked.orElseGet(() -> redelivery.delayBefore(spent, seed));
            draft.add(new Fact.Retried(
                    action,
                    settle.attempt(),
                    failure,
                    mayHaveHappened(draft, settle),
                    draft.now().plus(delay)));
        } else {
            die(draft, settle, failure);
        }
    }

    static void die(Draft draft, Command.Settle settle, Failure failure) {
        draft.add(new Fact.Died(
                settle.action(),
                settle.attempt(),
                failure,
                mayHaveHappened(draft, settle),
                settle.outcome().word()));
        Joining.follow(draft, settle.action());
    }

    /** An earlier attempt's unknown effect is not undone by a later attempt that surely had none, unless the probe did not find it. */
    private static boolean mayHaveHappened(Draft draft, Command.Settle settle) {
        return settle.outcome() instanceof Outcome.Uncertain
                || !settle.absent()
                        && draft.state().progress(settle.action()).orElseThrow().uncertain();
    }
}
