package io.caravan.dispatch.limit;

import io.caravan.flow.Pause;
import io.caravan.flow.Pause.Subject;
import io.caravan.store.Rounds;
import io.caravan.store.journal.Journal;
import io.caravan.store.limit.DestinationTable;
import io.caravan.store.limit.PauseTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks destinations that rest because of their credentials whether these are accepted again: one node at a time, ever less
 * often, and lets them go on.
 */
public final class Checks implements Rounds.Round {
    private static final Logger LOG = LoggerFactory.getLogger(Checks.class);
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);
    private static final Duration KEPT = Duration.ofDays(2);
    private static final Duration BETWEEN_FORGETTING = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 5;

    private final Journal journal;
    private final Clock clock;
    private final Way way;
    private Instant nextForgetting = Instant.EPOCH;
    private final Set<Subject> uncheckable = new HashSet<>();

    /**
     * How destinations are checked.
     *
     * @param first how long after its pause a destination is checked for the first time; then the time doubles
     * @param passes whether the check of a destination passes; empty = it has none
     */
    public record Way(Duration first, Function<String, Optional<Boolean>> passes) {}

    public Checks(Journal journal, Clock clock, Way way) {
        this.journal = journal;
        this.clock = clock;
        this.way = way;
    }

    @Override
    public Duration go() {
        forget();
        for (Pause pause : journal.pauses().known().all()) {
            if (pause.checked() && claim(pause.subject())) {
                check(pause.subject());
            }
        }
        return BETWEEN_ROUNDS;
    }

    /** What of budgets has not been used for a day is as good as never used. */
    private void forget() {
        Instant now = clock.instant();
        if (!nextForgetting.isAfter(now)) {
            nextForgetting = now.plus(BETWEEN_FORGETTING);
            journal.run(statements -> DestinationTable.forget(statements, now.minus(KEPT)));
        }
    }

    /** Whether its check is due and this node is the one that does it. */
    private boolean claim(Subject subject) {
        Instant now = clock.instant();
        try {
            return journal.run(statements -> PauseTable.claimCheck(statements, subject, now, this::next))
                    .join();
        } catch (CompletionException away) {
            LOG.debug("the check of {} cannot be claimed: {}", subject, away.getMessage());
            return false;
        }
    }

    private Duration next(int checks) {
        return way.first().multipliedBy(1L << Math.min(checks, MOST_DOUBLINGS));
    }

    private void check(Subject subject) {
        Optional<Boolean> passed = way.passes().apply(subject.name());
        if (passed.isEmpty()) {
            if (uncheckable.add(subject)) {
                LOG.warn(
                        "{} has no check (a route from direct:check-{}); when its credentials are mended,"
                                + " POST /destinations/{}/resume",
                        subject,
                        subject.name(),
                        subject.name());
            }
        } else if (passed.get()) {
            uncheckable.remove(subject);
            goOn(subject);
        } else {
            LOG.debug("the check of {} has not passed", subject);
        }
    }

    /** Unless a person has paused it meanwhile. */
    private void goOn(Subject subject) {
        try {
            if (journal.rule(statements -> PauseTable.endChecked(statements, subject))
                    .join()) {
                LOG.warn("{} goes on: its check has passed", subject);
            }
        } catch (CompletionException away) {
            LOG.debug("{} cannot go on yet: {}", subject, away.getMessage());
        }
    }
}
