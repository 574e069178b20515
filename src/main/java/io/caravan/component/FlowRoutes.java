package io.caravan.component;

import io.caravan.dispatch.ActionRoute;
import io.caravan.dispatch.Registry;
import io.caravan.dispatch.Schedule;
import io.caravan.dispatch.TriggerRoute;
import io.caravan.flow.Blueprint;
import io.caravan.flow.Declaration;
import io.caravan.flow.Definition;
import io.caravan.flow.Place;
import io.caravan.flow.Policies;
import io.caravan.flow.Redelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.support.DefaultConsumer;

/**
 * The consumers of {@code flow:} routes that have been started; published together they become the definitions in force. A route
 * that somebody stops keeps its place in them until it is forgotten.
 */
public final class FlowRoutes {
    private final Registry registry;
    private final Redelivery redelivery;
    private final Duration attemptTimeout;
    private final Map<String, Started> started = new LinkedHashMap<>();

    private record Started(DefaultConsumer consumer, Declaration declaration) {}

    /** The definitions that were put in force, or why not; and when the routes that they replaced have been left. */
    public record Published(Blueprint blueprint, CompletableFuture<Void> left) {}

    /** The defaults are those of {@code caravan.redelivery.*} and {@code caravan.attempt.timeout}. */
    public FlowRoutes(Registry registry, Redelivery redelivery, Duration attemptTimeout) {
        this.registry = registry;
        this.redelivery = redelivery;
        this.attemptTimeout = attemptTimeout;
    }

    /** One of its own for a rehearsal, with the same defaults. */
    public FlowRoutes apart() {
        return new FlowRoutes(new Registry(), redelivery, attemptTimeout);
    }

    synchronized void add(DefaultConsumer consumer, FlowEndpoint endpoint) {
        Route route = consumer.getRoute();
        String id = LiveId.written(route.getRouteId());
        var place = new Place("route " + id, 0);
        var options = new LinkedHashMap<String, Declaration.Option>();
        endpoint.options().forEach((name, text) -> options.put(name, new Declaration.Option(text, place)));
        if (!endpoint.getAction().isEmpty() && !options.containsKey("destination")) {
            DeclaredDestination.of(endpoint.getCamelContext(), route.getRouteId())
                    .ifPresent(text -> options.put("destination", new Declaration.Option(text, place)));
        }
        started.put(route.getRouteId(), new Started(consumer, new Declaration(place, id, endpoint.path(), options)));
    }

    /** To be called when a route is removed for good. */
    public synchronized void forget(String routeId) {
        started.remove(routeId);
    }

    /** The defaults, and the RedeliveryPolicy beans that the context knows. */
    public Policies policies(CamelContext context) {
        return new Policies(
                redelivery, attemptTimeout, name -> RedeliveryBeans.find(context, name, redelivery), Schedule::problem);
    }

    /** Puts the definitions that these of the started routes amount to in force; with refusals the old ones stay. */
    public synchronized Published publish(CamelContext context, Predicate<String> routeIds) {
        List<Started> chosen = started.entrySet().stream()
                .filter(route -> routeIds.test(route.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        Blueprint blueprint =
                Blueprint.read(chosen.stream().map(Started::declaration).toList(), policies(context));
        return new Published(
                blueprint,
                blueprint.refusals().isEmpty()
                        ? registry.swap(routes(blueprint, chosen))
                        : CompletableFuture.completedFuture(null));
    }

    /** The definitions in force. */
    public SortedMap<String, Definition> definitions() {
        return registry.definitions();
    }

    private static Registry.Routes routes(Blueprint blueprint, List<Started> chosen) {
        List<TriggerRoute> triggers = new ArrayList<>();
        Map<String, ActionRoute> actions = new LinkedHashMap<>();
        chosen.forEach(route -> {
            if (route.consumer() instanceof TriggerRoute trigger) {
                triggers.add(trigger);
            } else if (route.consumer() instanceof ActionRoute action) {
                actions.put(route.declaration().path(), action);
            }
        });
        return new Registry.Routes(blueprint.definitions(), triggers, actions);
    }
}
