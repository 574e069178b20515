package io.caravan.dispatch;

import io.caravan.flow.Command;
import io.caravan.flow.Definition;
import io.caravan.flow.Payload;
import io.caravan.flow.Refused;
import io.caravan.store.journal.Journal;
import io.caravan.store.journal.NotAccepted;
import io.caravan.store.journal.UnknownFlow;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What a person may ask of a flow. */
public final class Orders {
    /** What came of an order; the sentence is the flow's new status, or the reason why nothing was done. */
    public record Reply(Kind kind, String flow, String sentence) {}

    /** Done and on disk; no such flow; the flow does not allow it; nothing can be stored now. */
    public enum Kind {
        DONE,
        UNKNOWN,
        REFUSED,
        LATER
    }

    private final Journal journal;

    public Orders(Journal journal) {
        this.journal = journal;
    }

    /** Ends the flow: what has not started will not, what runs is told to stop and its end is kept without effect. */
    public CompletableFuture<Reply> cancel(String flow, String by, String note) {
        return order(flow, new Command.Cancel(by, note));
    }

    /** Makes a flow that has ended go on from one of its actions. */
    public CompletableFuture<Reply> restart(String flow, String from, String by, String note) {
        return order(flow, new Command.Restart(from, by, note));
    }

    /** Moves the flow to another version of its definition. */
    public CompletableFuture<Reply> migrate(String flow, Definition next, String by, String note) {
        return order(flow, new Command.Migrate(next, by, note));
    }

    /** Grants an action that gave up a fresh budget. */
    public CompletableFuture<Reply> replay(String flow, String action, String by, String note) {
        return order(flow, new Command.Replay(action, by, note));
    }

    /** Leaves an action out that gave up. */
    public CompletableFuture<Reply> skip(String flow, String action, String by, String note) {
        return order(flow, new Command.Skip(action, by, note));
    }

    /** Says what an action that gave up has brought after all, as JSON text. */
    public CompletableFuture<Reply> resolve(String flow, String action, String result, String by, String note) {
        return order(flow, new Command.Resolve(action, Payload.inline(result), by, note));
    }

    private CompletableFuture<Reply> order(String flow, Command command) {
        return journal.order(flow, command)
                .thenApply(state -> new Reply(Kind.DONE, flow, state.status().word()))
                .exceptionally(thrown -> reply(flow, thrown));
    }

    private static Reply reply(String flow, Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException wrapped ? wrapped.getCause() : thrown;
        if (cause instanceof UnknownFlow) {
            return new Reply(Kind.UNKNOWN, flow, cause.getMessage());
        }
        if (cause instanceof Refused) {
            return new Reply(Kind.REFUSED, flow, cause.getMessage());
        }
        if (cause instanceof NotAccepted) {
            return new Reply(Kind.LATER, flow, cause.getMessage());
        }
        throw new CompletionException(cause);
    }
}
