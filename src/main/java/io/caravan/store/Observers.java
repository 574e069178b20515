package io.caravan.store;

import io.caravan.flow.Command;
import io.caravan.flow.Event;
import io.caravan.flow.Fact;
import io.caravan.flow.FlowState;
import java.util.List;

/** Several observers, told one after the other. */
record Observers(List<Observer> all) implements Observer {
    @Override
    public void reached(Point point, int count) {
        all.forEach(each -> each.reached(point, count));
    }

    @Override
    public void accepted(Event event) {
        all.forEach(each -> each.accepted(event));
    }

    @Override
    public void settled(FlowState flow, Event event, Command.Settle end) {
        all.forEach(each -> each.settled(flow, event, end));
    }

    @Override
    public void moved(FlowState flow, Event event, List<Fact> facts) {
        all.forEach(each -> each.moved(flow, event, facts));
    }
}
