package io.caravan.component;

import io.caravan.dispatch.ActionRoute;
import io.caravan.dispatch.Registry;
import io.caravan.dispatch.Schedule;
import io.caravan.dispatch.TriggerRoute;
import io.caravan.flow.Blueprint;
import io.caravan.flow.Declaration;
import io.caravan.flow.Place;
import io.caravan.flow.Policies;
import io.caravan.flow.Redelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.support.DefaultConsumer;

/** The consumers of {@code flow:} that are started; published together they become the definitions in force. */
public final class FlowRoutes {
    private final Registry registry;
    private final Redelivery redelivery;
    private final Duration attemptTimeout;
    private final Map<DefaultConsumer, Declaration> started = new LinkedHashMap<>();

    /** The defaults are those of {@code caravan.redelivery.*} and {@code caravan.attempt.timeout}. */
    public FlowRoutes(Registry registry, Redelivery redelivery, Duration attemptTimeout) {
        this.registry = registry;
        this.redelivery = redelivery;
        this.attemptTimeout = attemptTimeout;
    }

    synchronized void add(DefaultConsumer consumer, FlowEndpoint endpoint) {
        Route route = consumer.getRoute();
        var place = new Place("route " + route.getRouteId(), 0);
        var options = new LinkedHashMap<String, Declaration.Option>();
        endpoint.options().forEach((name, text) -> options.put(name, new Declaration.Option(text, place)));
        started.put(consumer, new Declaration(place, route.getRouteId(), endpoint.path(), options));
    }

    synchronized void remove(DefaultConsumer consumer) {
        started.remove(consumer);
    }

    /** The defaults, and the RedeliveryPolicy beans that the context knows. */
    public Policies policies(CamelContext context) {
        return new Policies(
                redelivery, attemptTimeout, name -> RedeliveryBeans.find(context, name, redelivery), Schedule::problem);
    }

    /** Puts the definitions that the started routes amount to in force; with refusals the old ones stay. */
    public synchronized Blueprint publish(CamelContext context) {
        Blueprint blueprint = Blueprint.read(started.values(), policies(context));
        if (blueprint.refusals().isEmpty()) {
            registry.swap(routes(blueprint));
        }
        return blueprint;
    }

    private Registry.Routes routes(Blueprint blueprint) {
        List<TriggerRoute> triggers = new ArrayList<>();
        Map<String, ActionRoute> actions = new LinkedHashMap<>();
        started.forEach((consumer, declaration) -> {
            if (consumer instanceof TriggerRoute trigger) {
                triggers.add(trigger);
            } else if (consumer instanceof ActionRoute action) {
                actions.put(declaration.path(), action);
            }
        });
        return new Registry.Routes(blueprint.definitions(), triggers, actions);
    }
}
