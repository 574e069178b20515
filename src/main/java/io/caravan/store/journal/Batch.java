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
import java.util.Optional;
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
    private final List<Runnable> answers = new ArrayList<>();
    private final BatchRows rows;

    Batch(Statements statements, FlowCache cache, Instant now, Observer observer) {
        this.statements = statements;
        this.cache = cache;
        this.now = now;
        this.observer = observer;
        this.gates = new Gates(statements, now);
        this.rows = new BatchRows(statements, now);
    }

    /** Runs all but the commit. */
    void run(List<Write> writes, Taking taking) throws SQLException {
        List<Incoming> incoming = incoming(writes);
        gates.lockKeys(sendable(writes), keys(writes));
        List<Incoming> admitted = new ArrayList<>(gates.admit(incoming));
        lock(writes);
        fence(writes, taking);
        decide(writes);
        admitted.addAll(gates.admit(sends));
        begin(admitted);
        rows.write(flows.values());
        answerAccepts(writes);
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

    /** All events of the batch that may start flows: those to accept, and those that its settles send. */
    private static List<Incoming> sendable(List<Write> writes) {
        var sendable = new ArrayList<>(incoming(writes));
        for (Write write : writes) {
            if (write instanceof Write.Settle settle) {
                sendable.addAll(settle.settlement().effects().sends());
            }
        }
        return sendable;
    }

    private static List<OnceKey> keys(List<Write> writes) {
        var keys = new ArrayList<OnceKey>();
        for (Write write : writes) {
            if (write instanceof Write.Settle settle) {
                settle.settlement().once().ifPresent(keys::add);
            }
        }
        return keys;
    }

    private void lock(List<Write> writes) throws SQLException {
        var ids = new TreeSet<String>();
        for (Write write : writes) {
            if (write instanceof Write.Settle settle) {
                ids.add(settle.settlement().key().flow());
            } else if (write instanceof Write.Order order) {
                ids.add(order.flow());
            }
        }
        cache.lock(statements, ids)
                .forEach((flow, entry) -> flows.put(flow, new Working(entry.state(), entry.event())));
    }

    private void fence(List<Write> writes, Taking taking) throws SQLException {
        var fence = new Fence(statements, observer, now);
        fenced.addAll(fence.settles(only(Write.Settle.class, writes), answers));
        fence.releases(only(Write.Release.class, writes), taking, answers);
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
        List<Fact> facts = flow.decide(gate(settlement), now);
        if (facts.stream().anyMatch(fact -> fact instanceof Fact.Succeeded || fact instanceof Fact.Triggered)) {
            sends.addAll(settlement.effects().sends());
        }
    }

    /** A trigger that runs again passes the {@code once} gate again; its own flow may hold the key already. */
    private Command gate(Settlement settlement) throws SQLException {
        if (settlement.command() instanceof Command.Retrigger again
                && settlement.once().isPresent()) {
            String flow = settlement.key().flow();
            OnceKey key = settlement.once().get();
            if (OnceTable.hold(statements, Map.of(flow, key), now).isEmpty()) {
                String holder = OnceTable.holder(statements, key).orElseThrow();
                if (!holder.equals(flow)) {
                    return new Command.Retrigger(
                            again.attempt(),
                            Optional.empty(),
                            new TriggerResult.Unwanted("once key '" + key.key() + "' is held by flow " + holder));
                }
            }
        }
        return settlement.command();
    }

    private void order(Write.Order order) {
        Working flow = flows.get(order.flow());
        if (flow == null) {
            answers.add(() -> order.answer().completeExceptionally(new UnknownFlow(order.flow())));
            return;
        }
        try {
            flow.decide(order.command(), now);
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
                    flow.decide(start.begin(), now);
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

    private void answerAccepts(List<Write> writes) throws SQLException {
        for (Write write : writes) {
            if (write instanceof Write.Accept accept) {
                Accepted accepted = gates.answer(accept.incoming());
                answers.add(() -> accept.answer().complete(accepted));
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
