package io.caravan.store.journal;

import io.caravan.store.Statements;
import io.caravan.store.outbox.Lease;
import io.caravan.store.outbox.OutboxRow;
import io.caravan.store.outbox.OutboxTable;
import io.caravan.store.outbox.Taken;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * When rows of the outbox are to be taken: at the end of the batch in which permits came free, or when the next one is due;
 * never by polling. Destinations take turns, so that none hides the others.
 */
final class Taking {
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(10);
    private static final Duration DAMAGED = Duration.ofMinutes(1);

    /** Finds the state of a flow as it stands within the present batch. */
    @FunctionalInterface
    interface Lookup {
        Optional<FlowCache.Entry> find(String flow) throws SQLException;
    }

    private final Leases leases;
    private final Set<String> destinations;
    private Instant nextDue = Instant.EPOCH;
    private int turn;

    Taking(Statements statements, Leases leases) throws SQLException {
        this.leases = leases;
        this.destinations = new TreeSet<>(OutboxTable.destinations(statements));
    }

    /** A row was born taken; should it be given back, its destination must be looked at. */
    void know(OutboxRow row) {
        destinations.add(row.target().destination());
    }

    /** A free row has been inserted. */
    void expect(OutboxRow row) {
        know(row);
        expect(row.dueAt());
    }

    /** A row has been given back. */
    void expect(Instant dueAt) {
        if (dueAt.isBefore(nextDue)) {
            nextDue = dueAt;
        }
    }

    /** After a batch that failed, what was expected may not be there, and what is there may not have been expected. */
    void lookAgain() {
        nextDue = Instant.EPOCH;
    }

    boolean isBacklog(Instant now) {
        return !nextDue.isAfter(now);
    }

    /** How long the writer may sleep when no permit is missing. */
    Duration untilDue(Instant now) {
        Duration until = Duration.between(now, nextDue);
        if (until.isNegative()) {
            return Duration.ZERO;
        }
        return until.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : until;
    }

    /** Takes due rows, at most as many as there are permits. */
    List<Taken> take(Statements statements, Lookup flows, int permits, Instant now) throws SQLException {
        var taken = new ArrayList<Taken>();
        var order = new ArrayList<>(destinations);
        for (int i = 0; i < order.size() && taken.size() < permits; i++) {
            String destination = order.get((turn + i) % order.size());
            for (OutboxRow row : OutboxTable.due(statements, destination, now, permits - taken.size())) {
                take(statements, flows, row, now).ifPresent(taken::add);
            }
        }
        turn = order.isEmpty() ? 0 : (turn + 1) % order.size();
        if (taken.size() < permits) {
            nextDue = nextDue(statements).orElse(Instant.MAX);
        }
        return taken;
    }

    private Optional<Taken> take(Statements statements, Lookup flows, OutboxRow row, Instant now) throws SQLException {
        FlowCache.Entry entry;
        try {
            entry = flows.find(row.key().flow())
                    .orElseThrow(() -> new IllegalStateException("a row without a flow: " + row));
        } catch (RuntimeException damaged) {
            Writer.LOG.error("{} cannot be taken: its flow cannot be read; others go on", row.key(), damaged);
            OutboxTable.postpone(statements, row.key(), now.plus(DAMAGED));
            return Optional.empty();
        }
        Lease lease = leases.draw();
        return OutboxTable.take(statements, row.key(), lease, now)
                ? Optional.of(new Taken(row, lease, entry.state(), entry.event()))
                : Optional.empty();
    }

    private Optional<Instant> nextDue(Statements statements) throws SQLException {
        Optional<Instant> next = Optional.empty();
        for (String destination : destinations) {
            Optional<Instant> due = OutboxTable.nextDue(statements, destination);
            if (due.isPresent() && (next.isEmpty() || due.get().isBefore(next.get()))) {
                next = due;
            }
        }
        return next;
    }
}
