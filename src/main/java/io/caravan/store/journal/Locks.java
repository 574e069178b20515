package io.caravan.store.journal;

import io.caravan.store.Dialect;
import io.caravan.store.Statements;
import io.caravan.store.aggregation.GroupKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Keeps other nodes from the keys behind the gates until the transaction ends, all in one order: {@code once} keys, lanes and
 * groups, and what events and waits are found by. Events share the latter; a wait that begins must be alone with it, or the two could
 * miss each other. SQLite has one writer and needs none of this.
 */
final class Locks {
    private final TreeMap<Long, Boolean> alone = new TreeMap<>();

    void once(OnceKey key) {
        alone.put(Hash.of("once", key.definition(), key.key()), true);
    }

    void lane(LaneKey lane) {
        alone.put(Hash.of("lane", lane.definition(), lane.key()), true);
    }

    void group(GroupKey group) {
        alone.put(Hash.of("group", group.aggregator(), group.key()), true);
    }

    /** An event of this type and key comes. */
    void event(String type, String key) {
        alone.putIfAbsent(Hash.of("event", type, key), false);
    }

    /** A wait for such an event begins. */
    void await(String type, String key) {
        alone.put(Hash.of("event", type, key), true);
    }

    private static final String TAKE =
            """
            SELECT CASE WHEN alone = 1 THEN pg_advisory_xact_lock(key) ELSE pg_advisory_xact_lock_shared(key) END
            FROM unnest(?, ?) AS lock (key, alone)
            """;

    void take(Statements statements) throws SQLException {
        if (statements.dialect() == Dialect.POSTGRES && !alone.isEmpty()) {
            List<Long> modes = new ArrayList<>();
            alone.values().forEach(mode -> modes.add(mode ? 1L : 0L));
            statements
                    .set(TAKE, List.copyOf(alone.keySet()), modes)
                    .executeQuery()
                    .close();
        }
    }
}
