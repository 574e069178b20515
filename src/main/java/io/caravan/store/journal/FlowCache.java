package io.caravan.store.journal;

import io.caravan.flow.Event;
import io.caravan.flow.FlowState;
import io.caravan.store.Statements;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The states of flows that were touched lately; what is not here is rebuilt from the journal. */
final class FlowCache {
    private static final int MOST = 20_000;

    /** A flow's state and the event that it runs for. */
    record Entry(FlowState state, Event event) {}

    private final Chronicle chronicle;
    private final Map<String, Entry> entries = new LinkedHashMap<>(1_024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
            return size() > MOST;
        }
    };

    FlowCache(Chronicle chronicle) {
        this.chronicle = chronicle;
    }

    /** Locks the flows and finds their states; one that moved on elsewhere since it was cached is read again. */
    Map<String, Entry> lock(Statements statements, Collection<String> flows) throws SQLException {
        return flows.isEmpty() ? Map.of() : entries(statements, FlowTable.lock(statements, flows));
    }

    /** Finds the states of flows that this batch does not change. */
    Map<String, Entry> look(Statements statements, Collection<String> flows) throws SQLException {
        return flows.isEmpty() ? Map.of() : entries(statements, FlowTable.look(statements, flows));
    }

    private Map<String, Entry> entries(Statements statements, Map<String, Integer> seqs) throws SQLException {
        var found = new LinkedHashMap<String, Entry>();
        var missing = new ArrayList<String>();
        seqs.forEach((flow, seq) -> {
            Entry cached = entries.get(flow);
            if (cached != null && cached.state().seq() == seq) {
                found.put(flow, cached);
            } else {
                missing.add(flow);
            }
        });
        if (!missing.isEmpty()) {
            read(statements, missing, found);
        }
        return found;
    }

    private void read(Statements statements, List<String> flows, Map<String, Entry> found) throws SQLException {
        Map<String, FlowState> states = chronicle.states(statements, flows);
        List<String> ids =
                states.values().stream().map(state -> state.identity().event()).toList();
        Map<String, Event> events = EventTable.read(statements, ids);
        states.forEach((flow, state) -> {
            Event event = events.get(state.identity().event());
            if (event == null) {
                throw new IllegalStateException("the event of flow " + flow + " is gone");
            }
            found.put(flow, new Entry(state, event));
        });
    }

    /** To be called after the commit only. */
    void keep(Entry entry) {
        if (entry.state().ended()) {
            entries.remove(entry.state().id());
        } else {
            entries.put(entry.state().id(), entry);
        }
    }

    /** After a commit in doubt nothing cached can be trusted. */
    void forget() {
        entries.clear();
    }
}
