package io.caravan.store.view;

import io.caravan.store.Statements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/**
 * Which flows other nodes have moved since it was last looked. Whether any node has done anything is one small read; only then are
 * the newest open flows, and the newest of all, compared with what they were.
 */
public final class Elsewhere {
    /** So many open flows are compared, the newest ones. */
    private static final int MOST_OPEN = 1_000;

    private static final int MOST_NEWEST = 200;
    private static final long RECENT_MINUTES = 2;

    /** The flows that have moved; whether others may have that were not compared; and whether events came. */
    public record Moved(Set<String> flows, boolean more, boolean events) {
        public static final Moved NOTHING = new Moved(Set.of(), false, false);
    }

    /** What another node has done in a minute. */
    private record Done(long minute, long epoch, long accepted, long moves) {}

    private final DataSource reading;
    private final Clock clock;
    private final LongSupplier own;
    private List<Done> done = List.of();
    private Map<String, Integer> known = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private Set<String> open = Set.of();

    /**
     * @param clock that of the due times
     * @param own this node's epoch: what it does itself is told by its writer
     */
    public Elsewhere(DataSource reading, Clock clock, LongSupplier own) {
        this.reading = reading;
        this.clock = clock;
        this.own = own;
    }

    private static final String DONE =
            """
            SELECT minute, epoch, accepted, moves FROM rate WHERE minute >= ? AND epoch <> ? ORDER BY minute, epoch
            """;

    /** Flows that this node has moved itself, with their numbers of facts, need not be told once more. */
    public void know(Map<String, Integer> moved) {
        known.putAll(moved);
        told.addAll(moved.keySet());
    }

    public Moved look() throws SQLException {
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            List<Done> before = done;
            done = done(statements);
            if (done.equals(before)) {
                return Moved.NOTHING;
            }
            connection.setAutoCommit(false);
            try {
                Moved moved = compare(statements);
                return new Moved(moved.flows(), moved.more(), accepted(done) != accepted(before));
            } finally {
                connection.rollback();
            }
        }
    }

    private static long accepted(List<Done> done) {
        return done.stream().mapToLong(Done::accepted).sum();
    }

    private List<Done> done(Statements statements) throws SQLException {
        long since = clock.instant().getEpochSecond() / 60 - RECENT_MINUTES;
        var found = new ArrayList<Done>();
        try (ResultSet rows = statements.set(DONE, since, own.getAsLong()).executeQuery()) {
            while (rows.next()) {
                found.add(new Done(rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getLong(4)));
            }
        }
        return found;
    }

    private static final String OPEN =
            """
            SELECT id, seq FROM flow WHERE status = ? AND status <> 'completed' ORDER BY id DESC LIMIT ?
            """;

    private static final String NEWEST =
            """
            SELECT id, seq FROM flow ORDER BY id DESC LIMIT ?
            """;

    private Moved compare(Statements statements) throws SQLException {
        var found = new HashMap<String, Integer>();
        boolean cut = read(statements.set(OPEN, "running", MOST_OPEN), found) == MOST_OPEN;
        cut |= read(statements.set(OPEN, "failed", MOST_OPEN), found) == MOST_OPEN;
        Set<String> openNow = Set.copyOf(found.keySet());
        read(statements.set(NEWEST, MOST_NEWEST), found);
        var moved = new HashSet<String>();
        found.forEach((flow, seq) -> {
            if (known.getOrDefault(flow, 0) < seq) {
                moved.add(flow);
            }
        });
        open.stream()
                .filter(flow -> !found.containsKey(flow) && !told.contains(flow))
                .forEach(moved::add);
        known = found;
        open = openNow;
        told.clear();
        return new Moved(moved, cut, false);
    }

    private static int read(PreparedStatement query, Map<String, Integer> found) throws SQLException {
        int size = 0;
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                found.put(rows.getString(1), rows.getInt(2));
                size++;
            }
        }
        return size;
    }
}
