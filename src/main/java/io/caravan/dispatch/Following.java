package io.caravan.dispatch;

import io.caravan.store.journal.Journal;
import io.caravan.store.journal.NotAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One schedule on this node. It looks up to which tick the journal knows the schedule handled; from then on the latest tick that
 * is due is accepted as an event. Every node that follows does so, and one of these events counts.
 */
final class Following {
    /** While an answer is awaited. */
    static final Duration SOON = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(Following.class);
    private static final Duration LATE = Duration.ofMinutes(1);

    /** Up to which tick the schedule is handled, and when the journal was asked last. */
    private record Known(Instant handled, Instant asked) {}

    private final String name;
    private final Schedule schedule;
    private final Instant begun;
    private volatile Optional<Known> known = Optional.empty();
    private volatile boolean waiting;
    private Instant from = Instant.MIN;
    private Instant next = Instant.MIN;

    Following(String name, Schedule schedule, Instant begun) {
        this.name = name;
        this.schedule = schedule;
        this.begun = begun;
    }

    boolean follows(Schedule other) {
        return schedule.rule().equals(other.rule());
    }

    /** Looks or ticks, if there is need; the answer is when there will be need again. */
    Instant poll(Instant now, Triggers triggers, Journal journal) {
        if (waiting) {
            return now.plus(SOON);
        }
        boolean wasSetBack = known.map(Known::handled).filter(now::isBefore).isPresent();
        if (known.isEmpty() || wasSetBack) {
            look(now, journal);
            return now.plus(SOON);
        }
        Optional<Instant> due = due(known.get().handled(), now);
        due.ifPresent(at -> handle(at, now, triggers, journal));
        return due.isPresent() ? now.plus(SOON) : next;
    }

    private Optional<Instant> due(Instant handled, Instant now) {
        if (!handled.equals(from)) {
            from = handled;
            next = schedule.next(handled).orElse(Instant.MAX);
        }
        return next.isAfter(now) ? Optional.empty() : schedule.latest(handled, now);
    }

    /** Whoever is late may have slept while others ran the tick: the journal is asked once more. */
    private void handle(Instant at, Instant now, Triggers triggers, Journal journal) {
        boolean late = Duration.between(at, now).compareTo(LATE) > 0;
        if (late && known.orElseThrow().asked().isBefore(at)) {
            look(now, journal);
        } else {
            tick(new Tick(name, at, late || !at.isAfter(begun)), triggers, journal);
        }
    }

    private void look(Instant now, Journal journal) {
        waiting = true;
        journal.follow(name, schedule.rule())
                .handle((handled, thrown) -> Optional.ofNullable(handled).map(at -> new Known(at, now)))
                .thenAccept(this::goOn);
    }

    private void tick(Tick tick, Triggers triggers, Journal journal) {
        if (tick.late()) {
            LOG.info("schedule {}: the tick of {} comes late", name, tick.at());
        }
        Known after = new Known(tick.at(), known.orElseThrow().asked());
        waiting = true;
        triggers.accept(tick, journal)
                .handle((accepted, thrown) ->
                        Optional.of(after).filter(any -> thrown == null || !isRefused(thrown, tick)))
                .thenAccept(this::goOn);
    }

    /** A tick that is refused is tried again; the journal is asked first, since it may have been stored all the same. */
    private boolean isRefused(Throwable thrown, Tick tick) {
        Throwable cause = thrown instanceof CompletionException wrapped ? wrapped.getCause() : thrown;
        if (cause instanceof NotAccepted) {
            LOG.debug("schedule {}: the tick of {} is tried again: {}", name, tick.at(), cause.getMessage());
            return true;
        }
        LOG.error("schedule {}: the tick of {} is left out", name, tick.at(), cause);
        return false;
    }

    private void goOn(Optional<Known> now) {
        known = now;
        waiting = false;
    }
}
