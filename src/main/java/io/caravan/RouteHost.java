package io.caravan;

import io.caravan.component.Doors;
import io.caravan.component.FlowParameters;
import io.caravan.component.FlowRoutes;
import io.caravan.component.PrivateHeaders;
import io.caravan.component.QuietFlows;
import io.caravan.connector.KameletParameters;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.Main;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Camel with the users' routes, its HTTP server, and one Vert.x for both ways of HTTP. */
final class RouteHost implements AutoCloseable {
    /** Given to what Camel still runs once the attempts have been drained; they have had their time. */
    private static final Duration LAST_GRACE = Duration.ofSeconds(2);

    private final Settings settings;
    private final FlowRoutes routes;
    private final Doors.Acceptance outside;
    private final Main camel = new Main();
    /** It serves no files, so it needs no folder for them. */
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));

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
    }

    private void configure() {
        Path kamelets = settings.path("caravan.routes").resolve("kamelets");
        camel.configure().setBasePackageScanEnabled(false);
        camel.configure().setRoutesCollectorEnabled(false);
        camel.configure().setShutdownTimeout((int) LAST_GRACE.toSeconds());
        camel.configure().setShutdownLogInflightExchangesOnTimeout(false);
        camel.setPropertyPlaceholderLocations("false");
        camel.setOverrideProperties(properties(kamelets));
        camel.bind("vertx", vertx);
        camel.bind("flow-parameters", new FlowParameters());
        camel.bind("kamelet-parameters", new KameletParameters(kamelets, ShippedKamelets.folder()));
        camel.bind(Doors.NAME, new Doors(routes, outside));
    }

    private Properties properties(Path kamelets) {
        var properties = new Properties();
        properties.putAll(settings.all());
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

    /** Loads and starts the routes of these files. */
    void start(List<Path> files) throws Exception {
        List<Resource> resources = files.stream()
                .map(file -> ResourceHelper.resolveResource(context(), "file:" + file))
                .toList();
        PluginHelper.getRoutesLoader(context()).loadRoutes(resources);
        camel.start();
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

    @Override
    public void close() {
        camel.stop();
        camel.shutdown();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
