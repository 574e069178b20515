package io.caravan;

import io.caravan.component.Doors;
import io.caravan.component.FlowParameters;
import io.caravan.component.FlowRoutes;
import io.caravan.connector.KameletParameters;
import io.caravan.console.Api;
import io.caravan.dispatch.Orders;
import io.caravan.flow.Blueprint;
import io.caravan.flow.Policies;
import io.caravan.flow.Refusal;
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
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
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
    private final Engine engine;
    private final Main camel;
    private final Optional<Sandbox> sandbox;

    private Runner(Settings settings, Engine engine, Optional<Sandbox> sandbox) {
        this.settings = settings;
        this.engine = engine;
        this.camel = new Main();
        this.sandbox = sandbox;
    }

    static Runner start(Settings settings) {
        return start(settings, Clock.systemUTC(), Observer.NONE);
    }

    /** Starts everything; a refused configuration or refused routes leave nothing behind. */
    static Runner start(Settings settings, Clock clock, Observer observer) {
        settings.check();
        WorkerThreads workers = WorkerThreads.choose();
        List<Path> files = new RouteFolder(settings.path("caravan.routes")).files();
        refuse(RouteScan.refusals(files, settings.policies()));
        Optional<Sandbox> sandbox = settings.sandbox()
                ? Optional.of(Sandbox.open(
                        Database.separate(settings.path("caravan.data").resolve("sandbox.db")), clock))
                : Optional.empty();
        var runner = new Runner(settings, new Engine(settings, clock, observer, workers), sandbox);
        try {
            runner.open(files, clock);
        } catch (Exception failed) {
            runner.stop();
            throw failed instanceof ConfigurationRefused refused ? refused : NotStarted.of(failed);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(runner::stop, "caravan-stop"));
        return runner;
    }

    private void open(List<Path> files, Clock clock) throws Exception {
        ClassLoader libraries = Libraries.open(settings.path("caravan.lib"));
        Thread.currentThread().setContextClassLoader(libraries);
        camel.configure().setBasePackageScanEnabled(false);
        camel.configure().setRoutesCollectorEnabled(false);
        camel.configure().setShutdownTimeout((int) LAST_GRACE.toSeconds());
        camel.configure().setShutdownLogInflightExchangesOnTimeout(false);
        camel.setPropertyPlaceholderLocations("false");
        camel.setOverrideProperties(properties());
        Policies policies = settings.policies();
        var routes = new FlowRoutes(engine.registry(), policies.redelivery(), policies.attemptTimeout());
        camel.bind("flow-parameters", new FlowParameters());
        camel.bind(
                "kamelet-parameters",
                new KameletParameters(settings.path("caravan.routes").resolve("kamelets"), Path.of("routes/kamelets")));
        camel.bind(Doors.NAME, new Doors(routes, (send, route) -> engine.triggers()
                .accept(engine.triggers().outside(send, route), engine.journal())));
        camel.init();
        CamelContext context = camel.getCamelContext();
        context.setApplicationContextClassLoader(libraries);
        Router router = VertxPlatformHttpRouter.lookup(
                context, VertxPlatformHttpRouter.getRouterNameFromPort(settings.number("camel.server.port", 1)));
        load(context, files);
        camel.start();
        Blueprint blueprint = routes.publish(context);
        refuse(blueprint.refusals());
        mount(
                router == null
                        ? VertxPlatformHttpRouter.lookup(
                                context,
                                VertxPlatformHttpRouter.getRouterNameFromPort(settings.number("camel.server.port", 1)))
                        : router,
                clock);
        engine.startTaking();
        LOG.info(
                "Caravan stands at http://{}:{} with {} flows{}",
                settings.text("camel.server.host"),
                settings.text("camel.server.port"),
                blueprint.definitions().size(),
                sandbox.isPresent() ? "; Slack and HubSpot are played by the sandbox" : "");
    }

    private static void load(CamelContext context, List<Path> files) throws Exception {
        List<Resource> resources = files.stream()
                .map(file -> ResourceHelper.resolveResource(context, "file:" + file))
                .toList();
        PluginHelper.getRoutesLoader(context).loadRoutes(resources);
    }

    private void mount(Router router, Clock clock) {
        new HttpIntake(engine.triggers(), engine.journal(), clock).mount(router);
        var reading = engine.database().reading();
        new Api(new Api.Sources(
                        new FlowView(reading, engine.claims()),
                        new FlowList(reading),
                        new EventList(reading),
                        engine.registry(),
                        new Orders(engine.journal())))
                .mount(router);
        sandbox.ifPresent(each -> each.mount(((VertxPlatformHttpRouter) router).vertx(), router));
    }

    private Properties properties() {
        var properties = new Properties();
        properties.putAll(settings.all());
        Path kamelets = settings.path("caravan.routes").resolve("kamelets");
        properties.setProperty("camel.component.kamelet.location", "file:" + kamelets + ",classpath:kamelets");
        if (sandbox.isPresent()) {
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

    /** Stops in this order: no new work, running attempts end, routes and HTTP stop, the journal closes. */
    void stop() {
        engine.drain();
        camel.stop();
        camel.shutdown();
        engine.close();
        sandbox.ifPresent(Sandbox::close);
    }
}
