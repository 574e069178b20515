package io.caravan.routing;

import io.caravan.component.Doors;
import io.caravan.component.FlowRoutes;
import io.caravan.component.OwnKamelets;
import io.caravan.component.QuietFlows;
import io.caravan.flow.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.impl.engine.ExplicitCamelContextNameStrategy;
import org.apache.camel.spi.ComponentResolver;

/**
 * Starts a set of routes in a Camel of its own that reaches nothing outside the process, to find what only Camel can find:
 * expressions, beans, steps, kamelets. Beans are made there once, and once more when the routes come into force.
 */
public final class Rehearsal {
    private static final Set<String> PLUGGED =
            Set.of("flow", "event", "claim", "kamelet", "direct", "log", "bean", "class", "language", "dataformat");

    /** Of a rehearsal in which third parties are played. */
    private static final Set<String> PLAYED_ON =
            Set.of("flow", "event", "direct", "log", "bean", "class", "language", "dataformat");

    private static final ThirdParties NOBODY = sent -> {
        throw new IllegalStateException("nothing is sent in a rehearsal");
    };

    private static final Doors.Outside NOWHERE = new Doors.Outside(
            (send, route, id) -> {
                throw new IllegalStateException("nothing is sent in a rehearsal");
            },
            () -> {
                throw new IllegalStateException("nothing is checked in or out in a rehearsal");
            },
            Optional::empty,
            Runnable::run);

    /** What the routes find in the real Camel. */
    public record Stage(Properties properties, ClassLoader libraries, Map<String, Object> bindings, FlowRoutes flows) {}

    private final Stage stage;

    Rehearsal(Stage stage) {
        this.stage = stage;
    }

    List<Refusal> of(RouteSet set) {
        FlowRoutes flows = stage.flows().apart();
        var context = new DefaultCamelContext(false);
        try {
            prepare(context, flows, new Plugging(PLUGGED, NOBODY));
            var kamelets = new OwnKamelets();
            kamelets.watch(context);
            return fill(context, set, flows, kamelets);
        } catch (Exception failed) {
            return List.of(refusal(set, context, failed));
        } finally {
            context.stop();
        }
    }

    /** Starts the routes and lets them stand; whatever they send outside, to kamelets too, is played. */
    OpenRehearsal open(RouteSet set, ThirdParties outside) {
        var context = new DefaultCamelContext(false);
        List<Refusal> refusals;
        try {
            prepare(context, stage.flows(), new Plugging(PLAYED_ON, outside));
            PlayedSends.in(context);
            refusals = fill(context, set, stage.flows(), new OwnKamelets());
        } catch (Exception failed) {
            refusals = List.of(refusal(set, context, failed));
        }
        return new OpenRehearsal(context, refusals);
    }

    private static Refusal refusal(RouteSet set, CamelContext context, Exception failed) {
        return new CamelRefusal(set, Optional.of(context)).of(failed);
    }

    private static List<Refusal> fill(DefaultCamelContext context, RouteSet set, FlowRoutes flows, OwnKamelets kamelets)
            throws Exception {
        var live = new LiveRoutes(context, flows, kamelets);
        new SharedParts(context).change(RouteSet.EMPTY, set);
        List<Refusal> options = EndpointOptions.check(set, context);
        if (!options.isEmpty()) {
            return options;
        }
        List<Refusal> policies = set.scan().refusals(flows.policies(context));
        if (!policies.isEmpty()) {
            return policies;
        }
        context.start();
        var loader = new EntryLoader(set, context);
        for (Entry entry : set.routes()) {
            live.add(entry, entry.id(), loader);
        }
        return flows.publish(context, any -> true).blueprint().refusals();
    }

    private void prepare(DefaultCamelContext context, FlowRoutes flows, Plugging plugging) {
        context.disableJMX();
        context.setApplicationContextClassLoader(stage.libraries());
        context.disableJMX();
        context.setNameStrategy(new ExplicitCamelContextNameStrategy("caravan-rehearsal"));
        context.getPropertiesComponent().setOverrideProperties(stage.properties());
        stage.bindings().forEach(context.getRegistry()::bind);
        context.getRegistry().bind(Doors.NAME, new Doors(flows, NOWHERE));
        context.getCamelContextExtension().addContextPlugin(ComponentResolver.class, plugging);
        if (context.getComponent("kamelet") instanceof KameletComponent kamelets) {
            kamelets.setLocation(stage.properties().getProperty("camel.component.kamelet.location"));
            kamelets.setNoErrorHandler(true);
        }
        QuietFlows.in(context);
    }

    /** Components that exist, most of them unplugged. */
    private static final class Plugging implements ComponentResolver {
        private final DefaultComponentResolver existing = new DefaultComponentResolver();
        private final Set<String> plugged;
        private final ThirdParties outside;

        Plugging(Set<String> plugged, ThirdParties outside) {
            this.plugged = plugged;
            this.outside = outside;
        }

        @Override
        public Component resolveComponent(String name, CamelContext context) throws Exception {
            Component found = existing.resolveComponent(name, context);
            return found == null || plugged.contains(name) ? found : new Unplugged(outside);
        }
    }
}
