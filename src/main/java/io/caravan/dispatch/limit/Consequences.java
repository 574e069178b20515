package io.caravan.dispatch.limit;

import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Pause;
import io.caravan.flow.Pause.Subject;
import io.caravan.store.journal.Journal;
import io.caravan.store.limit.PauseTable;
import io.caravan.store.outbox.OutboxRow.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the end of one attempt means for all that use its destination. */
public final class Consequences {
    private static final Logger LOG = LoggerFactory.getLogger(Consequences.class);
    private static final CompletableFuture<Void> NONE = CompletableFuture.completedFuture(null);
    private static final String BY = "Caravan";

    private final Journal journal;
    private final Clock clock;
    private final Duration firstCheck;

    /** @param firstCheck how long after its pause a destination is checked for the first time */
    public Consequences(Journal journal, Clock clock, Duration firstCheck) {
        this.firstCheck = firstCheck;
        this.journal = journal;
        this.clock = clock;
    }

    /** Completes when they are on disk, so that nothing is taken in between; most ends have none. */
    public CompletableFuture<Void> of(Target target, Outcome outcome) {
        String destination = target.queue().destination();
        return destination.isEmpty() || !outcome.pausesDestination()
                ? NONE
                : outcome.reason()
                        .map(failure -> rest(Subject.destination(destination), failure))
                        .orElse(NONE);
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
