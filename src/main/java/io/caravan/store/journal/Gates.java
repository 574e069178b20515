package io.caravan.store.journal;

import io.caravan.flow.Command;
import io.caravan.flow.Event;
import io.caravan.flow.Lane;
import io.caravan.store.Observer;
import io.caravan.store.Statements;
import io.caravan.store.journal.Incoming.Start;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The gates of design section 4, in their fixed order and each sorted: events first, then {@code once} keys, each only for
 * what the one before let through, then lanes; then the same for the events that the triggers sent, breadth first.
 */
final class Gates {
    private final Statements statements;
    private final Instant now;
    private final Set<String> admitted = new HashSet<>();
    private final Map<Start, String> holders = new IdentityHashMap<>();
    private final Map<Start, Lane> lanes = new IdentityHashMap<>();

    Gates(Statements statements, Instant now) {
        this.statements = statements;
        this.now = now;
    }

    /** All keys that a batch may ask for, also those of events yet to be sent by its settles. */
    static Locks locks(List<Incoming> incoming, List<Settlement> settlements) {
        var locks = new Locks();
        collect(incoming, locks);
        for (Settlement settlement : settlements) {
            collect(settlement.effects().sends(), locks);
            collect(settlement.keys(), locks);
            if (settlement.command() instanceof Command.Evaluate evaluate) {
                evaluate.awaited().ifPresent(awaited -> locks.await(awaited.type(), awaited.key()));
            } else if (settlement.command() instanceof Command.Leave leave) {
                locks.lane(new LaneKey(leave.definition(), leave.lane().key()));
            }
        }
        return locks;
    }

    /** Notes what must be locked for these events, and for those that their triggers send. */
    private static void collect(List<Incoming> level, Locks locks) {
        for (Incoming incoming : level) {
            Event event = incoming.event();
            event.attributes().key().ifPresent(key -> locks.event(event.type(), key));
            for (Start start : incoming.starts()) {
                collect(start.keys(), locks);
                collect(start.sends(), locks);
            }
        }
    }

    private static void collect(Incoming.Keys keys, Locks locks) {
        keys.once().ifPresent(locks::once);
        keys.lane().ifPresent(locks::lane);
    }

    /** Admits the events; the answer is those of them, and of the events they sent, that are new. */
    List<Incoming> admit(List<Incoming> roots) throws SQLException {
        var all = new ArrayList<Incoming>();
        List<Incoming> level = roots;
        while (!level.isEmpty()) {
            List<Incoming> fresh = admitEvents(level);
            all.addAll(fresh);
            holdKeys(fresh);
            enterLanes(fresh);
            level = fresh.stream()
                    .flatMap(incoming -> incoming.starts().stream())
                    .filter(this::begins)
                    .flatMap(start -> start.sends().stream())
                    .toList();
        }
        return all;
    }

    private List<Incoming> admitEvents(List<Incoming> level) throws SQLException {
        List<Event> sorted = level.stream()
                .map(Incoming::event)
                .sorted(Comparator.comparing((Event event) -> event.identity().source())
                        .thenComparing(event -> event.identity().externalId()))
                .toList();
        Set<String> fresh = EventTable.admit(statements, sorted, now);
        admitted.addAll(fresh);
        return level.stream()
                .filter(incoming -> fresh.contains(incoming.event().id()))
                .toList();
    }

    private void holdKeys(List<Incoming> fresh) throws SQLException {
        List<Keyed> keyed = fresh.stream()
                .flatMap(incoming -> incoming.starts().stream().map(start -> new Keyed(incoming.event(), start)))
                .filter(each -> each.start().keys().once().isPresent())
                .sorted(Comparator.comparing(Keyed::key))
                .toList();
        Set<String> holding = OnceTable.hold(statements, firstOfEachKey(keyed), now);
        for (Keyed each : keyed) {
            if (!holding.contains(each.start().flow().id())) {
                String holder = OnceTable.holder(statements, each.key()).orElseThrow();
                OnceTable.miss(statements, each.event().id(), each.definition(), holder);
                holders.put(each.start(), holder);
            }
        }
    }

    /** PostgreSQL refuses a statement that would hold the same key twice. */
    private static Map<String, OnceKey> firstOfEachKey(List<Keyed> sorted) {
        var byFlow = new LinkedHashMap<String, OnceKey>();
        var keys = new TreeSet<OnceKey>();
        for (Keyed each : sorted) {
            if (keys.add(each.key())) {
                byFlow.put(each.start().flow().id(), each.key());
            }
        }
        return byFlow;
    }

    private void enterLanes(List<Incoming> fresh) throws SQLException {
        for (Incoming incoming : fresh) {
            for (Start start : incoming.starts()) {
                if (start.keys().lane().isPresent() && begins(start)) {
                    lanes.put(
                            start,
                            LaneTable.enter(
                                    statements,
                                    start.keys().lane().get(),
                                    start.flow().id()));
                }
            }
        }
    }

    private record Keyed(Event event, Start start) {
        String definition() {
            return start.flow().definition();
        }

        OnceKey key() {
            return start.keys().once().orElseThrow();
        }
    }

    boolean isNew(Incoming incoming) {
        return admitted.contains(incoming.event().id());
    }

    /** Whether the flow may begin: its key, if it has one, was free. */
    boolean begins(Start start) {
        return !holders.containsKey(start);
    }

    /** How the flow begins: with its place in its lane, if it has one. */
    Command.Begin begin(Start start) {
        Lane lane = lanes.get(start);
        return lane == null ? start.begin() : start.begin().in(lane);
    }

    /** The answers to accepted events, read behind their gates and after the batch's rows were written. */
    void answer(List<Write.Accept> accepts, Observer observer, List<Runnable> answers) throws SQLException {
        int duplicates = 0;
        for (Write.Accept accept : accepts) {
            Accepted accepted = answer(accept.incoming());
            answers.add(() -> accept.answer().complete(accepted));
            duplicates += accepted.duplicate() ? 1 : 0;
        }
        int repeated = duplicates;
        if (!accepts.isEmpty()) {
            answers.add(() -> {
                observer.reached(Observer.Point.ACCEPTED, accepts.size() - repeated);
                observer.reached(Observer.Point.DUPLICATE, repeated);
            });
        }
    }

    private Accepted answer(Incoming incoming) throws SQLException {
        Event event = incoming.event();
        String source = event.identity().source();
        if (isNew(incoming)) {
            var flows = new ArrayList<Accepted.Flow>();
            for (Start start : incoming.starts()) {
                String holder = holders.get(start);
                flows.add(new Accepted.Flow(
                        holder == null ? start.flow().id() : holder,
                        start.flow().definition(),
                        holder != null));
            }
            return new Accepted(event.id(), source, false, flows);
        }
        String first = EventTable.find(statements, event.identity())
                .orElseThrow(() -> new GoneMeanwhile("The event before it"));
        return new Accepted(first, source, !first.equals(event.id()), FlowTable.ofEvent(statements, first));
    }
}
