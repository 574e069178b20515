package io.caravan.flow;

import java.time.Instant;
import java.util.Optional;

/** An action that awaits an event: it goes on with the latest one that matches, or when its time has passed. */
final class Waiting {
    private Waiting() {}

    /** The wait begins; an event within the look-back that came before counts as well. */
    static void begin(Draft draft, String action, String key, Optional<String> early) {
        Await await = await(draft, action);
        if (early.isPresent()) {
            arrive(draft, action, early.get());
        } else {
            draft.add(
                    new Fact.Awaited(action, await.type(), key, await.timeout().map(draft.now()::plus)));
        }
    }

    /** Its row is due, or an event has made it so. */
    static void end(Draft draft, Command.Wake wake) {
        String action = wake.action();
        ActionProgress progress = draft.state().progress(action).orElse(ActionProgress.UNTOUCHED);
        if (progress.state() != ActionState.AWAITING) {
            return;
        }
        Optional<Instant> until = progress.given().until();
        if (wake.event().isPresent()) {
            arrive(draft, action, wake.event().get());
        } else if (until.isPresent() && !until.get().isAfter(draft.now())) {
            expire(draft, action);
        } else {
            draft.add(new Fact.Awaited(
                    action, await(draft, action).type(), progress.given().key(), until));
        }
    }

    private static void arrive(Draft draft, String action, String event) {
        draft.add(new Fact.Arrived(action, event));
        if (draft.state().action(action).orElseThrow().conditions().forEach().isEmpty()) {
            draft.add(new Fact.Readied(action));
        } else {
            draft.add(new Fact.Met(action));
        }
    }

    private static void expire(Draft draft, String action) {
        Await await = await(draft, action);
        String sentence = "no event " + await.type() + " with the key '"
                + draft.state().progress(action).orElseThrow().given().key() + "' came within "
                + await.timeout().orElseThrow();
        if (await.skips()) {
            Evaluating.skip(draft, action, sentence);
        } else {
            Evaluating.reject(draft, action, new Failure("AwaitTimeout", sentence));
        }
    }

    private static Await await(Draft draft, String action) {
        return draft.state().action(action).flatMap(Action::awaits).orElseThrow();
    }
}
