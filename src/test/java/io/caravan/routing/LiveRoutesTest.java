package io.caravan.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.caravan.component.FlowRoutes;
import io.caravan.component.OwnKamelets;
import io.caravan.dispatch.Registry;
import io.caravan.flow.Redelivery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes that are removed leave nothing in Camel. */
class LiveRoutesTest {
    private static final String KAMELET =
            """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata: { name: NAME }
            spec:
              definition: { title: NAME, type: object }
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - STEP
            """;

    private static final String ROUTES =
            """
            - route:
                id: one
                from:
                  uri: direct:one
                  steps:
                    - to: kamelet:outer-action
                    - choice:
                        when:
                          - simple: ${body} == 1
                            steps:
                              - to: kamelet:outer-action
            - route:
                id: two
                from:
                  uri: direct:two
                  steps:
                    - to: kamelet:outer-action
            """;

    @TempDir
    Path folder;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final OwnKamelets kamelets = new OwnKamelets();
    private LiveRoutes live;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(folder.resolve("kamelets"));
        kamelet("outer-action", "to: kamelet:inner-action");
        kamelet("inner-action", "log: { message: in, loggingLevel: DEBUG }");
        kamelets.watch(context);
        context.getComponent("kamelet", KameletComponent.class).setLocation("file:" + folder.resolve("kamelets"));
        context.start();
        var flows = new FlowRoutes(
                new Registry(),
                new Redelivery(0, Duration.ofSeconds(1), 1, Duration.ofSeconds(1), 0),
                Duration.ofMinutes(5));
        live = new LiveRoutes(context, flows, kamelets);
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
    }

    private void kamelet(String name, String step) throws Exception {
        Files.writeString(
                folder.resolve("kamelets/" + name + ".kamelet.yaml"),
                KAMELET.replace("NAME", name).replace("STEP", step));
    }

    private RouteSet set(String routes) throws Exception {
        Files.writeString(folder.resolve("routes.yaml"), routes);
        return RouteSet.of(new RouteFolder(folder).read());
    }

    private TreeSet<String> ids() {
        var ids = new TreeSet<String>();
        context.getRoutes().stream().map(Route::getId).forEach(ids::add);
        return ids;
    }

    @Test
    void each_use_of_a_kamelet_has_a_route_that_goes_with_its_user() throws Exception {
        RouteSet set = set(ROUTES);
        var loader = new EntryLoader(set, context);
        var one = live.add(set.routes().get(0), "one", loader);
        live.add(set.routes().get(1), "two:2", loader);
        assertEquals(
                List.of(
                        "one",
                        "one:outer-action.1",
                        "one:outer-action.1:inner-action.1",
                        "one:outer-action.2",
                        "one:outer-action.2:inner-action.1",
                        "two:2",
                        "two:2:outer-action.1",
                        "two:2:outer-action.1:inner-action.1"),
                List.copyOf(ids()));
        int endpoints = context.getEndpoints().size();
        live.remove(one);
        assertEquals(3, context.getRoutes().size());
        assertEquals(3, context.getRouteDefinitions().size());
        assertEquals(
                List.of(),
                context.getEndpoints().stream()
                        .map(Endpoint::getEndpointUri)
                        .filter(uri -> uri.contains("one"))
                        .toList());
        live.add(set.routes().get(0), "one", loader);
        assertEquals(8, context.getRoutes().size());
        assertEquals(endpoints, context.getEndpoints().size());
        context.createProducerTemplate().sendBody("direct:one", 1);
    }

    @Test
    void a_route_that_cannot_start_leaves_nothing() throws Exception {
        RouteSet set = set(ROUTES.replace("direct:two", "direct:one"));
        var loader = new EntryLoader(set, context);
        live.add(set.routes().get(0), "one", loader);
        var before = ids();
        assertThrows(NotStarted.class, () -> live.add(set.routes().get(1), "two", loader));
        assertEquals(before, ids());
        assertEquals(before.size(), context.getRouteDefinitions().size());
    }

    @Test
    void a_direct_route_steps_aside_and_back() throws Exception {
        RouteSet set = set(ROUTES);
        var loader = new EntryLoader(set, context);
        var one = live.add(set.routes().get(0), "one", loader);
        live.stepAside(one);
        var other = live.add(set.routes().get(0), "one:2", loader);
        live.remove(other);
        live.stepBack(one);
        context.createProducerTemplate().sendBody("direct:one", 2);
        live.remove(one);
        assertEquals(0, context.getRoutes().size());
    }
}
