package io.caravan.routing;

import io.caravan.component.FlowRoutes;
import io.caravan.component.OwnKamelets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.SuspendableService;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.engine.DefaultRouteStartupOrder;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes in Camel: adds what an entry amounts to, and removes it without a trace. */
final class LiveRoutes {
    /** What stands in Camel for one entry. */
    record Standing(Entry entry, Set<String> ids) {}

    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

    private final CamelContext context;
    private final FlowRoutes flows;
    private final OwnKamelets kamelets;

    LiveRoutes(CamelContext context, FlowRoutes flows, OwnKamelets kamelets) {
        this.context = context;
        this.flows = flows;
        this.kamelets = kamelets;
    }

    CamelContext context() {
        return context;
    }

    FlowRoutes flows() {
        return flows;
    }

    boolean isTaken(String id) {
        return model().getRouteDefinition(id) != null || context.getRoute(id) != null;
    }

    /** Adds the routes of an entry, and starts them if Camel runs; when that fails nothing of them stays. */
    Standing add(Entry entry, String id, EntryLoader loader) throws NotStarted {
        Set<String> before = ids();
        try {
            RouteBuilder builder = loader.builder(entry);
            if (entry.kind() == Entry.Kind.ROUTE) {
                addRoute(builder, entry, id);
            } else {
                builder.addRoutesToCamelContext(context);
                builder.addTemplatedRoutesToCamelContext(context);
            }
        } catch (Exception failed) {
            removeQuietly(new Standing(entry, come(before)));
            throw new NotStarted(entry.place(), failed);
        }
        return new Standing(entry, come(before));
    }

    private void addRoute(RouteBuilder builder, Entry entry, String id) throws Exception {
        List<RouteDefinition> routes = builder.configureRoutes(context).getRoutes();
        for (RouteDefinition route : routes) {
            if (!id.equals(entry.id())) {
                route.setId(id);
                // the ids of its steps must not meet those of its predecessor
                route.setNodePrefixId(id + "-");
            }
        }
        model().addRouteDefinitions(routes);
    }

    private Set<String> ids() {
        return model().getRouteDefinitions().stream()
                .map(RouteDefinition::getRouteId)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Set<String> come(Set<String> before) {
        Set<String> come = ids();
        come.removeAll(before);
        come.removeIf(id -> Optional.ofNullable(model().getRouteDefinition(id))
                .map(route -> Boolean.TRUE.equals(route.isKamelet()))
                .orElse(true));
        return come;
    }

    private void removeQuietly(Standing standing) {
        try {
            remove(standing);
        } catch (Exception stays) {
            LOG.warn("route {} could not be removed: {}", standing.entry().id(), stays.getMessage());
        }
    }

    /** Stops and removes the routes, and those of the kamelets that they use. */
    void remove(Standing standing) throws Exception {
        if (standing.entry().kind() == Entry.Kind.REST) {
            model().getRestDefinitions().removeIf(rest -> standing.entry().id().equals(rest.getId()));
        }
        for (String id : standing.ids()) {
            remove(id);
            for (String kamelet : kamelets.forget(id)) {
                remove(kamelet);
            }
        }
    }

    private void remove(String id) throws Exception {
        flows.forget(id);
        if (context.getRoute(id) != null) {
            context.getRouteController().stopRoute(id);
            context.removeRoute(id);
        }
        model().getRouteDefinitions().removeIf(route -> id.equals(route.getRouteId()));
    }

    /** From now on another route may stand where this one begins; it goes on with what it has begun. */
    void stepAside(Standing standing) {
        each(standing, (service, consumer) -> {
            consumer.suspend();
            service.suspend();
        });
    }

    /** Takes its place again. */
    void stepBack(Standing standing) {
        each(standing, (service, consumer) -> {
            service.resume();
            consumer.resume();
        });
    }

    private void each(Standing standing, BiConsumer<SuspendableService, SuspendableService> then) {
        context.getCamelContextExtension().getRouteStartupOrder().stream()
                .filter(order -> standing.ids().contains(order.getRoute().getRouteId()))
                .forEach(order -> {
                    if (order.getInput() instanceof SuspendableService consumer) {
                        then.accept(((DefaultRouteStartupOrder) order).getRouteService(), consumer);
                    }
                });
    }

    List<Route> routes(Standing standing) {
        var routes = new ArrayList<Route>();
        standing.ids().forEach(id -> Optional.ofNullable(context.getRoute(id)).ifPresent(routes::add));
        return routes;
    }

    private Model model() {
        return ((ModelCamelContext) context).getCamelContextExtension().getContextPlugin(Model.class);
    }
}
