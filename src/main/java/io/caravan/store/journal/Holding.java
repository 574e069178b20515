package io.caravan.store.journal;

import io.caravan.store.Statements;
import io.caravan.store.outbox.Lease;
import io.caravan.store.outbox.OutboxTable;
import io.caravan.store.outbox.Permits;
import io.caravan.store.outbox.Taken;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which leases this node holds, each with its permit. After a commit in doubt the table may hold rows "taken by me" that
 * are in nobody's memory; reconciliation frees them.
 */
final class Holding {
    private final Permits permits;
    private final Set<Lease> held = new HashSet<>();
    private boolean doubtful;

    Holding(Permits permits) {
        this.permits = permits;
    }

    /** The permits for one batch: all that are free, and those that the batch itself gives back. */
    int reserve(List<Write> writes) {
        return permits.reserveAll()
                + (int) ending(writes).stream().filter(held::contains).count();
    }

    /** The batch did not commit: what it reserved beyond the leases still held is free again. */
    void undo(List<Write> writes, int reserved) {
        permits.release(
                reserved - (int) ending(writes).stream().filter(held::contains).count());
    }

    void commit(List<Write> writes, int reserved, List<Taken> taken) {
        doubtful = false;
        held.removeAll(ending(writes));
        taken.forEach(row -> held.add(row.lease()));
        permits.release(reserved - taken.size());
    }

    private static Set<Lease> ending(List<Write> writes) {
        var leases = new HashSet<Lease>();
        for (Write write : writes) {
            if (write instanceof Write.Settle settle) {
                leases.add(settle.settlement().lease());
            } else if (write instanceof Write.Release release) {
                leases.add(release.lease());
            }
        }
        return leases;
    }

    boolean anyFree() {
        return permits.free() > 0;
    }

    void doubt() {
        doubtful = true;
    }

    void reconcile(Statements statements, long epoch, Taking taking, Instant now) throws SQLException {
        if (!doubtful) {
            return;
        }
        for (OutboxTable.Held row : OutboxTable.held(statements)) {
            if (row.lease().epoch() == epoch && !held.contains(row.lease())) {
                OutboxTable.release(statements, row.row().key(), row.lease(), now);
                taking.expect(row.row());
            }
        }
    }
}
