package io.caravan.flow;

import java.util.Optional;

/**
 * What a person may do with an action that gave up: grant it a fresh budget (numbers go on, the effect key stays), leave it out,
 * or say what it has brought after all.
 */
final class Mending {
    private Mending() {}

    static void replay(Draft draft, Command.Replay replay) {
        mustHaveGivenUp(draft, replay.action(), "replayed");
        draft.add(new Fact.Replayed(replay.action(), replay.by(), replay.note()));
        Splitting.replay(draft, replay);
    }

    static void skip(Draft draft, Command.Skip skip) {
        mustNotBeTheTrigger(skip.action(), "skipped");
        mustHaveGivenUp(draft, skip.action(), "skipped");
        Splitting.drop(draft, skip.action());
        draft.add(new Fact.Resolved(skip.action(), Optional.empty(), skip.by(), skip.note()));
        Joining.follow(draft, skip.action());
    }

    static void resolve(Draft draft, Command.Resolve resolve) {
        mustNotBeTheTrigger(resolve.action(), "resolved");
        mustHaveGivenUp(draft, resolve.action(), "resolved");
        Splitting.drop(draft, resolve.action());
        draft.add(new Fact.Resolved(resolve.action(), Optional.of(resolve.result()), resolve.by(), resolve.note()));
        Joining.follow(draft, resolve.action());
    }

    /** Without its trigger a flow has no graph that could go on. */
    private static void mustNotBeTheTrigger(String action, String asked) {
        if (action.equals(FlowState.TRIGGER)) {
            throw new Refused("The trigger cannot be " + asked + "; mend its route and replay it, or cancel the flow.");
        }
    }

    private static void mustHaveGivenUp(Draft draft, String action, String asked) {
        if (draft.state().ended()) {
            throw new Refused(
                    "The flow has " + draft.state().status().word() + "; nothing of it can be " + asked + ".");
        }
        if (Item.isItem(action)) {
            throw new Refused("Items are mended with their action '" + Item.action(action) + "'.");
        }
        ActionState state = draft.state()
                .progress(action)
                .orElseThrow(() -> new Refused("The flow has no action '" + action + "'."))
                .state();
        if (!state.gaveUp()) {
            throw new Refused("Action '" + action + "' is " + state.word() + "; only a dead or uncertain action can be "
                    + asked + ".");
        }
    }
}
