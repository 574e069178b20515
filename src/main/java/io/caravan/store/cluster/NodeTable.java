package io.caravan.store.cluster;

import io.caravan.store.Sql;
import io.caravan.store.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tables {@code node} and {@code lost}. */
public final class NodeTable {
    private static final String RAISE =
            """
            INSERT INTO node (name, started_at) VALUES (?, ?) RETURNING epoch
            """;

    /** A new epoch for the node, higher than any that was ever given. */
    public static long raise(Statements statements, String node, Instant now) throws SQLException {
        try (ResultSet result = statements.set(RAISE, node, now.toEpochMilli()).executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    private static final Sql CONFIRM = new Sql(
            """
            SELECT 1
            """,
            """
            SELECT 1 FROM node WHERE epoch = ? FOR KEY SHARE
            """);

    /**
     * Whether the node still counts as alive; until this transaction ends nobody can declare it dead, so that what it takes
     * here will be seen by whoever frees its rows later.
     */
    public static boolean confirm(Statements statements, long epoch) throws SQLException {
        Object[] parameters =
                switch (statements.dialect()) {
                    case SQLITE -> new Object[0];
                    case POSTGRES -> new Object[] {epoch};
                };
        try (ResultSet result = statements.set(CONFIRM, parameters).executeQuery()) {
            return result.next();
        }
    }

    /** What a beat has found: the counters of all that are alive, and the lost epochs whose rows are ours to free. */
    record Beat(boolean alive, Map<Long, Long> counters, List<Long> lost) {}

    private static final String BEAT =
            """
            WITH mine AS (UPDATE node SET beat = beat + 1 WHERE epoch = ? RETURNING epoch)
            SELECT epoch, beat, false AS is_lost, (SELECT count(*) FROM mine) AS alive FROM node
            UNION ALL
            SELECT epoch, 0, true, (SELECT count(*) FROM mine) FROM lost
            WHERE saviour = ? OR NOT EXISTS (SELECT 1 FROM node WHERE node.epoch = lost.saviour)
            """;

    static Beat beat(Statements statements, long epoch) throws SQLException {
        var counters = new HashMap<Long, Long>();
        var lost = new ArrayList<Long>();
        boolean alive = false;
        try (ResultSet result = statements.set(BEAT, epoch, epoch).executeQuery()) {
            while (result.next()) {
                alive = result.getInt("alive") == 1;
                if (result.getBoolean("is_lost")) {
                    lost.add(result.getLong("epoch"));
                } else {
                    counters.put(result.getLong("epoch"), result.getLong("beat"));
                }
            }
        }
        return new Beat(alive, counters, lost);
    }

    private static final String BURY =
            """
            WITH dead AS (DELETE FROM node WHERE epoch = ? AND beat = ? RETURNING epoch)
            INSERT INTO lost (epoch, saviour) SELECT epoch, ? FROM dead
            """;

    /** Declares a node dead unless it has beaten since; false = it has, or somebody else was faster. */
    static boolean bury(Statements statements, long epoch, long beat, long saviour) throws SQLException {
        return statements.update(BURY, epoch, beat, saviour) == 1;
    }

    private static final String FREED = """
            DELETE FROM lost WHERE epoch = ?
            """;

    /** No row carries the lost epoch any more. */
    static void freed(Statements statements, long epoch) throws SQLException {
        statements.update(FREED, epoch);
    }

    private static final String LEAVE =
            """
            WITH gone AS (DELETE FROM node WHERE epoch = ? RETURNING epoch)
            INSERT INTO lost (epoch, saviour) SELECT epoch, 0 FROM gone
            WHERE EXISTS (SELECT 1 FROM outbox WHERE lease_epoch = gone.epoch)
            """;

    /** The node stops by itself; what it still holds is anybody's to free. */
    static void leave(Statements statements, long epoch) throws SQLException {
        statements.update(LEAVE, epoch);
    }

    private NodeTable() {}
}
