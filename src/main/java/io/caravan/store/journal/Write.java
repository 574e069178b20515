package io.caravan.store.journal;

import io.caravan.flow.Command;
import io.caravan.flow.FlowState;
import io.caravan.store.outbox.Lease;
import io.caravan.store.outbox.OutboxKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Something for the writer to do; its answer completes after the commit. It changes at most one existing flow. */
sealed interface Write {
    CompletableFuture<?> answer();

    /** The answer of a writer that has stopped. */
    default void refuseStopped() {
        answer().completeExceptionally(new NotAccepted("Caravan has stopped; send it again."));
    }

    record Accept(Incoming incoming, CompletableFuture<Accepted> answer) implements Write {}

    record Settle(Settlement settlement, CompletableFuture<Boolean> answer) implements Write {}

    record Order(String flow, Command command, CompletableFuture<FlowState> answer) implements Write {}

    record Release(OutboxKey key, Lease lease, Duration delay, CompletableFuture<Boolean> answer) implements Write {}
}
