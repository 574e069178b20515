package io.caravan.dispatch;

import io.caravan.flow.Await;
import io.caravan.flow.Definition;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The triggers, action routes and definitions in force; swapped as a whole. */
public final class Registry {
    /** One set of routes. */
    public record Routes(
            SortedMap<String, Definition> definitions,
            Collection<TriggerRoute> triggers,
            Map<String, ActionRoute> actions) {}

    private record Loaded(
            Routes routes,
            Map<String, List<TriggerRoute>> byEvent,
            Map<String, TriggerRoute> byFlow,
            Set<String> awaited,
            SortedMap<String, Schedule> schedules) {}

    private volatile Loaded loaded = load(new Routes(new TreeMap<>(), List.of(), Map.of()));

    public void swap(Routes routes) {
        loaded = load(routes);
    }

    private static Loaded load(Routes routes) {
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
        return new Loaded(routes, byEvent, byFlow, awaited, schedules);
    }

    private static Stream<String> awaited(Definition definition) {
        return Stream.concat(
                definition.cancelOn().stream(),
                definition.actions().values().stream()
                        .flatMap(action -> action.awaits().stream())
                        .map(Await::type));
    }

    /** The triggers that listen to events of this type, in the order of their flows' names. */
    List<TriggerRoute> listening(String type) {
        return loaded.byEvent().getOrDefault(type, List.of());
    }

    /** Whether any trigger listens to events of this type, or any flow awaits them. */
    public boolean wants(String type) {
        return loaded.byEvent().containsKey(type) || loaded.awaited().contains(type);
    }

    Optional<TriggerRoute> trigger(String flow) {
        return Optional.ofNullable(loaded.byFlow().get(flow));
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

    Optional<ActionRoute> action(String flow, String action) {
        return Optional.ofNullable(loaded.routes().actions().get(flow + "/" + action));
    }

    /** Whether a route for the action is loaded. */
    public boolean runs(String flow, String action) {
        return action(flow, action).isPresent();
    }

    /** The newest version of each definition. */
    public SortedMap<String, Definition> definitions() {
        return loaded.routes().definitions();
    }

    Optional<Definition> definition(String flow) {
        return Optional.ofNullable(definitions().get(flow));
    }
}
