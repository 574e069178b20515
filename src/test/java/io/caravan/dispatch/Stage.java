package io.caravan.dispatch;

import io.caravan.dispatch.limit.Consequences;
import io.caravan.flow.Action;
import io.caravan.flow.Definition;
import io.caravan.flow.Event;
import io.caravan.flow.FlowState;
import io.caravan.flow.Need;
import io.caravan.flow.Outcome;
import io.caravan.flow.Payload;
import io.caravan.flow.Policy;
import io.caravan.flow.Redelivery;
import io.caravan.flow.Sampling;
import io.caravan.store.Ids;
import io.caravan.store.OpenStore;
import io.caravan.store.claimcheck.Claims;
import io.caravan.store.journal.Accepted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Dispatcher, triggers and journal on a real database, with routes written by hand. */
final class Stage implements AutoCloseable {
    static final Redelivery AT_ONCE = new Redelivery(2, Duration.ZERO, 1, Duration.ZERO, 0);

    private final OpenStore store;
    private final Registry registry = new Registry();
    private final TreeMap<String, Definition> definitions = new TreeMap<>();
    private final List<TriggerRoute> triggerRoutes = new ArrayList<>();
    private final Map<String, ActionRoute> actionRoutes = new HashMap<>();
    private final ExecutorService attempts = Executors.newCachedThreadPool();
    private final ExecutorService shaping = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Triggers triggers;
    private final Dispatcher dispatcher;

    Stage(Path folder) {
        store = OpenStore.in(folder, 0);
        store.permits().release(10);
        var threads = new Threads(attempts, shaping, 2, timer);
        triggers = new Triggers(registry, threads, store.clock(), Sampling.NONE);
        dispatcher = new Dispatcher(
                registry,
                threads,
                store.clock(),
                store.gate(),
                new Dispatcher.Collaborators(
                        store.journal(),
                        triggers,
                        new Claims(store.database().reading()),
                        "node",
                        new Outward(
                                new DeadLetterChannel("", (uri, letter) -> {}),
                                new LifeCycleChannel("", (uri, event) -> {})),
                        new Consequences(store.journal(), store.clock(), Duration.ofSeconds(15))));
    }

    Stage start() {
        store.journal().startTaking(dispatcher);
        return this;
    }

    static Action action(String name, String needs, Duration timeout) {
        return new Action(name, Need.list(needs), new Policy(AT_ONCE, timeout, ""));
    }

    static Action action(String name, String needs, String destination) {
        return new Action(name, Need.list(needs), new Policy(AT_ONCE, Duration.ofMinutes(5), destination));
    }

    Stage flow(TriggerRoute trigger, Action... actions) {
        definitions.put(trigger.flow(), new Definition(trigger.flow(), List.of(actions)));
        triggerRoutes.removeIf(other -> other.flow().equals(trigger.flow()));
        triggerRoutes.add(trigger);
        return load();
    }

    Stage route(String action, ActionRoute route) {
        actionRoutes.put(action, route);
        return load();
    }

    Stage withoutTrigger(String flow) {
        triggerRoutes.removeIf(other -> other.flow().equals(flow));
        return load();
    }

    private Stage load() {
        registry.swap(
                new Registry.Routes(new TreeMap<>(definitions), List.copyOf(triggerRoutes), Map.copyOf(actionRoutes)));
        return this;
    }

    static Event event(String type, String subject, String id) {
        var identity = new Event.Identity(Ids.next(), "/test", id);
        var attributes = new Event.Attributes(
                type, Optional.of(subject), java.time.Instant.parse("2026-11-22T09:00:00Z"), Optional.empty());
        return new Event(identity, attributes, "{\"id\":\"" + id + "\"}", 0);
    }

    CompletableFuture<Accepted> send(Event event) {
        return triggers.accept(event, store.journal());
    }

    Accepted accept(String type) {
        return OpenStore.answer(send(event(type, "ann", Ids.next())));
    }

    /** Accepts an event that starts one flow; the answer is the flow's id. */
    String begin(String type) {
        return accept(type).flows().get(0).id();
    }

    FlowState state(String flow) {
        return store.state(flow);
    }

    OpenStore store() {
        return store;
    }

    Triggers triggers() {
        return triggers;
    }

    /** The schedules as a node finds them that has just started. */
    Schedules schedules() {
        return new Schedules(registry, triggers, store.journal(), store.clock(), timer);
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    static Ended done(String json, Send... sends) {
        return new Ended(new Outcome.Done(Payload.inline(json)), List.of(sends));
    }

    static Send event(String type) {
        return new Send(Send.Kind.EVENT, type, "{}");
    }

    @Override
    public void close() {
        dispatcher.stop(Duration.ZERO);
        store.close();
        attempts.shutdownNow();
        shaping.shutdownNow();
        timer.shutdownNow();
    }
}
