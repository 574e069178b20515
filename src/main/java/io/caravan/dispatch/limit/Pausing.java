package io.caravan.dispatch.limit;

import io.caravan.dispatch.Orders.Kind;
import io.caravan.flow.Pause;
import io.caravan.flow.Pause.Subject;
import io.caravan.store.journal.Chore;
import io.caravan.store.journal.Journal;
import io.caravan.store.journal.NotAccepted;
import io.caravan.store.limit.PauseTable;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a person may ask of destinations and actions: that they rest, and that they go on. Each call waits until it is on disk. */
public final class Pausing {
    private static final Logger LOG = LoggerFactory.getLogger(Pausing.class);
    private static final int LONGEST_NOTE = 1_000;

    /** Who asks, and why. */
    public record Wish(String by, String note) {
        /** A note goes into logs and pages: nothing of it breaks a line, and it has an end. */
        public Wish {
            String printable =
                    note.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]", " ").strip();
            note = printable.length() > LONGEST_NOTE ? printable.substring(0, LONGEST_NOTE) : printable;
        }

        private String words() {
            return by + (note.isEmpty() ? "" : ": " + note);
        }
    }

    /** What came of it. */
    public record Reply(Kind kind, String sentence) {}

    private final Subjects subjects;
    private final Journal journal;
    private final Clock clock;

    public Pausing(Subjects subjects, Journal journal, Clock clock) {
        this.subjects = subjects;
        this.journal = journal;
        this.clock = clock;
    }

    /** What may be asked to rest. */
    public Subjects subjects() {
        return subjects;
    }

    /** All that rests. */
    public Collection<Pause> all() {
        return journal.pauses().known().all();
    }

    /** Until when a destination, or a part of it, has asked to be left alone; empty = it has not. */
    public Optional<Instant> closedUntil(String destination) {
        Instant now = clock.instant();
        return journal.pauses().known().closed().entrySet().stream()
                .filter(each -> Subject.destination(each.getKey()).name().equals(destination))
                .map(Map.Entry::getValue)
                .filter(until -> until.isAfter(now))
                .max(Instant::compareTo);
    }

    /** Why this rests; empty = it does not. */
    public Optional<Pause> of(Subject subject) {
        return journal.pauses().known().of(subject);
    }

    /** From now on its attempts wait, on all nodes; those that run go on. */
    public Reply pause(Subject subject, Wish wish) throws SQLException {
        Optional<String> unknown = subjects.unknown(subject);
        if (unknown.isPresent()) {
            return new Reply(Kind.UNKNOWN, unknown.get());
        }
        var pause = new Pause(subject, clock.instant(), wish.by(), wish.note());
        return change(
                statements -> {
                    PauseTable.put(statements, pause);
                    return true;
                },
                () -> {
                    LOG.warn("{} is paused by {}", subject, wish.words());
                    return new Reply(Kind.DONE, pause.sentence());
                },
                "");
    }

    /** Its attempts go on. */
    public Reply resume(Subject subject, Wish wish) {
        return change(
                statements -> PauseTable.end(statements, subject),
                () -> {
                    LOG.warn("{} goes on, by {}", subject, wish.words());
                    return new Reply(Kind.DONE, subject + " goes on");
                },
                subject + " is not paused.");
    }

    /** Tells what was done, if anything was. */
    private interface Telling {
        Reply tell();
    }

    private Reply change(Chore<Boolean> chore, Telling done, String otherwise) {
        try {
            return journal.rule(chore).join() ? done.tell() : new Reply(Kind.REFUSED, otherwise);
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof NotAccepted stopping) {
                return new Reply(Kind.LATER, String.valueOf(stopping.getMessage()));
            }
            LOG.warn("a pause could not be written: {}", failed.getCause().getMessage());
            return new Reply(Kind.LATER, "The database cannot be written at the moment; ask again later.");
        }
    }
}
