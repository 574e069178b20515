package io.caravan.dispatch;

import io.caravan.flow.Await;
import io.caravan.flow.Definition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The triggers, action routes and definitions in force; swapped as a whole. Who uses a route enters it, so that a route that has
 * been replaced is known to be left.
 */
public final class Registry {
    /** One set of routes. */
    public record Routes(
            SortedMap<String, Definition> definitions,
            Collection<TriggerRoute> triggers,
            Map<String, ActionRoute> actions) {}

    /** A trigger with the definition that it starts flows of. */
    record Start(TriggerRoute trigger, Definition definition) {}

    private record Loaded(
            Routes routes,
            Map<String, List<TriggerRoute>> byEvent,
            Map<String, TriggerRoute> byFlow,
            Set<String> awaited,
            SortedMap<String, Schedule> schedules,
            Map<Object, Turnstile> turnstiles) {}

    private volatile Loaded loaded = load(new Routes(new TreeMap<>(), List.of(), Map.of()), Map.of());

    /** Puts these routes in force; the answer completes when those that are no longer among them have been left. */
    public synchronized CompletableFuture<Void> swap(Routes routes) {
        Loaded before = loaded;
        loaded = load(routes, before.turnstiles());
        return CompletableFuture.allOf(before.turnstiles().entrySet().stream()
                .filter(route -> !loaded.turnstiles().containsKey(route.getKey()))
                .map(route -> route.getValue().close())
                .toArray(CompletableFuture[]::new));
    }

    private static Loaded load(Routes routes, Map<Object, Turnstile> before) {
        var byEvent = routes.triggers().stream()
                .sorted(Comparator.comparing(TriggerRoute::flow))
                .flatMap(trigger -> trigger.events().stream().map(type -> Map.entry(type, trigger)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        var byFlow = routes.triggers().stream().collect(Collectors.toMap(TriggerRoute::flow, trigger -> trigger));
        Set<String> awaited = routes.definitions().values().stream()
                .flatMap(Registry::awaited)
                .collect(Collectors.toUnmodifiableSet());
        var schedules = new TreeMap<String, Schedule>();
        byFlow.forEach((flow, trigger) -> trigger.schedule().ifPresent(schedule -> schedules.put(flow, schedule)));
        var turnstiles = new IdentityHashMap<Object, Turnstile>();
        Stream.concat(routes.triggers().stream(), routes.actions().values().stream())
                .forEach(route -> turnstiles.put(route, before.getOrDefault(route, new Turnstile())));
        return new Loaded(routes, byEvent, byFlow, awaited, schedules, turnstiles);
    }

    private static Stream<String> awaited(Definition definition) {
        return Stream.concat(
                definition.cancelOn().stream(),
                definition.actions().values().stream()
                        .flatMap(action -> action.awaits().stream())
                        .map(Await::type));
    }

    /** Enters the triggers that listen to events of this type, in the order of their flows' names. */
    List<Visit<Start>> listening(String type) {
        Optional<List<Visit<Start>>> entered = Optional.empty();
        while (entered.isEmpty()) {
            Loaded now = loaded;
            entered = enterAll(now, now.byEvent().getOrDefault(type, List.of()));
        }
        return entered.get();
    }

    /** All of them, or none if one of them has just been replaced. */
    private static Optional<List<Visit<Start>>> enterAll(Loaded now, List<TriggerRoute> triggers) {
        var entered = new ArrayList<Visit<Start>>();
        for (TriggerRoute trigger : triggers) {
            Turnstile turnstile = now.turnstiles().get(trigger);
            if (!turnstile.enter()) {
                entered.forEach(Visit::close);
                return Optional.empty();
            }
            entered.add(
                    new Visit<>(new Start(trigger, now.routes().definitions().get(trigger.flow())), turnstile));
        }
        return Optional.of(entered);
    }

    /** The types of the events that begin a flow of this definition; none = only its schedule or a route does. */
    public Set<String> begunBy(String flow) {
        return Optional.ofNullable(loaded.byFlow().get(flow))
                .map(TriggerRoute::events)
                .orElse(Set.of());
    }

    /** Whether any trigger listens to events of this type, or any flow awaits them. */
    public boolean wants(String type) {
        return loaded.byEvent().containsKey(type) || loaded.awaited().contains(type);
    }

    /** Enters the trigger of a flow. */
    Optional<Visit<Start>> trigger(String flow) {
        while (true) {
            Loaded now = loaded;
            Optional<TriggerRoute> trigger = Optional.ofNullable(now.byFlow().get(flow));
            Optional<List<Visit<Start>>> entered =
                    enterAll(now, trigger.stream().toList());
            if (entered.isPresent()) {
                return entered.get().stream().findFirst();
            }
        }
    }

    /** The schedules of the triggers whose routes run, by the names of their flows. */
    SortedMap<String, Schedule> schedules() {
        Loaded now = loaded;
        var started = new TreeMap<>(now.schedules());
        started.keySet().removeIf(flow -> !now.byFlow().get(flow).isRunning());
        return started;
    }

    /** The schedule of the flow's trigger, if it has one that ticks. */
    public Optional<Schedule> schedule(String flow) {
        return Optional.ofNullable(schedules().get(flow));
    }

    /** Enters the route of an action. */
    Optional<Visit<ActionRoute>> action(String flow, String action) {
        while (true) {
            Loaded now = loaded;
            ActionRoute route = now.routes().actions().get(flow + "/" + action);
            if (route == null) {
                return Optional.empty();
            }
            Turnstile turnstile = now.turnstiles().get(route);
            if (turnstile.enter()) {
                return Optional.of(new Visit<>(route, turnstile));
            }
        }
    }

    /** Whether a route for the action is loaded. */
    public boolean runs(String flow, String action) {
        return loaded.routes().actions().containsKey(flow + "/" + action);
    }

    /** All of them, for who does not run beside changes. */
    public Routes routes() {
        return loaded.routes();
    }

    /** The newest version of each definition. */
    public SortedMap<String, Definition> definitions() {
        return loaded.routes().definitions();
    }
}
