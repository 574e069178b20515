package io.caravan.store.journal;

import io.caravan.flow.Event;
import io.caravan.store.Statements;
import io.caravan.store.journal.Incoming.Start;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The gates of design section 4, in their fixed order and each sorted: events first, then {@code once} keys, each only for
 * what the one before let through (lanes and correlations come behind them); then the same for the events that the
 * triggers sent, breadth first.
 */
final class Gates {
    private final Statements statements;
    private final Instant now;
    private final Map<Incoming, Boolean> admitted = new IdentityHashMap<>();
    private final Map<Start, String> holders = new IdentityHashMap<>();

    Gates(Statements statements, Instant now) {
        this.statements = statements;
        this.now = now;
    }

    /** Admits the events; the answer is those of them, and of the events they sent, that are new. */
    List<Incoming> admit(List<Incoming> roots) throws SQLException {
        var all = new ArrayList<Incoming>();
        List<Incoming> level = roots;
        while (!level.isEmpty()) {
            List<Incoming> fresh = admitEvents(level);
            all.addAll(fresh);
            holdKeys(fresh);
            level = fresh.stream()
                    .flatMap(incoming -> incoming.starts().stream())
                    .filter(this::begins)
                    .flatMap(start -> start.sends().stream())
                    .toList();
        }
        return all;
    }

    private List<Incoming> admitEvents(List<Incoming> level) throws SQLException {
        List<Incoming> sorted = level.stream()
                .sorted(Comparator.comparing((Incoming incoming) ->
                                incoming.event().identity().source())
                        .thenComparing(incoming -> incoming.event().identity().externalId()))
                .toList();
        List<Event> events = sorted.stream().map(Incoming::event).toList();
        int[] inserted = EventTable.admit(statements, events, now);
        for (int i = 0; i < inserted.length; i++) {
            admitted.put(sorted.get(i), inserted[i] == 1);
        }
        return level.stream().filter(admitted::get).toList();
    }

    private void holdKeys(List<Incoming> fresh) throws SQLException {
        List<Keyed> keyed = fresh.stream()
                .flatMap(incoming -> incoming.starts().stream().map(start -> new Keyed(incoming.event(), start)))
                .filter(each -> each.start().once().isPresent())
                .sorted(Comparator.comparing(Keyed::definition).thenComparing(Keyed::key))
                .toList();
        for (Keyed each : keyed) {
            String flow = each.start().flow().id();
            if (!OnceTable.hold(statements, each.definition(), each.key(), flow, now)) {
                String holder = OnceTable.holder(statements, each.definition(), each.key())
                        .orElseThrow();
                OnceTable.miss(statements, each.event().id(), each.definition(), holder);
                holders.put(each.start(), holder);
            }
        }
    }

    private record Keyed(Event event, Start start) {
        String definition() {
            return start.flow().definition();
        }

        String key() {
            return start.once().orElseThrow();
        }
    }

    boolean isNew(Incoming incoming) {
        return admitted.getOrDefault(incoming, false);
    }

    /** Whether the flow may begin: its key, if it has one, was free. */
    boolean begins(Start start) {
        return !holders.containsKey(start);
    }

    /** The answer to an event, read behind its gate and after the batch's rows were written. */
    Accepted answer(Incoming incoming) throws SQLException {
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
        String first = EventTable.find(statements, event.identity()).orElseThrow();
        return new Accepted(first, source, !first.equals(event.id()), FlowTable.ofEvent(statements, first));
    }
}
