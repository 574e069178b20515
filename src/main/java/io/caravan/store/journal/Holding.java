package io.caravan.store.journal;

import io.caravan.store.Statements;
import io.caravan.store.outbox.Held;
import io.caravan.store.outbox.HeldRows;
import io.caravan.store.outbox.Lease;
import io.caravan.store.outbox.OutboxKey;
import io.caravan.store.outbox.OutboxRow;
import io.caravan.store.outbox.OutboxTable;
import io.caravan.store.outbox.Permits;
import io.caravan.store.outbox.Taken;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which leases this node holds, each with its permit. After a commit in doubt, which may end long after its connection, the table
 * may hold rows "taken by me" that are in nobody's memory; reconciliation frees them, now and then also without a doubt.
 */
final class Holding {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final Permits permits;
    private final Map<Lease, OutboxRow> held = new HashMap<>();
    private Instant nextLook;

    /** @param now before which nothing was taken */
    Holding(Permits permits, Instant now) {
        this.permits = permits;
        this.nextLook = now.plus(BETWEEN_LOOKS);
    }

    /** The permits for one batch: all that are free, and those that the batch itself gives back. */
    int reserve(List<Write> writes) {
        return permits.reserveAll()
                + (int) ending(writes).stream().filter(held::containsKey).count();
    }

    /** The batch did not commit: what it reserved beyond the leases still held is free again. */
    void undo(List<Write> writes, int reserved) {
        permits.release(reserved
                - (int) ending(writes).stream().filter(held::containsKey).count());
    }

    void commit(List<Write> writes, int reserved, List<Taken> taken) {
        held.keySet().removeAll(ending(writes));
        taken.forEach(row -> held.put(row.lease(), row.row()));
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

    private Set<OutboxKey> keys() {
        return held.values().stream().map(OutboxRow::key).collect(Collectors.toSet());
    }

    /** How many rows of each limited queue this node holds once these writes are done. */
    Room room(List<Write> writes) {
        Set<Lease> ending = ending(writes);
        var room = new Room();
        held.forEach((lease, row) -> {
            if (!ending.contains(lease)) {
                room.enter(row.target().queue());
            } else if (row.target().queue().limit() > 0) {
                room.freed();
            }
        });
        return room;
    }

    boolean anyFree() {
        return permits.free() > 0;
    }

    void doubt() {
        nextLook = Instant.EPOCH;
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** Frees rows "taken by me" that nobody here holds; whether its commit is in doubt again is known afterwards only. */
    void reconcile(Statements statements, long epoch, Taking taking, Instant now) throws SQLException {
        if (now.isBefore(nextLook)) {
            return;
        }
        nextLook = now.plus(BETWEEN_LOOKS);
        var strangers = new ArrayList<OutboxTable.Return>();
        for (Held row : HeldRows.of(statements, epoch, Integer.MAX_VALUE)) {
            if (!held.containsKey(row.lease())) {
                strangers.add(new OutboxTable.Return(row.row().key(), row.lease(), now));
                taking.expectBack(now);
            }
        }
        OutboxTable.release(statements, strangers);
    }

    /** Rows that are held here while another node has ended their flows. */
    List<OutboxKey> cancelled(Statements statements) throws SQLException {
        List<String> flows =
                held.values().stream().map(row -> row.key().flow()).distinct().toList();
        return flows.isEmpty()
                ? List.of()
                : HeldRows.cancelled(statements, flows).stream()
                        .filter(keys()::contains)
                        .toList();
    }

    /** Nothing is held any more, all permits are free; the answer is what was held. */
    List<OutboxKey> dropAll() {
        List<OutboxKey> dropped = List.copyOf(keys());
        permits.release(held.size());
        held.clear();
        return dropped;
    }
}
