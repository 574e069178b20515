package io.caravan;

import io.caravan.component.Doors;
import io.caravan.component.FlowRoutes;
import io.caravan.component.HttpReads;
import io.caravan.component.OwnKamelets;
import io.caravan.component.PrivateHeaders;
import io.caravan.component.QuietFlows;
import io.caravan.component.Warehouse;
import io.caravan.console.access.Port;
import io.caravan.http.Crossing;
import io.caravan.http.Opening;
import io.caravan.intake.Webhooks;
import io.caravan.routing.Inspection;
import io.caravan.routing.Reload;
import io.caravan.store.ConfigurationRefused;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.Main;

/** Camel with the users' routes, its HTTP server, and one Vert.x for both ways of HTTP. */
final class RouteHost implements AutoCloseable {
    /** The endpoint of dead letters whose action names none. */
    static final String DEAD_LETTERS = "caravan.dead-letter.uri";

    /** The endpoint that is told the ends of flows. */
    static final String LIFE_CYCLE = "caravan.life-cycle.uri";

    private static final List<String> ENDPOINTS = List.of(DEAD_LETTERS, LIFE_CYCLE, Warehouse.URI, Warehouse.READ_URI);

    /** Given to what Camel still runs once the attempts have been drained; they have had their time. */
    private static final Duration LAST_GRACE = Duration.ofSeconds(2);

    private final Settings settings;
    private final FlowRoutes routes;
    private final Doors.Outside outside;
    private final Crossing crossing = new Crossing();
    private final OwnKamelets kamelets = new OwnKamelets();
    private final WhoMay whoMay;
    private final Rooms rooms;
    private final Main camel = new Main();
    /** It serves no files, so it needs no folder for them. */
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));

    private final Router management = Router.router(vertx);
    private Optional<PlainDoor> plainDoor = Optional.empty();
    private Optional<MailPort> mailPort = Optional.empty();
    private final LaterDataSource sample = new LaterDataSource();

    /** What the routes find of the house, and the time. */
    record Rooms(Webhooks webhooks, Brokers brokers, Clock clock) {}

    RouteHost(Settings settings, FlowRoutes routes, Doors.Outside outside, WhoMay whoMay, Rooms rooms) {
        this.settings = settings;
        this.routes = routes;
        this.outside = outside;
        this.whoMay = whoMay;
        this.rooms = rooms;
    }

    /** Prepares Camel and its HTTP server, without a route yet; nobody passes until the opening opens. */
    void init(Opening opening) {
        if (settings.sandbox() && PlainDoor.isNeeded(settings)) {
            plainDoor = Optional.of(PlainDoor.open(vertx, whoMay.gate(Port.BUSINESS)));
        }
        if (MailPort.isNeeded(settings)) {
            mailPort = Optional.of(MailPort.open(vertx));
        }
        ClassLoader libraries = Libraries.open(settings.path("caravan.lib"));
        Thread.currentThread().setContextClassLoader(libraries);
        configure();
        camel.init();
        context().setApplicationContextClassLoader(libraries);
        KeyStores.check(context());
        Doorway.of(
                context().hasService(MainHttpServer.class).getConfiguration(),
                List.of(opening, whoMay.gate(Port.BUSINESS)));
        whoMay.keepReading(vertx);
        PrivateHeaders.guard(context());
        HttpConnections.atMost(settings.number("caravan.attempts", 1), context());
        HttpReads.tell(context());
        QuietFlows.in(context());
        kamelets.watch(context());
        rooms.brokers().guard(context());
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
        RouteSurroundings surroundings = surroundings();
        camel.setOverrideProperties(surroundings.properties());
        camel.bind("vertx", vertx);
        surroundings.bindings().forEach(camel::bind);
        rooms.brokers().connect(camel);
        camel.bind(Doors.NAME, new Doors(routes, outside));
    }

    private RouteSurroundings surroundings() {
        int port = plainDoor.map(PlainDoor::port).orElseGet(() -> settings.number("camel.server.port", 1));
        int mail = mailPort.map(MailPort::number).orElse(1);
        return new RouteSurroundings(
                settings,
                settings.path("caravan.routes"),
                new RouteSurroundings.Sandbox(port, mail, whoMay.sandboxToken()),
                new RouteSurroundings.Found(rooms.webhooks(), rooms.brokers(), sample, rooms.clock()));
    }

    /** Starts with the first routes. */
    Reload.Running start(Reload reload) throws Exception {
        var manners = new Reload.Running.Manners(crossing, settings.duration("caravan.reload.drain"));
        Reload.Running running = reload.begin(context(), routes, kamelets, manners);
        camel.start();
        router().ifPresent(crossing::mount);
        return running;
    }

    /** Refuses endpoints of properties that Camel cannot make; routes may have brought what they are made of. */
    void checkEndpoints() {
        ENDPOINTS.forEach(this::checkEndpoint);
        Warehouse.check(context());
    }

    private void checkEndpoint(String property) {
        String uri = settings.text(property);
        try {
            if (!uri.isEmpty()) {
                context().getEndpoint(uri);
            }
        } catch (RuntimeException refused) {
            throw new ConfigurationRefused(
                    property + " must name an endpoint that Camel can make: " + withoutValues(Reload.reason(refused)));
        }
    }

    /** An option of an endpoint may be a secret, also a misspelt one. */
    private static String withoutValues(String sentence) {
        return sentence.replaceAll("//[^/\\s]*@", "//...@").replaceAll("(\\w)=[^\\s,&\\[\\]{}]+", "$1=...");
    }

    /** The inspection of routes that are to run here. */
    Inspection inspection() {
        return surroundings().inspection(context().getApplicationContextClassLoader(), routes);
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

    /** Where our kamelets find the sandbox when it is not where everything else is. */
    Optional<Router> plainDoor() {
        return plainDoor.map(PlainDoor::router);
    }

    /** What routes know as {@code jdbc:sample}. */
    LaterDataSource sample() {
        return sample;
    }

    /** Has the sandbox play the mail server, if it is to. */
    void playMail(StandIns sandbox) {
        mailPort.ifPresent(port -> port.lead(sandbox.mailServer(vertx, whoMay.sandboxToken())));
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
