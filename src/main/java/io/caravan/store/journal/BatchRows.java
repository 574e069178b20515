package io.caravan.store.journal;

import io.caravan.flow.Definition;
import io.caravan.flow.Event;
import io.caravan.flow.Fact;
import io.caravan.flow.FlowState;
import io.caravan.store.Statements;
import io.caravan.store.claimcheck.Claim;
import io.caravan.store.claimcheck.ClaimTable;
import io.caravan.store.outbox.Lease;
import io.caravan.store.outbox.OutboxKey;
import io.caravan.store.outbox.OutboxRow;
import io.caravan.store.outbox.OutboxTable;
import io.caravan.store.outbox.Queue;
import io.caravan.store.outbox.Taken;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The rows that one batch writes: facts, flows, dead letters, claims, and the outbox. */
final class BatchRows {
    private final Statements statements;
    private final Instant now;
    private final Wanted wanted;
    private final Map<OutboxRow, Working> ready = new LinkedHashMap<>();
    private final List<Definition> pinned = new ArrayList<>();
    private final List<OutboxKey> stopped = new ArrayList<>();
    private boolean written;

    BatchRows(Statements statements, Instant now, Wanted wanted) {
        this.wanted = wanted;
        this.statements = statements;
        this.now = now;
    }

    void claim(String flow, List<Claim> claims) throws SQLException {
        for (Claim claim : claims) {
            ClaimTable.insert(statements, flow, claim, now);
        }
    }

    /** Writes everything of the flows but their new rows of the outbox: each table once for all of them. */
    void write(Collection<Working> flows) throws SQLException {
        var begun = new ArrayList<FlowState>();
        var moved = new ArrayList<FlowTable.Move>();
        var facts = new LinkedHashMap<String, FactTable.Row>();
        var cancelled = new ArrayList<OutboxKey>();
        var mended = new ArrayList<OutboxKey>();
        var dead = new LinkedHashMap<OutboxKey, FlowState>();
        var waits = new ArrayList<WaitingTable.Wait>();
        var waited = new ArrayList<OutboxKey>();
        var kept = new TreeMap<String, Set<String>>();
        var arrivals = new ArrayList<ArrivalTable.Arrival>();
        for (Working flow : flows) {
            if (flow.facts().isEmpty()) {
                continue;
            }
            FlowState state = flow.state();
            if (flow.from() == 0) {
                begun.add(state);
            } else {
                moved.add(new FlowTable.Move(state, flow.from()));
            }
            facts.put(state.id(), new FactTable.Row(state.seq(), now, FactCodec.write(flow.facts())));
            var projection = new Projection(flow, now);
            projection.pinned().ifPresent(pinned::add);
            cancelled.addAll(projection.cancelled());
            mended.addAll(projection.mended());
            projection.dead().forEach(key -> dead.put(key, state));
            waits.addAll(projection.waits());
            waited.addAll(projection.waited());
            projection.cancelOn().ifPresent(types -> kept.put(state.id(), types));
            arrivals.addAll(arrivals(flow));
            projection.outbox(wanted, now).forEach(row -> ready.put(row, flow));
        }
        written |= !facts.isEmpty();
        FlowTable.insert(statements, begun, now);
        FlowTable.update(statements, moved, now);
        FactTable.append(statements, facts);
        WaitingTable.delete(statements, waited);
        for (var each : kept.entrySet()) {
            WaitingTable.keep(statements, each.getKey(), each.getValue());
        }
        Collections.sort(cancelled);
        stopped.addAll(OutboxTable.cancel(statements, cancelled));
        DeadTable.delete(statements, mended);
        DeadTable.insert(statements, dead);
        WaitingTable.insert(statements, waits);
        ArrivalTable.insert(statements, arrivals);
    }

    private static List<ArrivalTable.Arrival> arrivals(Working flow) {
        return flow.facts().stream()
                .filter(Fact.Arrived.class::isInstance)
                .map(fact -> new ArrivalTable.Arrival(
                        ((Fact.Arrived) fact).event(), flow.state().id()))
                .toList();
    }

    /** Whoever waits for one of these events is made due; flows that one of them cancels get a row for it. */
    void come(List<Incoming> admitted, Taking taking) throws SQLException {
        written |= !admitted.isEmpty();
        List<Event> findable = admitted.stream()
                .map(Incoming::event)
                .filter(event -> event.attributes().key().isPresent())
                .toList();
        List<OutboxKey> waiters = WaitingTable.come(statements, findable);
        if (!waiters.isEmpty()) {
            OutboxTable.arrive(statements, waiters, now);
            taking.expectBack(now);
        }
    }

    /** Writes versions that are used for the first time. */
    void keep(DefinitionTable definitions) throws SQLException {
        pinned.sort(Comparator.comparing(Definition::toString));
        for (Definition definition : pinned) {
            definitions.keep(statements, definition, now);
        }
    }

    /**
     * Inserts the new rows of the outbox: those due now as taken by this node while permits last, but new flows and replays
     * only if nobody waits; the others free.
     */
    List<Taken> insertOutbox(Leases leases, Taking taking, int permits, Room room) throws SQLException {
        boolean backlog = taking.isBacklog(now);
        var rows = new LinkedHashMap<OutboxRow, Optional<Lease>>();
        var taken = new ArrayList<Taken>();
        var siblings = new HashMap<String, Integer>();
        for (var entry : ready.entrySet()) {
            OutboxRow row = spaced(taking.placed(entry.getKey()), taking, siblings);
            Working flow = entry.getValue();
            Queue queue = row.target().queue();
            boolean mayGoAhead = !(backlog && flow.isInNoHurry()) && room.of(queue) > 0 && !taking.isClosed(queue, now);
            if (taken.size() < permits && mayGoAhead && !row.dueAt().isAfter(now)) {
                Lease lease = leases.draw();
                room.enter(queue);
                rows.put(row, Optional.of(lease));
                taken.add(new Taken(row, lease, flow.state(), flow.event()));
            } else {
                rows.put(row, Optional.empty());
                taking.expect(queue, row.dueAt());
            }
        }
        OutboxTable.insert(statements, rows, now);
        return taken;
    }

    /** Many rows of one flow use a budget one after another, so that a flow with few does not wait for all of them. */
    private static OutboxRow spaced(OutboxRow row, Taking taking, Map<String, Integer> siblings) {
        Duration interval = taking.interval(row.target().queue());
        if (interval.isZero()) {
            return row;
        }
        int before = siblings.merge(row.key().flow() + row.target().queue().name(), 1, Integer::sum) - 1;
        return row.later(interval.multipliedBy(before));
    }

    /** Whether an event or a fact is stored; a repeat and a stale settle change nothing. */
    boolean haveBeenWritten() {
        return written;
    }

    /** Rows that are taken while their flow has ended: their attempts are to be told to stop. */
    List<OutboxKey> stopped() {
        return stopped;
    }

    List<Definition> pinned() {
        return pinned;
    }
}
