package io.caravan;

import io.caravan.component.Asides;
import io.caravan.component.Doors;
import io.caravan.component.FlowRoutes;
import io.caravan.component.aggregate.Aggregations;
import io.caravan.console.Api;
import io.caravan.console.Moves;
import io.caravan.console.access.Port;
import io.caravan.dispatch.Registry;
import io.caravan.flow.Event;
import io.caravan.flow.Policies;
import io.caravan.http.Opening;
import io.caravan.http.Unanswered;
import io.caravan.intake.Entrance;
import io.caravan.intake.HttpIntake;
import io.caravan.routing.Reload;
import io.caravan.sample.Sample;
import io.caravan.store.ConfigurationRefused;
import io.caravan.store.Observer;
import io.caravan.store.view.VersionList;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Caravan: engine, routes, HTTP. */
final class Runner {
    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

    private final Settings settings;
    private final Clock clock;
    private final Registry registry = new Registry();
    private final Watching watching;
    private final Tracing tracing;
    private final WaysIn waysIn;
    private final FlowRoutes routes;
    private final WhoMay whoMay;
    private final Brokers brokers;
    private final Aggregations aggregations;
    private final RouteHost host;
    private final CompletableFuture<Reload> reload;
    private final CompletableFuture<Engine> engine;
    private final CompletableFuture<Optional<StandIns>> sandbox;
    private final CompletableFuture<SampleTables> sample;
    private final Moves moves = new Moves();
    private Optional<Console> console = Optional.empty();
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** The route files are read and the database is opened beside Camel's own start: each takes its time. */
    private Runner(Settings settings, Clock clock, Observer observer, WorkerThreads workers) {
        this.settings = settings;
        this.clock = clock;
        this.watching = new Watching(settings, registry);
        this.tracing = Tracing.of(settings, clock);
        this.whoMay = WhoMay.of(settings, clock);
        this.waysIn = new WaysIn(settings, clock, whoMay);
        watching.measures().show(waysIn.webhooks().refused());
        Observer all = tracing.beside(
                observer.and(watching.figures()).and(waysIn.observer()).and(moves));
        this.reload = beside("caravan-open", () -> read(settings, clock));
        this.engine = reload.thenApply(read -> new Engine(
                settings, clock, all, workers, new Engine.Camel(registry, this::copy, this::announce, this::check)));
        this.sandbox = engine.thenApply(
                opened -> settings.sandbox() ? Optional.of(new StandIns(opened.database(), clock)) : Optional.empty());
        engine.thenAccept(opened -> watching.opened(opened, reload.join()));
        engine.thenAccept(waysIn::opened);
        sandbox.thenRun(HttpIntake::rehearse);
        Policies policies = settings.policies();
        this.routes = new FlowRoutes(registry, policies.redelivery(), policies.attemptTimeout());
        this.brokers = new Brokers(
                settings, engine.thenApply(opened -> new Entrance(opened.triggers(), opened.journal(), clock)));
        watching.refused(brokers::refused);
        Executor steps = workers.unbounded("caravan-step");
        this.aggregations = new Aggregations(engine.thenApply(opened -> opened.ground(settings))::join, steps);
        watching.gathers(aggregations);
        this.host = new RouteHost(
                settings,
                routes,
                new Doors.Outside(
                        (send, route, id) -> engine.thenCompose(opened ->
                                opened.triggers().accept(opened.triggers().outside(send, route, id), opened.journal())),
                        () -> engine.join().deposits(),
                        () -> Optional.of(aggregations),
                        steps),
                whoMay,
                new RouteHost.Rooms(waysIn.webhooks(), brokers, clock));
        this.sample = engine.thenApply(opened -> new SampleTables(opened, keeping(opened), clock, host.sample()));
    }

    private Sample.Keeping keeping(Engine opened) {
        return new Sample.Keeping(
                event -> opened.triggers().accept(event, opened.journal()),
                brokers.requests(),
                opened.deposits(),
                settings.duration("caravan.claim.expires"));
    }

    static Runner start(Settings settings) {
        return start(settings, Clock.systemUTC(), Observer.NONE);
    }

    /** Starts everything; a refused configuration or refused routes leave nothing behind. */
    static Runner start(Settings settings, Clock clock, Observer observer) {
        settings.check();
        new StartChecks(settings).portIsFree();
        var runner = new Runner(settings, clock, observer, WorkerThreads.choose());
        try {
            runner.open();
        } catch (Exception failed) {
            runner.stop();
            throw RefusedStart.because(failed, runner.reload);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(runner::stop, "caravan-stop"));
        return runner;
    }

    /** Reads the route files; nothing else is opened when they are refused. */
    private static Reload read(Settings settings, Clock clock) {
        try {
            Reload reload = Reload.of(settings.path("caravan.routes"), clock);
            RefusedStart.unlessNone(reload.refusals(settings.policies()));
            return reload;
        } catch (IOException unreadable) {
            throw new ConfigurationRefused(
                    "the folder of caravan.routes cannot be read: " + unreadable.getMessage() + ".");
        }
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

    private void open() throws Exception {
        var opening = new Opening();
        watching.mount(host.management(), opening, whoMay.gate(Port.MANAGEMENT));
        host.init(opening);
        watching.offer(host.context());
        tracing.follow(host.context());
        Reload.Running running = host.start(reload.join());
        host.checkEndpoints();
        RefusedStart.unlessNone(reload.join().refusals(routes.policies(host.context())));
        RefusedStart.unlessNone(running.publish());
        Api api = mount(host.router().orElseThrow());
        engine.join().startTaking();
        aggregations.start();
        watching.register(host.context(), (group, note) -> api.replay(group, ShownDestinations.BY, note));
        opening.open();
        reload.join()
                .follow(
                        running,
                        host.inspection(),
                        new VersionList(engine.join().database().reading()));
        whoMay.say();
        LOG.info(
                "Caravan stands at {}://{}:{}, definitions: {}{}",
                settings.https() ? "https" : "http",
                settings.text("camel.server.host"),
                settings.text("camel.server.port"),
                registry.definitions().size(),
                settings.sandbox() ? "; Slack and HubSpot are played by the sandbox" : "");
    }

    private Optional<Boolean> check(String destination) {
        return Asides.check(host.context(), destination);
    }

    private void copy(String endpoint, String letter) {
        Asides.copy(host.context(), endpoint, letter);
    }

    private void announce(String endpoint, Event event) {
        Asides.announce(host.context(), endpoint, event);
    }

    private Api mount(VertxPlatformHttpRouter router) {
        var opened = new Console(new Console.Ground(settings, clock, registry, engine.join(), reload.join()), moves);
        Api api = opened.mount(router, waysIn);
        console = Optional.of(opened);
        sandbox.join().ifPresent(each -> each.mount(router.vertx(), router));
        sandbox.join().ifPresent(host::playMail);
        sample.join().mount(router);
        host.plainDoor().ifPresent(door -> {
            sandbox.join().ifPresent(each -> each.mount(router.vertx(), door));
        });
        Unanswered.mount(router, router.getServer().getServer());
        return api;
    }

    /** All that answers on the business port. */
    Router router() {
        return host.router().orElseThrow();
    }

    /** Stops in this order: no new work, running attempts end, routes and HTTP stop, the journal closes. */
    void stop() {
        if (stopped.getAndSet(true)) {
            return;
        }
        Optional<Engine> opened =
                engine.handle((each, failed) -> Optional.ofNullable(each)).join();
        reload.handle((each, failed) -> Optional.ofNullable(each)).join().ifPresent(Reload::close);
        brokers.stopTaking(host.context());
        aggregations.drain();
        opened.ifPresent(Engine::drain);
        waysIn.close();
        console.ifPresent(Console::close);
        host.close();
        brokers.close();
        watching.close();
        sample.handle((each, failed) -> Optional.ofNullable(each)).join().ifPresent(SampleTables::close);
        opened.ifPresent(Engine::close);
        tracing.close();
        sandbox.handle((each, failed) -> failed == null ? each : Optional.<StandIns>empty())
                .join()
                .ifPresent(StandIns::close);
    }
}
