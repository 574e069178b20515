package io.caravan;

import io.caravan.component.aggregate.Aggregations;
import io.caravan.dispatch.Registry;
import io.caravan.flow.Refusal;
import io.caravan.http.Opening;
import io.caravan.routing.Generation;
import io.caravan.routing.Generations;
import io.caravan.routing.Reload;
import io.caravan.store.view.Pulse;
import io.caravan.watch.Figures;
import io.caravan.watch.Health;
import io.caravan.watch.Health.Finding;
import io.caravan.watch.Metrics;
import io.caravan.watch.Observatory;
import io.caravan.watch.jmx.Beans;
import io.caravan.watch.jmx.Jolokia;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;

/** What is shown to those who keep this node running, and where it comes from. */
final class Watching implements AutoCloseable {
    private static final Finding STARTING = Finding.bad("Caravan is starting.");

    private final Settings settings;
    private final Registry registry;
    private final Figures figures = new Figures();
    private final CompletableFuture<Engine> engine = new CompletableFuture<>();
    private final CompletableFuture<Reload> reload = new CompletableFuture<>();
    private final CompletableFuture<Generations> generations = reload.thenApply(Reload::generations);
    private final CompletableFuture<Pulse> pulse =
            engine.thenApply(opened -> new Pulse(opened.database().reading()));
    private final CompletableFuture<Aggregations> aggregations = new CompletableFuture<>();
    private final Measures measures;
    private final Jolokia jolokia = new Jolokia();
    private Optional<Metrics> metrics = Optional.empty();
    private Optional<Beans> beans = Optional.empty();
    private volatile Supplier<Map<String, Object>> refusedByBrokers = Map::of;
    private boolean closed;

    Watching(Settings settings, Registry registry) {
        this.settings = settings;
        this.registry = registry;
        this.measures = new Measures(settings, engine, generations, aggregations);
    }

    Measures measures() {
        return measures;
    }

    Figures figures() {
        return figures;
    }

    /** What gathers messages can be looked at. */
    void gathers(Aggregations found) {
        aggregations.complete(found);
    }

    /** Whom brokers do not let in: messages wait there, which is no reason to send other work elsewhere. */
    void refused(Supplier<Map<String, Object>> byBrokers) {
        refusedByBrokers = byBrokers;
    }

    /** There is something to be looked at. */
    void opened(Engine opened, Reload found) {
        reload.complete(found);
        engine.complete(opened);
    }

    /** Puts everything below {@code /observe}, behind the gate; while Caravan starts it is alive, but not ready. */
    void mount(Router router, Opening opening, Handler<RoutingContext> gate) {
        router.route().handler(gate);
        jolokia.mount(router);
        new Observatory(health(opening), this::metrics).mount(router);
    }

    private Health health(Opening opening) {
        return new Health(
                List.of(new Health.Check("writer", this::writer)),
                List.of(
                        new Health.Check("database", this::database),
                        new Health.Check("routes", () -> opening.isOpen() ? routes() : STARTING),
                        new Health.Check("intake", () -> opening.isOpen() ? intake() : STARTING),
                        new Health.Check("destinations", this::destinations),
                        new Health.Check("brokers", () -> Finding.good(refusedByBrokers.get()))));
    }

    private Finding writer() {
        boolean lives = !engine.isDone() || engine.join().journal().isAlive();
        return lives
                ? Finding.good(Map.of())
                : Finding.bad("The writer has died of an error inside Caravan; the log says more. Restart Caravan.");
    }

    private Finding database() {
        return pulse.isDone()
                ? new Finding(pulse.join().trouble(), Map.of())
                : Finding.bad("The database is being opened.");
    }

    /** The generation in force; one that was refused changes nothing, so it is a detail. */
    private Finding routes() {
        List<Generation> found = generations.isDone() ? generations.join().newestFirst() : List.of();
        Optional<Generation> inForce = found.stream()
                .filter(each -> each.state() == Generation.State.APPLIED)
                .findFirst();
        if (inForce.isEmpty()) {
            return STARTING;
        }
        var details = new LinkedHashMap<String, Object>();
        details.put("generation", inForce.get().id());
        details.put("since", inForce.get().at().toString());
        details.put("definitions", registry.definitions().size());
        generations
                .join()
                .refused()
                .ifPresent(refused -> details.put(
                        "refused",
                        refused.errors().stream().map(Refusal::toString).toList()));
        return Finding.good(details);
    }

    /** What rests, rests because somebody wanted it: it is a detail. */
    private Finding destinations() {
        var paused = new TreeMap<String, Object>();
        if (engine.isDone()) {
            paused.putAll(new ShownDestinations(engine.join().pausing()).getPaused());
        }
        return Finding.good(paused);
    }

    private Finding intake() {
        var journal = engine.join().journal();
        return new Finding(
                journal.trouble(), Map.of("waiting", journal.waitingAccepts(), "draining", journal.isDraining()));
    }

    /** What routes count with {@code micrometer:} stands on the same page. */
    void offer(CamelContext context) {
        context.getRegistry().bind(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class, () -> metrics()
                .registry());
    }

    /** Shows itself to JMX, if Camel does; there dead letters of a group can be replayed, with a note. */
    synchronized void register(CamelContext context, BinaryOperator<String> replays) {
        if (context.getManagementStrategy().getManagementAgent() == null) {
            return;
        }
        var shown = new Beans(context.getManagementName());
        beans = Optional.of(shown);
        Engine opened = engine.join();
        shown.add("Outbox", new ShownOutbox(opened.housekeeping().backlog()));
        shown.add("Destinations", new ShownDestinations(opened.pausing()));
        shown.add("Dispatcher", new ShownDispatcher(settings, opened));
        shown.add("Definitions", new ShownDefinitions(registry, generations.join(), reload.join()::again));
        shown.add("DeadLetters", new ShownDeadLetters(replays));
    }

    /** Loaded when they are first asked for: nobody who starts Caravan has to wait for it. */
    private synchronized Metrics metrics() {
        if (closed) {
            throw new IllegalStateException("Caravan is stopping.");
        }
        if (metrics.isEmpty()) {
            metrics = Optional.of(new Metrics(figures, measures::counters, measures::gauges));
        }
        return metrics.get();
    }

    @Override
    public synchronized void close() {
        closed = true;
        jolokia.close();
        beans.ifPresent(Beans::close);
        metrics.ifPresent(Metrics::close);
    }
}
