package io.caravan.store.outbox;

import io.caravan.store.Statements;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where free rows are looked for. PostgreSQL's index keeps the places of rows that are gone until it is cleaned, and every look
 * from its start would walk past them; so a look begins where the one before has found something in
 * the queue. What other nodes insert
 * behind that line, or for destinations unheard of, is found by a look from the start every few seconds.
 */
public final class DueSearch {
    private static final Duration BETWEEN_FULL_LOOKS = Duration.ofSeconds(5);

    /** By so much a row may appear later than it is due: the time of a commit. */
    private static final Duration LONGEST_COMMIT = Duration.ofSeconds(1);

    /** The line of each queue, so that one whose rows must wait keeps it from no other. */
    private final SortedMap<String, Instant> lines = new TreeMap<>();

    private Instant nextFullLook = Instant.EPOCH;

    /** A free row is inserted. */
    public void expect(String destination, Instant dueAt) {
        lines.merge(destination, dueAt, DueSearch::earlier);
    }

    /** What was known may be wrong: the next look begins at the start. */
    public void startOver() {
        nextFullLook = Instant.EPOCH;
    }

    /** When the next free row of each destination is due. */
    public SortedMap<String, Instant> nextDue(Statements statements, Instant now) throws SQLException {
        SortedMap<String, Instant> due;
        if (nextFullLook.isAfter(now)) {
            due = DueRows.nextDue(statements, lines);
        } else {
            due = DueRows.nextDue(statements);
            due.keySet().forEach(each -> lines.putIfAbsent(each, Instant.EPOCH));
            lines.keySet().retainAll(due.keySet());
            nextFullLook = now.plus(BETWEEN_FULL_LOOKS);
        }
        Instant latest = now.minus(LONGEST_COMMIT);
        lines.replaceAll((queue, line) -> earlier(latest, due.getOrDefault(queue, latest)));
        return due;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Takes rows of a destination that are due, as {@link DueRows#take} does. */
    public List<Held> take(Statements statements, String destination, Lease behind, int most, Instant now)
            throws SQLException {
        return DueRows.take(statements, destination, behind, most, line(destination), now);
    }

    /** Takes rows of an action among the first that are due out of a queue, as {@link DueRows#move} does. */
    public void move(Statements statements, String from, Queue to, int among, Instant now) throws SQLException {
        DueRows.move(statements, from, to, among, line(from), now);
    }

    private Instant line(String queue) {
        return lines.getOrDefault(queue, Instant.EPOCH);
    }
}
