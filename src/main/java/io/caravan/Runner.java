package io.caravan;

import io.caravan.component.Doors;
import io.caravan.component.FlowParameters;
import io.caravan.component.FlowRoutes;
import io.caravan.component.PrivateHeaders;
import io.caravan.component.QuietFlows;
import io.caravan.connector.KameletParameters;
import io.caravan.console.Api;
import io.caravan.dispatch.Orders;
import io.caravan.dispatch.Registry;
import io.caravan.flow.Policies;
import io.caravan.flow.Refusal;
import io.caravan.http.Opening;
import io.caravan.http.Unanswered;
import io.caravan.intake.HttpIntake;
import io.caravan.routing.RouteFolder;
import io.caravan.routing.RouteScan;
import io.caravan.sandbox.Sandbox;
import io.caravan.store.ConfigurationRefused;
import io.caravan.store.Database;
import io.caravan.store.Observer;
import io.caravan.store.view.EventList;
import io.caravan.store.view.FlowList;
import io.caravan.store.view.FlowView;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.Main;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Caravan: engine, Camel with the users' routes, HTTP. */
final class Runner {
    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

    /** Given to what Camel still runs once the attempts have been drained; they have had their time. */
    private static final Duration LAST_GRACE = Duration.ofSeconds(2);

    private final Settings settings;
    private final Clock clock;
    private final Registry registry = new Registry();
    private final CompletableFuture<RouteScan> scan;
    private final CompletableFuture<Engine> engine;
    private final CompletableFuture<Optional<Sandbox>> sandbox;
    private final Main camel = new Main();
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** The route files are read and the database is opened beside Camel's own start: each takes its time. */
    private Runner(Settings settings, Clock clock, Observer observer, WorkerThreads workers) {
        this.settings = settings;
        this.clock = clock;
        this.scan = beside("caravan-open", () -> scan(settings));
        this.engine = scan.thenApply(read -> new Engine(settings, clock, observer, workers, registry));
        this.sandbox = engine.thenApply(opened -> settings.sandbox() ? Optional.of(openSandbox()) : Optional.empty());
        sandbox.thenRun(HttpIntake::rehearse);
    }

    static Runner start(Settings settings) {
        return start(settings, Clock.systemUTC(), Observer.NONE);
    }

    /** Starts everything; a refused configuration or refused routes leave nothing behind. */
    static Runner start(Settings settings, Clock clock, Observer observer) {
        settings.check();
        settings.checkPort();
        WorkerThreads workers = WorkerThreads.choose();
        var runner = new Runner(settings, clock, observer, workers);
        try {
            runner.open();
        } catch (Exception failed) {
            runner.stop();
            throw runner.reason(failed);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(runner::stop, "caravan-stop"));
        return runner;
    }

    /** Reads the route files; nothing else is opened when they are refused. */
    private static RouteScan scan(Settings settings) {
        RouteScan scan = RouteScan.of(new RouteFolder(settings.path("caravan.routes")).files());
        refuse(scan.refusals(settings.policies()));
        return scan;
    }

    private static <T> CompletableFuture<T> beside(String name, Supplier<T> opening) {
        var opened = new CompletableFuture<T>();
        var thread = new Thread(
                () -> {
                    try {
                        opened.complete(opening.get());
                    } catch (Throwable refused) {
                        opened.completeExceptionally(refused);
                    }
                },
                name);
        thread.start();
        return opened;
    }

    private Sandbox openSandbox() {
        return Sandbox.open(Database.separate(settings.path("caravan.data").resolve("sandbox.db")), clock);
    }

    private void open() throws Exception {
        ClassLoader libraries = Libraries.open(settings.path("caravan.lib"));
        Thread.currentThread().setContextClassLoader(libraries);
        Policies policies = settings.policies();
        var routes = new FlowRoutes(registry, policies.redelivery(), policies.attemptTimeout());
        configure(routes);
        camel.init();
        CamelContext context = camel.getCamelContext();
        context.setApplicationContextClassLoader(libraries);
        PrivateHeaders.guard(context);
        QuietFlows.in(context);
        var opening = new Opening();
        Optional.ofNullable(router(context)).ifPresent(opening::mount);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(resources(context, scan.join().filled()));
        camel.start();
        refuse(scan.join().refusals(routes.policies(context)));
        refuse(routes.publish(context).refusals());
        mount(router(context));
        engine.join().startTaking();
        opening.open();
        LOG.info(
                "Caravan stands at http://{}:{} with {} flows{}",
                settings.text("camel.server.host"),
                settings.text("camel.server.port"),
                registry.definitions().size(),
                settings.sandbox() ? "; Slack and HubSpot are played by the sandbox" : "");
    }

    private void configure(FlowRoutes routes) {
        camel.configure().setBasePackageScanEnabled(false);
        camel.configure().setRoutesCollectorEnabled(false);
        camel.configure().setShutdownTimeout((int) LAST_GRACE.toSeconds());
        camel.configure().setShutdownLogInflightExchangesOnTimeout(false);
        camel.setPropertyPlaceholderLocations("false");
        camel.setOverrideProperties(properties());
        Path kamelets = settings.path("caravan.routes").resolve("kamelets");
        camel.bind("vertx", Vertx.vertx());
        camel.bind("flow-parameters", new FlowParameters());
        camel.bind("kamelet-parameters", new KameletParameters(kamelets, ShippedKamelets.folder()));
        camel.bind(
                Doors.NAME,
                new Doors(
                        routes,
                        (send, route) -> engine.thenCompose(opened ->
                                opened.triggers().accept(opened.triggers().outside(send, route), opened.journal()))));
    }

    private static List<Resource> resources(CamelContext context, List<Path> files) {
        return files.stream()
                .map(file -> ResourceHelper.resolveResource(context, "file:" + file))
                .toList();
    }

    private VertxPlatformHttpRouter router(CamelContext context) {
        int port = settings.number("camel.server.port", 1);
        return VertxPlatformHttpRouter.lookup(context, VertxPlatformHttpRouter.getRouterNameFromPort(port));
    }

    private void mount(VertxPlatformHttpRouter router) {
        Engine opened = engine.join();
        var reading = opened.database().reading();
        new HttpIntake(opened.triggers(), opened.journal(), clock).mount(router);
        new Api(new Api.Sources(
                        new FlowView(reading, opened.claims()),
                        new FlowList(reading),
                        new EventList(reading),
                        registry,
                        new Orders(opened.journal())))
                .mount(router);
        sandbox.join().ifPresent(each -> each.mount(router.vertx(), router));
        Unanswered.mount(router);
    }

    private Properties properties() {
        var properties = new Properties();
        properties.putAll(settings.all());
        long stopSeconds = Math.max(1, settings.duration("caravan.stop.timeout").toSeconds());
        properties.putIfAbsent("camel.main.shutdown-timeout", Long.toString(stopSeconds));
        Path kamelets = settings.path("caravan.routes").resolve("kamelets");
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

    private static void refuse(List<Refusal> refusals) {
        if (!refusals.isEmpty()) {
            throw new ConfigurationRefused("the routes cannot be used:\n"
                    + refusals.stream().map(Refusal::toString).collect(Collectors.joining("\n")));
        }
    }

    private ConfigurationRefused reason(Exception failed) {
        Throwable cause = failed;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof ConfigurationRefused refused ? refused : new NotStarted(scan.join()).because(cause);
    }

    /** Stops in this order: no new work, running attempts end, routes and HTTP stop, the journal closes. */
    void stop() {
        if (stopped.getAndSet(true)) {
            return;
        }
        Optional<Engine> opened =
                engine.handle((each, failed) -> Optional.ofNullable(each)).join();
        opened.ifPresent(Engine::drain);
        camel.stop();
        camel.shutdown();
        opened.ifPresent(Engine::close);
        sandbox.handle((each, failed) -> failed == null ? each : Optional.<Sandbox>empty())
                .join()
                .ifPresent(Sandbox::close);
    }
}
