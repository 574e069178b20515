package io.caravan.dispatch;

import io.caravan.flow.Event;
import io.caravan.flow.Trace;
import io.caravan.store.Ids;
import io.caravan.store.journal.Incoming;
import io.caravan.store.journal.Incoming.Parking;
import io.caravan.store.journal.Incoming.Start;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An event with the flows that it starts and the events that their triggers send, which start flows in turn: all of it
 * commits together. Bounded: {@link Event#LONGEST_CHAIN} hops and {@link #MOST_EVENTS} events; what goes beyond is parked.
 */
final class Cascade {
    static final int MOST_EVENTS = 1_000;

    /** An event of the cascade while it grows. */
    static final class Node {
        private final Event event;
        private final List<Branch> branches = new ArrayList<>();
        private final List<Parking> parked = new ArrayList<>();

        Node(Event event) {
            this.event = event;
        }

        Event event() {
            return event;
        }

        void park(Parking parking) {
            parked.add(parking);
        }

        /** Adds a flow; the answer is the events that its trigger has sent. */
        List<Node> start(Start start, List<Send> sends, Instant now) {
            Event seen = event.below(() -> Trace.span(start.flow().id()));
            List<Node> children = sends.stream()
                    .map(send -> new Node(cause(seen, start.flow().definition(), send, now)))
                    .toList();
            branches.add(new Branch(start, children));
            return children;
        }

        Incoming incoming() {
            List<Start> starts = branches.stream()
                    .map(branch -> new Start(
                            branch.start.flow(),
                            branch.start.keys(),
                            branch.start.begin(),
                            branch.children.stream().map(Node::incoming).toList(),
                            branch.start.claims()))
                    .toList();
            return new Incoming(event, starts, List.copyOf(parked));
        }
    }

    private record Branch(Start start, List<Node> children) {}

    private Cascade() {}

    /** The event that a route's send amounts to: it goes on with the subject, correlation and trace of its cause. */
    static Event cause(Event cause, String flow, Send send, Instant now) {
        String id = Ids.next();
        String type = send.kind() == Send.Kind.FLOW ? Triggers.DIRECT + send.name() : send.name();
        return new Event(
                new Event.Identity(id, "/flow/" + flow, id),
                new Event.Attributes(
                        type,
                        cause.attributes().subject(),
                        now,
                        cause.attributes().correlation(),
                        cause.attributes().trace()),
                send.data(),
                cause.hops() + 1);
    }
}
