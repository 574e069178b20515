package io.caravan.flow;

/** A person grants an action that gave up a fresh budget: numbers go on, the effect key stays. */
final class Replaying {
    private Replaying() {}

    static void replay(Draft draft, Command.Replay replay) {
        if (draft.state().ended()) {
            throw new Refused("The flow has " + draft.state().status().word() + "; nothing of it can be replayed.");
        }
        ActionState state = draft.state()
                .progress(replay.action())
                .orElseThrow(() -> new Refused("The flow has no action '" + replay.action() + "'."))
                .state();
        if (!state.gaveUp()) {
            throw new Refused("Action '" + replay.action() + "' is " + state.word()
                    + "; only a dead or uncertain action can be replayed.");
        }
        draft.add(new Fact.Replayed(replay.action(), replay.by(), replay.note()));
    }
}
