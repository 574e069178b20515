package io.caravan.dispatch;

import io.caravan.flow.Command;
import io.caravan.flow.FlowState;
import io.caravan.store.journal.Journal;
import java.util.concurrent.CompletableFuture;

/** What a person may ask of a flow. */
public final class Orders {
    private final Journal journal;

    public Orders(Journal journal) {
        this.journal = journal;
    }

    /** Ends the flow: what has not started will not, what runs is told to stop and its end is kept without effect. */
    public CompletableFuture<FlowState> cancel(String flow, String by, String note) {
        return journal.order(flow, new Command.Cancel(by, note));
    }

    /** Grants an action that gave up a fresh budget. */
    public CompletableFuture<FlowState> replay(String flow, String action, String by, String note) {
        return journal.order(flow, new Command.Replay(action, by, note));
    }
}
