package io.caravan;

import io.caravan.component.Doors;
import io.caravan.component.FlowParameters;
import io.caravan.component.FlowRoutes;
import io.caravan.component.OwnKamelets;
import io.caravan.component.PrivateHeaders;
import io.caravan.component.QuietFlows;
import io.caravan.connector.KameletParameters;
import io.caravan.http.Crossing;
import io.caravan.routing.Inspection;
import io.caravan.routing.Rehearsal;
import io.caravan.routing.Reload;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.Main;

/** Camel with the users' routes, its HTTP server, and one Vert.x for both ways of HTTP. */
final class RouteHost implements AutoCloseable {
    /** Given to what Camel still runs once the attempts have been drained; they have had their time. */
    private static final Duration LAST_GRACE = Duration.ofSeconds(2);

    private final Settings settings;
    private final FlowRoutes routes;
    private final Doors.Acceptance outside;
    private final Crossing crossing = new Crossing();
    private final OwnKamelets kamelets = new OwnKamelets();
    private final Main camel = new Main();
    /** It serves no files, so it needs no folder for them. */
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));

    private final Router management = Router.router(vertx);

    RouteHost(Settings settings, FlowRoutes routes, Doors.Acceptance outside) {
        this.settings = settings;
        this.routes = routes;
        this.outside = outside;
    }

    /** Starts Camel and its HTTP server, without a route yet. */
    void init() {
        ClassLoader libraries = Libraries.open(settings.path("caravan.lib"));
        Thread.currentThread().setContextClassLoader(libraries);
        configure();
        camel.init();
        context().setApplicationContextClassLoader(libraries);
        PrivateHeaders.guard(context());
        HttpConnections.atMost(settings.number("caravan.attempts", 1), context());
        QuietFlows.in(context());
        kamelets.watch(context());
        if (settings.isManaged()) {
            ManagementPort.listen(settings, vertx, management, context());
        }
    }

    private void configure() {
        camel.configure().setBasePackageScanEnabled(false);
        camel.configure().setRoutesCollectorEnabled(false);
        camel.configure().setShutdownTimeout((int) LAST_GRACE.toSeconds());
        camel.configure().setShutdownLogInflightExchangesOnTimeout(false);
        camel.setPropertyPlaceholderLocations("false");
        camel.setOverrideProperties(properties(kameletFolder()));
        camel.bind("vertx", vertx);
        bindings().forEach(camel::bind);
        camel.bind(Doors.NAME, new Doors(routes, outside));
    }

    private Path kameletFolder() {
        return settings.path("caravan.routes").resolve("kamelets");
    }

    private Map<String, Object> bindings() {
        return Map.of(
                "flow-parameters",
                new FlowParameters(),
                "kamelet-parameters",
                new KameletParameters(kameletFolder(), ShippedKamelets.folder()));
    }

    private Properties properties(Path kamelets) {
        var properties = new Properties();
        properties.putAll(settings.all());
        // Caravan listens there by itself, from before Camel's start until after its end
        properties.keySet().removeIf(name -> name.toString().startsWith("camel.management."));
        properties.setProperty("camel.component.kamelet.location", "file:" + kamelets + ",classpath:kamelets");
        if (settings.sandbox()) {
            String base = "http://127.0.0.1:" + settings.text("camel.server.port") + "/sandbox";
            properties.setProperty("caravan.slack.url", base + "/slack/api");
            properties.setProperty("caravan.slack.token", "sandbox");
            properties.setProperty("caravan.hubspot.url", base + "/hubspot");
            properties.setProperty("caravan.hubspot.token", "sandbox");
        }
        return properties;
    }

    /** Starts with the first routes. */
    Reload.Running start(Reload reload) throws Exception {
        var manners = new Reload.Running.Manners(crossing, settings.duration("caravan.reload.drain"));
        Reload.Running running = reload.begin(context(), routes, kamelets, manners);
        camel.start();
        router().ifPresent(crossing::mount);
        return running;
    }

    /** The inspection of routes that are to run here. */
    Inspection inspection() {
        var stage = new Rehearsal.Stage(
                properties(kameletFolder()), context().getApplicationContextClassLoader(), bindings(), routes);
        return new Inspection(settings.policies(), ShippedKamelets.folder(), stage);
    }

    CamelContext context() {
        return camel.getCamelContext();
    }

    /** Where HTTP requests go, once the server listens. */
    Optional<VertxPlatformHttpRouter> router() {
        int port = settings.number("camel.server.port", 1);
        return Optional.ofNullable(
                VertxPlatformHttpRouter.lookup(context(), VertxPlatformHttpRouter.getRouterNameFromPort(port)));
    }

    /** Where the requests of the management port go; it listens from {@link #init} on. */
    Router management() {
        return management;
    }

    @Override
    public void close() {
        camel.stop();
        camel.shutdown();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
