package io.caravan.component.aggregate;

import io.caravan.component.Secrets;
import io.caravan.flow.Failure;
import io.caravan.store.aggregation.Delivery;
import io.caravan.store.aggregation.Taken;
import io.caravan.store.outbox.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt to deliver a completed group: its row goes when the steps behind the aggregator have ended well, else it is due later. */
final class Delivering {
    private static final Logger LOG = LoggerFactory.getLogger(Delivering.class);

    private final Taken taken;
    private final Ground ground;
    private final Optional<Aggregator> aggregator;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** @param aggregator empty = its route is not here any more */
    Delivering(Taken taken, Ground ground, Optional<Aggregator> aggregator) {
        this.taken = taken;
        this.ground = ground;
        this.aggregator = aggregator;
    }

    /** Ends when the row is gone or put back. */
    CompletableFuture<Void> run() {
        if (!ground.journal().mayBegin(new Lease(taken.epoch(), 0))) {
            ended.complete(null); // somebody else may have it; if not, it is found again as held here
        } else if (aggregator.isEmpty()) {
            settle(Optional.of(new Delivery.Setback(ground.clock().instant(), Optional.empty())));
        } else {
            deliver(aggregator.get());
        }
        return ended;
    }

    private void deliver(Aggregator to) {
        Exchange exchange = to.fresh();
        try {
            to.deliver(taken, doneSync -> end(exchange, to), exchange);
        } catch (RuntimeException thrown) {
            exchange.setException(thrown);
            end(exchange, to);
        }
    }

    private void end(Exchange exchange, Aggregator to) {
        if (exchange.getException() != null) {
            failed(Secrets.of(exchange.getContext()).without(Failure.of(exchange.getException())), to);
        } else if (exchange.isRollbackOnly()) {
            failed(new Failure("Rollback", "The exchange was marked for rollback."), to);
        } else {
            to.house().delivered();
            settle(Optional.empty());
        }
    }

    private void failed(Failure failure, Aggregator to) {
        Duration delay = ground.redelivery()
                .delayBefore(taken.attempt(), taken.group().id().hashCode());
        Instant again = ground.clock().instant().plus(delay);
        to.house().failed(again);
        LOG.warn(
                "completed group {} of {} attempt {}: {} ({}); again at {}",
                taken.group().id(),
                to.name(),
                taken.attempt(),
                failure.type(),
                failure.line(),
                again);
        settle(Optional.of(new Delivery.Setback(again, Optional.of(failure.type() + ": " + failure.line()))));
    }

    private void settle(Optional<Delivery.Setback> setback) {
        ground.journal()
                .deliver(new Delivery(taken.group().id(), taken.epoch(), setback))
                .whenComplete((held, thrown) -> ended.complete(null));
    }
}
