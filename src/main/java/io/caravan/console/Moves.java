package io.caravan.console;

import io.caravan.flow.Event;
import io.caravan.flow.Fact;
import io.caravan.flow.FlowState;
import io.caravan.store.Observer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which flows this node's writer has moved, for those who listen; while nobody does, nothing is gathered. */
public final class Moves implements Observer {
    /** So many are told by their ids; that there were more is all that is known of the others. */
    static final int MOST = 100;

    /** The flows, by their number of facts; whether others have moved as well; and whether events came. */
    record Gathered(Map<String, Integer> flows, boolean more, boolean events) {}

    private final Map<String, Integer> flows = new HashMap<>();
    private boolean more;
    private boolean events;
    private volatile boolean wanted;

    /** Whether somebody listens. */
    synchronized void want(boolean listening) {
        wanted = listening;
        if (!listening) {
            take();
        }
    }

    @Override
    public void reached(Point point, int count) {
        // only flows are of interest here
    }

    /** An event that begins no flow is something to see as well. */
    @Override
    public void accepted(Event event) {
        if (wanted) {
            came();
        }
    }

    @Override
    public void moved(FlowState flow, Event event, List<Fact> facts) {
        if (wanted) {
            add(flow.id(), flow.seq());
        }
    }

    private synchronized void came() {
        events = true;
    }

    private synchronized void add(String flow, int seq) {
        if (flows.size() < MOST || flows.containsKey(flow)) {
            flows.merge(flow, seq, Math::max);
        } else {
            more = true;
        }
    }

    /** What has moved since it was last taken. */
    synchronized Gathered take() {
        var gathered = new Gathered(Map.copyOf(flows), more, events);
        flows.clear();
        more = false;
        events = false;
        return gathered;
    }
}
