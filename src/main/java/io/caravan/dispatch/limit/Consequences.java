package io.caravan.dispatch.limit;

import io.caravan.flow.Announced;
import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Pause;
import io.caravan.flow.Pause.Subject;
import io.caravan.store.journal.Journal;
import io.caravan.store.limit.DestinationTable;
import io.caravan.store.limit.PauseTable;
import io.caravan.store.outbox.OutboxRow.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the end of one attempt means for all that use its destination. */
public final class Consequences {
    private static final Logger LOG = LoggerFactory.getLogger(Consequences.class);
    private static final CompletableFuture<Void> NONE = CompletableFuture.completedFuture(null);
    private static final Duration ABOUT = Duration.ofSeconds(1);
    private static final String BY = "Caravan";

    private final Journal journal;
    private final Clock clock;
    private final Duration firstCheck;
    private final Map<String, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();
    private final Map<String, Announced> learnt = new ConcurrentHashMap<>();

    /** @param firstCheck how long after its pause a destination is checked for the first time */
    public Consequences(Journal journal, Clock clock, Duration firstCheck) {
        this.firstCheck = firstCheck;
        this.journal = journal;
        this.clock = clock;
    }

    /** Completes when they are on disk, so that nothing is taken in between; most ends have none. */
    public CompletableFuture<Void> of(Target target, Outcome outcome) {
        String destination = target.queue().destination();
        if (destination.isEmpty()) {
            return NONE;
        }
        if (outcome.pausesDestination()) {
            var subject = Subject.destination(destination);
            boolean known = journal.pauses().known().of(subject).isPresent();
            return known
                    ? NONE
                    : once(
                            subject.toString(),
                            () -> rest(subject, outcome.reason().orElseThrow()));
        }
        return outcome.closesDestination()
                .map(clock.instant()::plus)
                .filter(until ->
                        journal.pauses().known().closedUntil(destination).isBefore(until.minus(ABOUT)))
                .map(until -> once(
                        destination,
                        () -> leaveAlone(destination, until, outcome.reason().orElseThrow())))
                .orElse(NONE);
    }

    /** Many attempts end alike at one moment: what one of them has begun is waited for by the others. */
    private CompletableFuture<Void> once(String what, Supplier<CompletableFuture<Void>> writing) {
        var begun = new CompletableFuture<Void>();
        CompletableFuture<Void> before = underWay.putIfAbsent(what, begun);
        if (before != null) {
            return before;
        }
        writing.get().whenComplete((nothing, thrown) -> {
            underWay.remove(what);
            if (thrown == null) {
                begun.complete(null);
            } else {
                begun.completeExceptionally(thrown);
            }
        });
        return begun;
    }

    /** It has asked for it: nobody calls it until then. */
    private CompletableFuture<Void> leaveAlone(String destination, Instant until, Failure failure) {
        return journal.rule(statements -> DestinationTable.close(statements, destination, until))
                .thenAccept(done ->
                        LOG.info("destination {} is left alone until {} ({})", destination, until, failure.line()));
    }

    /** The third party has told its limit: what budgets of that time all nodes have from now on. */
    public void learn(Target target, Announced announced) {
        String destination = Subject.destination(target.queue().destination()).name();
        if (!destination.isEmpty() && !announced.equals(learnt.put(destination, announced))) {
            journal.run(statements -> DestinationTable.announce(
                            statements, destination, announced.period().toMillis(), announced.limit()))
                    .whenComplete((done, thrown) -> {
                        if (thrown != null) {
                            learnt.remove(destination);
                            LOG.debug("the limit of {} is not written: {}", destination, thrown.toString());
                        }
                    });
        }
    }

    /** Told once: whoever comes second finds the destination at rest. */
    private CompletableFuture<Void> rest(Subject subject, Failure failure) {
        Instant now = clock.instant();
        var pause = new Pause(subject, now, BY, failure.line(), true);
        return journal.rule(statements -> PauseTable.alarm(statements, pause, now.plus(firstCheck)))
                .thenAccept(begun -> {
                    if (begun) {
                        LOG.error(
                                "{} rests, its credentials are refused ({}); it goes on by itself once its check passes, or by"
                                        + " POST /destinations/{}/resume",
                                subject,
                                failure.line(),
                                subject.name());
                    }
                });
    }
}
