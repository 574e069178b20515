package io.caravan.store.journal;

import io.caravan.store.Statements;
import io.caravan.store.outbox.Lease;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** Draws this node's lease tokens: its epoch, raised at each start, and a number that is never given twice. */
final class Leases {
    private final long epoch;
    private long last;

    private Leases(long epoch) {
        this.epoch = epoch;
    }

    private static final String RAISE =
            """
            INSERT INTO node (name, started_at) VALUES (?, ?) RETURNING epoch
            """;

    static Leases raise(Statements statements, String node, Instant now) throws SQLException {
        try (ResultSet result = statements.set(RAISE, node, now.toEpochMilli()).executeQuery()) {
            result.next();
            return new Leases(result.getLong(1));
        }
    }

    long epoch() {
        return epoch;
    }

    Lease draw() {
        return new Lease(epoch, ++last);
    }
}
