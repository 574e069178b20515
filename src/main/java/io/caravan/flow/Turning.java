package io.caravan.flow;

/** Flows in one lane run one after another (promise P9): a flow readies its first actions when its turn has come. */
final class Turning {
    private Turning() {}

    /** The flow before this one has ended. Whoever ended while waiting passes the turn on. */
    static void come(Draft draft) {
        if (mustWait(draft)) {
            draft.add(new Fact.TurnCame());
            if (!draft.state().ended() && draft.state().plan().isPresent()) {
                Joining.readyRoots(draft);
            }
        }
    }

    static boolean mustWait(Draft draft) {
        return waits(draft.state());
    }

    static boolean waits(FlowState state) {
        return state.standing().lane().map(Lane::waits).orElse(false);
    }
}
