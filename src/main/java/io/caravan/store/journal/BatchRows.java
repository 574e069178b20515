package io.caravan.store.journal;

import io.caravan.flow.Definition;
import io.caravan.store.Statements;
import io.caravan.store.claimcheck.Claim;
import io.caravan.store.claimcheck.ClaimTable;
import io.caravan.store.outbox.Lease;
import io.caravan.store.outbox.OutboxKey;
import io.caravan.store.outbox.OutboxRow;
import io.caravan.store.outbox.OutboxTable;
import io.caravan.store.outbox.Taken;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows that one batch writes: facts, flows, dead letters, claims, and the outbox. */
final class BatchRows {
    private final Statements statements;
    private final Instant now;
    private final Map<OutboxRow, Working> ready = new LinkedHashMap<>();
    private final List<Definition> pinned = new ArrayList<>();
    private final List<OutboxKey> stopped = new ArrayList<>();

    BatchRows(Statements statements, Instant now) {
        this.statements = statements;
        this.now = now;
    }

    void claim(String flow, List<Claim> claims) throws SQLException {
        for (Claim claim : claims) {
            ClaimTable.insert(statements, flow, claim, now);
        }
    }

    /** Writes everything of the flows but their new rows of the outbox. */
    void write(Collection<Working> flows) throws SQLException {
        for (Working flow : flows) {
            if (!flow.facts().isEmpty()) {
                write(flow);
            }
        }
    }

    private void write(Working flow) throws SQLException {
        var projection = new Projection(flow, now);
        if (projection.pinned().isPresent()) {
            pinned.add(projection.pinned().get());
        }
        if (flow.from() == 0) {
            FlowTable.insert(statements, flow.state(), now);
        } else {
            FlowTable.update(statements, flow.state(), flow.from(), now);
        }
        FactTable.append(
                statements,
                flow.state().id(),
                new FactTable.Row(flow.state().seq(), now, FactCodec.write(flow.facts())));
        for (OutboxKey key : projection.cancelled()) {
            if (OutboxTable.cancel(statements, key)) {
                stopped.add(key);
            }
        }
        for (OutboxKey key : projection.mended()) {
            DeadTable.delete(statements, key);
        }
        for (OutboxKey key : projection.dead()) {
            DeadTable.insert(statements, key, flow.state());
        }
        projection.outbox().forEach(row -> ready.put(row, flow));
    }

    /** Writes versions that are used for the first time. */
    void keep(DefinitionTable definitions) throws SQLException {
        for (Definition definition : pinned) {
            definitions.keep(statements, definition, now);
        }
    }

    /**
     * Inserts the new rows of the outbox: those due now as taken by this node while permits last, flows that have begun
     * before first; the others free.
     */
    List<Taken> insertOutbox(Leases leases, Taking taking, int permits) throws SQLException {
        boolean backlog = taking.isBacklog(now);
        var rows = new LinkedHashMap<OutboxRow, Optional<Lease>>();
        var taken = new ArrayList<Taken>();
        for (var entry : ready.entrySet()) {
            OutboxRow row = entry.getKey();
            Working flow = entry.getValue();
            boolean mayGoAhead = !backlog || flow.from() > 0;
            if (taken.size() < permits && mayGoAhead && !row.dueAt().isAfter(now)) {
                Lease lease = leases.draw();
                rows.put(row, Optional.of(lease));
                taken.add(new Taken(row, lease, flow.state(), flow.event()));
                taking.know(row);
            } else {
                rows.put(row, Optional.empty());
                taking.expect(row);
            }
        }
        OutboxTable.insert(statements, rows, now);
        return taken;
    }

    /** Rows that are taken while their flow has ended: their attempts are to be told to stop. */
    List<OutboxKey> stopped() {
        return stopped;
    }

    List<Definition> pinned() {
        return pinned;
    }
}
