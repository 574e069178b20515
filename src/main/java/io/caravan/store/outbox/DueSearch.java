package io.caravan.store.outbox;

import io.caravan.store.Statements;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where free rows are looked for. PostgreSQL's index keeps the places of rows that are gone until it is cleaned, and every look
 * from its start would walk past them; so a look begins where the one before has found something. What other nodes insert
 * behind that line, or for destinations unheard of, is found by a look from the start every few seconds.
 */
public final class DueSearch {
    private static final Duration BETWEEN_FULL_LOOKS = Duration.ofSeconds(5);

    /** By so much a row may appear later than it is due: the time of a commit. */
    private static final Duration LONGEST_COMMIT = Duration.ofSeconds(1);

    private final SortedSet<String> destinations = new TreeSet<>();
    private Instant line = Instant.EPOCH;
    private Instant nextFullLook = Instant.EPOCH;

    /** A free row is inserted. */
    public void expect(String destination, Instant dueAt) {
        destinations.add(destination);
        if (dueAt.isBefore(line)) {
            line = dueAt;
        }
    }

    /** What was known may be wrong: the next look begins at the start. */
    public void startOver() {
        nextFullLook = Instant.EPOCH;
    }

    /** When the next free row of each destination is due. */
    public SortedMap<String, Instant> nextDue(Statements statements, Instant now) throws SQLException {
        SortedMap<String, Instant> due;
        if (nextFullLook.isAfter(now)) {
            due = DueRows.nextDue(statements, destinations, line);
        } else {
            due = DueRows.nextDue(statements);
            destinations.clear();
            destinations.addAll(due.keySet());
            nextFullLook = now.plus(BETWEEN_FULL_LOOKS);
        }
        line = now.minus(LONGEST_COMMIT);
        if (!due.isEmpty() && Collections.min(due.values()).isBefore(line)) {
            line = Collections.min(due.values());
        }
        return due;
    }

    /** Takes rows of a destination that are due, as {@link DueRows#take} does. */
    public List<Held> take(Statements statements, String destination, Lease behind, int most, Instant now)
            throws SQLException {
        return DueRows.take(statements, destination, behind, most, line, now);
    }
}
