package io.caravan.dispatch;

import io.caravan.dispatch.Cascade.Node;
import io.caravan.dispatch.Shaping.Shaped;
import io.caravan.flow.Event;
import io.caravan.flow.Sampling;
import io.caravan.store.Ids;
import io.caravan.store.journal.Accepted;
import io.caravan.store.journal.Incoming;
import io.caravan.store.journal.Journal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Accepts events: runs the triggers that match, each for at most a second, and commits event and flows together. */
public final class Triggers {
    /** The type of an event that {@code to: flow:NAME} makes is this and the name; it starts that flow and no other. */
    static final String DIRECT = "flow:";

    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Registry registry;
    private final Clock clock;
    private final Sampling sampling;
    private final KeyOrder order;
    private final Limited limited;

    /** @param sampling which events begin a trace */
    public Triggers(Registry registry, Threads threads, Clock clock, Sampling sampling) {
        this.registry = registry;
        this.sampling = sampling;
        this.clock = clock;
        this.order = new KeyOrder(threads.triggers());
        this.limited = new Limited(threads.triggers(), threads.timer(), threads.mostTriggers());
    }

    /** Accepts an event; events of one source and subject are stored in the order of these calls. */
    public CompletableFuture<Accepted> accept(Event event, Journal journal) {
        return accept(event, journal::accept);
    }

    /** Accepts a tick like any other event, for the flow of its schedule only. */
    CompletableFuture<Accepted> accept(Tick tick, Journal journal) {
        return accept(tick.event(), incoming -> journal.tick(incoming, tick.schedule()));
    }

    private CompletableFuture<Accepted> accept(Event event, Function<Incoming, CompletableFuture<Accepted>> storing) {
        Optional<String> order =
                event.attributes().subject().map(subject -> event.identity().source() + '\n' + subject);
        return accept(event, order, storing);
    }

    /** Accepts an event that is stored in a way of its own; events of one order are stored in the order of these calls. */
    public CompletableFuture<Accepted> accept(
            Event come, Optional<String> order, Function<Incoming, CompletableFuture<Accepted>> storing) {
        Event event = sampling.begin(come);
        if (order.isEmpty()) {
            return shape(List.of(event)).thenCompose(incoming -> storing.apply(incoming.get(0)));
        }
        return this.order
                .follow(order.get(), () -> shape(List.of(event)).thenApply(incoming -> storing.apply(incoming.get(0))))
                .thenCompose(Function.identity());
    }

    /** Accepts events side by side, all in one commit unless one of them cannot be stored. */
    public CompletableFuture<List<Accepted>> accept(List<Event> events, Journal journal) {
        return shape(events.stream().map(sampling::begin).toList()).thenCompose(incoming -> {
            List<CompletableFuture<Accepted>> answers = journal.accept(incoming);
            return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .thenApply(
                            all -> answers.stream().map(CompletableFuture::join).toList());
        });
    }

    /** The event that a send of a route outside any flow amounts to; a known id makes a repeat a duplicate. */
    public Event outside(Send send, String route, Optional<String> known) {
        String id = Ids.next();
        String type = send.kind() == Send.Kind.FLOW ? DIRECT + send.name() : send.name();
        return new Event(
                new Event.Identity(id, "/route/" + route, known.orElse(id)),
                new Event.Attributes(type, Optional.empty(), clock.instant(), Optional.empty()),
                send.data(),
                0);
    }

    /**
     * Accepts events that have come one behind the other, in one go and in this order; those that were parked on the way run no
     * trigger. One answer for each.
     */
    public CompletableFuture<List<CompletableFuture<Accepted>>> acceptAll(List<Delivered> delivered, Journal journal) {
        List<CompletableFuture<Incoming>> shaped =
                delivered.stream().map(this::incoming).toList();
        return CompletableFuture.allOf(shaped.toArray(CompletableFuture[]::new))
                .thenApply(all -> journal.acceptAll(
                        shaped.stream().map(CompletableFuture::join).toList()));
    }

    private CompletableFuture<Incoming> incoming(Delivered delivered) {
        Event event = sampling.begin(delivered.event());
        if (delivered.parking().isPresent()) {
            return CompletableFuture.completedFuture(
                    new Incoming(event, List.of(), List.of(delivered.parking().get())));
        }
        Supplier<CompletableFuture<Incoming>> shaping =
                () -> shape(List.of(event)).thenApply(incoming -> incoming.get(0));
        return event.attributes()
                .subject()
                .map(subject -> order.follow(event.identity().source() + '\n' + subject, shaping))
                .orElseGet(shaping);
    }

    /** What the events that an action has sent amount to, to be committed with its settle. */
    CompletableFuture<List<Incoming>> sent(Event cause, String flow, List<Send> sends) {
        Instant now = clock.instant();
        return shape(sends.stream()
                .map(send -> Cascade.cause(cause, flow, send, now))
                .toList());
    }

    /** Runs every trigger that matches, breadth first. */
    private CompletableFuture<List<Incoming>> shape(List<Event> events) {
        List<Node> roots = events.stream().map(Node::new).toList();
        return level(withinBounds(roots, 0), roots.size())
                .thenApply(done -> roots.stream().map(Node::incoming).toList());
    }

    private CompletableFuture<?> level(List<Node> nodes, int soFar) {
        var next = new ArrayList<CompletableFuture<List<Node>>>();
        for (Node node : nodes) {
            for (Visit<Registry.Start> visit : listening(node)) {
                next.add(run(visit, node.event()).thenApply(shaped -> grow(node, shaped)));
            }
        }
        if (next.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.allOf(next.toArray(CompletableFuture[]::new)).thenCompose(all -> {
            List<Node> children =
                    next.stream().flatMap(future -> future.join().stream()).toList();
            return level(withinBounds(children, soFar), soFar + children.size());
        });
    }

    private List<Visit<Registry.Start>> listening(Node node) {
        String type = node.event().type();
        Optional<String> direct =
                type.startsWith(DIRECT) ? Optional.of(type.substring(DIRECT.length())) : Tick.scheduleOf(node.event());
        if (direct.isEmpty()) {
            return registry.listening(type);
        }
        String flow = direct.get();
        Optional<Visit<Registry.Start>> trigger = registry.trigger(flow);
        if (trigger.isEmpty()) {
            node.park(new Incoming.Parking(flow, "there is no flow '" + flow + "' to start"));
        }
        return trigger.stream().toList();
    }

    private CompletableFuture<Shaped> run(Visit<Registry.Start> visit, Event event) {
        var shaping = new Shaping(visit.route(), event, clock.instant());
        return limited.call(shaping::shape, LONGEST)
                .exceptionally(shaping::threw)
                .whenComplete((shaped, thrown) -> visit.close());
    }

    private List<Node> grow(Node node, Shaped shaped) {
        synchronized (node) {
            shaped.parking().ifPresent(node::park);
            return shaped.start()
                    .map(start -> node.start(start, shaped.sends(), clock.instant()))
                    .orElse(List.of());
        }
    }

    private static List<Node> withinBounds(List<Node> children, int soFar) {
        var allowed = new ArrayList<Node>();
        for (Node child : children) {
            if (child.event().hops() > Event.LONGEST_CHAIN) {
                child.park(new Incoming.Parking(
                        "*", "more than " + Event.LONGEST_CHAIN + " events have caused one another; is there a loop?"));
            } else if (soFar + allowed.size() >= Cascade.MOST_EVENTS) {
                child.park(new Incoming.Parking(
                        "*", "more than " + Cascade.MOST_EVENTS + " events were sent for one event"));
            } else {
                allowed.add(child);
            }
        }
        return allowed;
    }

    /** Runs the trigger of a flow once more, for a replay. */
    CompletableFuture<Shaped> again(String flow, Event event) {
        return registry.trigger(flow)
                .map(visit -> run(visit, event))
                .orElseGet(() -> CompletableFuture.failedFuture(new IllegalStateException("no route flow:" + flow)));
    }
}
