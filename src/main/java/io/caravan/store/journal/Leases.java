package io.caravan.store.journal;

import io.caravan.store.Statements;
import io.caravan.store.cluster.NodeTable;
import io.caravan.store.outbox.Lease;
import java.sql.SQLException;
import java.time.Instant;

/** Draws this node's lease tokens: its epoch, raised at each start, and a number that is never given twice. */
final class Leases {
    private final String node;
    private volatile long epoch;
    private long last;

    private Leases(String node, long epoch) {
        this.node = node;
        this.epoch = epoch;
    }

    static Leases raise(Statements statements, String node, Instant now) throws SQLException {
        return new Leases(node, NodeTable.raise(statements, node, now));
    }

    /** A new epoch: the node was declared dead under the one before. */
    void raiseAgain(Statements statements, Instant now) throws SQLException {
        epoch = NodeTable.raise(statements, node, now);
    }

    /** Nothing may be taken any more under an epoch that others have declared dead. */
    void confirm(Statements statements) throws SQLException {
        if (!NodeTable.confirm(statements, epoch)) {
            throw new EpochLost(epoch);
        }
    }

    long epoch() {
        return epoch;
    }

    Lease draw() {
        return new Lease(epoch, ++last);
    }

    /** Draws so many at once; the answer is the lease before the first of them. */
    Lease draw(int count) {
        var before = new Lease(epoch, last);
        last += count;
        return before;
    }
}
