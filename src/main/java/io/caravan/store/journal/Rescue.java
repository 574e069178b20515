package io.caravan.store.journal;

import io.caravan.flow.Command;
import io.caravan.flow.Fact;
import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.store.outbox.Held;
import io.caravan.store.outbox.OutboxRow.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What is written in place of an attempt that can no longer tell how it ended. */
final class Rescue {
    private static final Failure LOST = new Failure(
            Failure.LOST,
            "The process died, or lost its lease, while the attempt was running; its effect may have happened.");

    private static final String CANNOT_BE_STORED = "CannotBeStored";
    private static final Duration UNSTORABLE = Duration.ofMinutes(1);

    private Rescue() {}

    /** The row's holder is dead: an action's attempt is lost and its outcome unknown; anything else may simply run again. */
    static Write of(Held held) {
        if (held.row().kind() != Kind.ACTION) {
            return new Write.Release(held.row().key(), held.lease(), Duration.ZERO, new CompletableFuture<>());
        }
        var attempt = new Fact.Attempt(held.row().attempt().number(), held.leasedAt(), Duration.ZERO, "");
        var settle = new Command.Settle(held.row().key().name(), attempt, Outcome.uncertain(LOST));
        return settle(held, settle);
    }

    private static Write settle(Held held, Command.Settle settle) {
        return new Write.Settle(
                new Settlement(held.row().key(), held.lease(), settle, Incoming.Keys.NONE, Settlement.Effects.NONE),
                new CompletableFuture<>());
    }

    /** What is written of an end that cannot be stored: the action is dead; if that cannot be stored either, it is given back. */
    static Write instead(Write.Settle settle, Exception error) {
        Settlement end = settle.settlement();
        if (end.command() instanceof Command.Settle command && !isInstead(command)) {
            return deadInstead(settle, command, error);
        }
        var answer = new CompletableFuture<Boolean>();
        answer.whenComplete((held, thrown) -> {
            if (thrown == null) {
                settle.answer().complete(false);
            } else {
                settle.answer().completeExceptionally(thrown);
            }
        });
        return new Write.Release(end.key(), end.lease(), UNSTORABLE, answer);
    }

    private static boolean isInstead(Command.Settle command) {
        return command.outcome().reason().map(Failure::type).equals(Optional.of(CANNOT_BE_STORED));
    }

    private static Write deadInstead(Write.Settle settle, Command.Settle ended, Exception error) {
        Settlement end = settle.settlement();
        var failure = new Failure(
                CANNOT_BE_STORED, "The route ended, but its result cannot be stored: " + error.getMessage());
        var dead = ended.with(new Outcome.Rejected(failure));
        return new Write.Settle(
                new Settlement(end.key(), end.lease(), dead, Incoming.Keys.NONE, Settlement.Effects.NONE),
                settle.answer());
    }
}
