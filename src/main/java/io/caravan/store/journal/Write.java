package io.caravan.store.journal;

import io.caravan.flow.Command;
import io.caravan.flow.FlowState;
import io.caravan.store.aggregation.Change;
import io.caravan.store.aggregation.Delivery;
import io.caravan.store.aggregation.Verdict;
import io.caravan.store.outbox.Lease;
import io.caravan.store.outbox.OutboxKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Something for the writer to do; its answer completes after the commit. It changes at most one existing flow. */
sealed interface Write {
    CompletableFuture<?> answer();

    /** About how many characters it brings along; a batch is bounded by their sum as well. */
    default long weight() {
        return 0;
    }

    /** The answer of a writer that has stopped. */
    default void refuseStopped() {
        answer().completeExceptionally(new NotAccepted("Caravan has stopped; send it again."));
    }

    /**
     * An event to accept. It may be a tick of a schedule, which is then handled up to the event's time; or the event of a row of
     * the inbox, which is then taken out.
     */
    record Accept(
            Incoming incoming, Optional<String> schedule, Optional<Long> inboxRow, CompletableFuture<Accepted> answer)
            implements Write {
        Accept(Incoming incoming, CompletableFuture<Accepted> answer) {
            this(incoming, Optional.empty(), Optional.empty(), answer);
        }

        @Override
        public long weight() {
            return incoming.weight();
        }
    }

    record Settle(Settlement settlement, CompletableFuture<Boolean> answer) implements Write {
        @Override
        public long weight() {
            return settlement.effects().weight();
        }
    }

    record Order(String flow, Command command, CompletableFuture<FlowState> answer) implements Write {}

    record Follow(String schedule, String rule, CompletableFuture<Instant> answer) implements Write {}

    record Release(OutboxKey key, Lease lease, Duration delay, CompletableFuture<Boolean> answer) implements Write {}

    /** What an aggregator has gathered. */
    record Gather(Change change, CompletableFuture<Verdict> answer) implements Write {
        @Override
        public long weight() {
            return change.weight();
        }
    }

    /** The end of the delivery of a completed group. */
    record Deliver(Delivery delivery, CompletableFuture<Boolean> answer) implements Write {}

    /** Never part of a batch: a transaction of its own between two of them. */
    record Aside<T>(Chore<T> chore, CompletableFuture<T> answer) implements Write {}
}
