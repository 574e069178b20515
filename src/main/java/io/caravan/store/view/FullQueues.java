package io.caravan.store.view;

import io.caravan.flow.Explanation.Full;
import io.caravan.flow.Explanation.Holder;
import io.caravan.store.Statements;
import io.caravan.store.outbox.Queue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/** Queues of which a node holds as many rows as it may. */
final class FullQueues {
    private static final int MOST = 1_000;

    private static final String HOLDERS =
            """
            SELECT o.flow_id, coalesce(n.name, 'a node that is gone') AS node, o.leased_at FROM outbox o
            LEFT JOIN node n ON n.epoch = o.lease_epoch
            WHERE o.lease_epoch IS NOT NULL AND o.destination = ? ORDER BY o.leased_at, o.flow_id LIMIT ?
            """;

    /** Who holds the queue of this name full; empty = it has room, or needs none. */
    static Optional<Full> find(Statements statements, String name) throws SQLException {
        int limit = Queue.named(name).limit();
        if (limit == 0) {
            return Optional.empty();
        }
        var holders = new ArrayList<Holder>();
        try (ResultSet result = statements.set(HOLDERS, name, MOST).executeQuery()) {
            while (result.next()) {
                holders.add(new Holder(
                        result.getString("flow_id"),
                        result.getString("node"),
                        Instant.ofEpochMilli(result.getLong("leased_at"))));
            }
        }
        return holders.size() < limit ? Optional.empty() : Optional.of(new Full(limit, holders));
    }

    private FullQueues() {}
}
