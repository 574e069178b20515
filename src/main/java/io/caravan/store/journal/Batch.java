package io.caravan.store.journal;

import io.caravan.flow.Command;
import io.caravan.flow.Command.TriggerResult;
import io.caravan.flow.Event;
import io.caravan.flow.Fact;
import io.caravan.flow.FlowState;
import io.caravan.flow.Refused;
import io.caravan.store.Observer;
import io.caravan.store.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * One transaction of the writer: lock, then decide. The steps of {@link #run} stand in the one fixed order of the commit
 * protocol.
 */
final class Batch {
    private final Statements statements;
    private final FlowCache cache;
    private final Instant now;
    private final Observer observer;
    private final Gates gates;
    private final Map<String, Working> flows = new LinkedHashMap<>();
    private final Set<Write> fenced = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Incoming> sends = new ArrayList<>();
    private final List<Incoming> came = new ArrayList<>();
    private final List<Runnable> answers = new ArrayList<>();
    private final BatchRows rows;
    private final Gated gated;

    Batch(Statements statements, FlowCache cache, Instant now, Journal.Surroundings around) {
        this.statements = statements;
        this.cache = cache;
        this.now = now;
        this.observer = around.observer();
        this.gates = new Gates(statements, now);
        this.gated = new Gated(statements, now);
        this.rows = new BatchRows(statements, now, around.wanted());
    }

    /** Runs all but the commit. */
    void run(List<Write> all, Taking taking) throws SQLException {
        List<Write> writes = InboxGate.pass(statements, all, answers);
        List<Incoming> incoming = incoming(writes);
        Gathering.lock(writes, Gates.locks(incoming, settlements(writes))).take(statements);
        List<Incoming> admitted = new ArrayList<>(gates.admit(incoming));
        List<String> turns = leaveLanes(writes);
        lock(writes, turns);
        lockWaits(writes);
        fence(writes, taking);
        decide(writes);
        admitted.addAll(gates.admit(sends));
        begin(admitted);
        decideTurns(turns);
        rows.write(flows.values());
        ScheduleTable.follow(statements, only(Write.Follow.class, writes), now, answers);
        ScheduleTable.handle(statements, only(Write.Accept.class, writes));
        gates.answer(only(Write.Accept.class, writes), observer, answers);
        answers.add(() -> admitted.forEach(each -> observer.accepted(each.event())));
        answers.add(() -> flows.values().forEach(flow -> flow.tell(observer)));
        came.addAll(admitted);
    }

    /** Tells those who wait for one of the batch's events, also those whose wait began in it: once their rows are there. */
    void deliver(Taking taking) throws SQLException {
        rows.come(came, taking);
    }

    /** Counts what the batch does among what this node has done in the minute. */
    void count(long epoch) throws SQLException {
        RateTable.add(statements, epoch, now, came.size(), flows.values());
    }

    private static List<Incoming> incoming(List<Write> writes) {
        var incoming = new ArrayList<Incoming>();
        for (Write write : writes) {
            if (write instanceof Write.Accept accept) {
                incoming.add(accept.incoming());
            }
        }
        return incoming;
    }

    private static List<Settlement> settlements(List<Write> writes) {
        return only(Write.Settle.class, writes).stream()
                .map(Write.Settle::settlement)
                .toList();
    }

    /** Flows that have ended leave their lanes; the answer is whose turn it is now. */
    private List<String> leaveLanes(List<Write> writes) throws SQLException {
        var turns = new ArrayList<String>();
        List<Write.Settle> leaving = only(Write.Settle.class, writes).stream()
                .filter(settle -> settle.settlement().command() instanceof Command.Leave)
                .toList();
        for (Write.Settle settle : new Fence(statements, observer, now).settles(leaving, answers)) {
            var leave = (Command.Leave) settle.settlement().command();
            LaneTable.leave(
                            statements,
                            new LaneKey(leave.definition(), leave.lane().key()),
                            leave.lane().ticket())
                    .ifPresent(turns::add);
        }
        return turns;
    }

    /** Behind those that begin: whoever came while the one before it was leaving has its turn in the batch that it began in. */
    private void decideTurns(List<String> turns) {
        turns.stream().map(flows::get).filter(Objects::nonNull).forEach(flow -> flow.decide(new Command.Turn(), now));
    }

    private void lock(List<Write> writes, List<String> turns) throws SQLException {
        var ids = new TreeSet<>(turns);
        for (Write write : writes) {
            if (write instanceof Write.Settle settle && !isLeaving(settle)) {
                ids.add(settle.settlement().key().flow());
            } else if (write instanceof Write.Order order) {
                ids.add(order.flow());
            }
        }
        cache.lock(statements, ids)
                .forEach((flow, entry) -> flows.put(flow, new Working(entry.state(), entry.event())));
    }

    /** Waits come before rows of the outbox, as they do for an event that comes. */
    private void lockWaits(List<Write> writes) throws SQLException {
        var ids = new TreeSet<String>();
        for (Write.Settle settle : only(Write.Settle.class, writes)) {
            Command command = settle.settlement().command();
            if (command instanceof Command.Wake || command instanceof Command.CancelOn) {
                ids.add(settle.settlement().key().flow());
            }
        }
        WaitingTable.lock(statements, ids);
    }

    private static boolean isLeaving(Write.Settle settle) {
        return settle.settlement().command() instanceof Command.Leave;
    }

    private void fence(List<Write> writes, Taking taking) throws SQLException {
        var fence = new Fence(statements, observer, now);
        WayBack.Parted parted = new WayBack(statements)
                .part(only(Write.Settle.class, writes).stream()
                        .filter(settle -> !isLeaving(settle))
                        .toList());
        fenced.addAll(fence.settles(parted.settles(), answers));
        fence.releases(parted.releases(only(Write.Release.class, writes)), taking, answers);
    }

    private static <W extends Write> List<W> only(Class<W> kind, List<Write> writes) {
        return writes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void decide(List<Write> writes) throws SQLException {
        int decided = 0;
        for (Write write : writes) {
            if (write instanceof Write.Settle settle && fenced.contains(settle)) {
                settle(settle.settlement());
            } else if (write instanceof Write.Order order) {
                order(order);
            }
            if (++decided == 1) {
                observer.reached(Observer.Point.MID_BATCH, writes.size());
            }
        }
    }

    /** What the route has sent counts only if its end does: not in a flow that ended meanwhile, nor behind a held key. */
    private void settle(Settlement settlement) throws SQLException {
        Working flow = flows.get(settlement.key().flow());
        if (flow == null) {
            throw new IllegalStateException("a row of the outbox without a flow: " + settlement.key());
        }
        rows.claim(flow.state().id(), settlement.effects().claims());
        Command command = gated.command(settlement, flow);
        List<Fact> facts = flow.decide(command, now);
        if (command instanceof Command.Settle end && !facts.isEmpty()) {
            flow.ended(end);
        }
        if (facts.stream().anyMatch(fact -> fact instanceof Fact.Succeeded || fact instanceof Fact.Triggered)) {
            sends.addAll(settlement.effects().sends());
        }
    }

    private void order(Write.Order order) throws SQLException {
        Working flow = flows.get(order.flow());
        if (flow == null) {
            answers.add(() -> order.answer().completeExceptionally(new UnknownFlow(order.flow())));
            return;
        }
        try {
            flow.decide(gated.command(order), now);
            FlowState state = flow.state();
            answers.add(() -> order.answer().complete(state));
        } catch (Refused refused) {
            answers.add(() -> order.answer().completeExceptionally(refused));
        }
    }

    private void begin(List<Incoming> admitted) throws SQLException {
        for (Incoming incoming : admitted) {
            Event event = incoming.event();
            for (Incoming.Parking parking : incoming.parked()) {
                EventTable.park(statements, event.id(), parking, now);
            }
            for (Incoming.Start start : incoming.starts()) {
                if (gates.begins(start)) {
                    var identity = new FlowState.Identity(
                            start.flow().id(), start.flow().definition(), event.id());
                    var flow = new Working(FlowState.fresh(identity), event);
                    rows.claim(identity.id(), start.claims());
                    flow.decide(gates.begin(start), now);
                    if (start.begin().trigger() instanceof TriggerResult.Threw threw) {
                        answers.add(() -> Writer.LOG.info(
                                "flow {} {}/trigger attempt 1: rejected ({}: {})",
                                identity.id(),
                                identity.definition(),
                                threw.failure().type(),
                                threw.failure().line()));
                    }
                    flows.put(identity.id(), flow);
                }
            }
        }
    }

    /** What must be told after the commit, and only then. */
    List<Runnable> answers() {
        return answers;
    }

    BatchRows rows() {
        return rows;
    }

    Iterable<Working> flows() {
        return flows.values();
    }

    /** The flows as this batch leaves them, else as they were before. */
    Map<String, FlowCache.Entry> look(Collection<String> ids) throws SQLException {
        var found = new HashMap<String, FlowCache.Entry>();
        var others = new ArrayList<String>();
        for (String id : ids) {
            Working flow = flows.get(id);
            if (flow == null) {
                others.add(id);
            } else {
                found.put(id, new FlowCache.Entry(flow.state(), flow.event()));
            }
        }
        found.putAll(cache.look(statements, others));
        return found;
    }
}
