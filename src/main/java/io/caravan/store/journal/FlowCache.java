package io.caravan.store.journal;

import io.caravan.flow.Event;
import io.caravan.flow.FlowState;
import io.caravan.store.Statements;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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

    Optional<Entry> load(Statements statements, String flow) throws SQLException {
        Entry cached = entries.get(flow);
        if (cached != null) {
            return Optional.of(cached);
        }
        Optional<FlowState> state = chronicle.state(statements, flow);
        if (state.isEmpty()) {
            return Optional.empty();
        }
        Event event = EventTable.read(statements, state.get().identity().event())
                .orElseThrow(() -> new IllegalStateException("the event of flow " + flow + " is gone"));
        return Optional.of(new Entry(state.get(), event));
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
