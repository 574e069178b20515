package io.caravan.routing;

import io.caravan.component.FlowRoutes;
import io.caravan.component.OwnKamelets;
import io.caravan.flow.Definition;
import io.caravan.flow.Policies;
import io.caravan.flow.Refusal;
import io.caravan.http.Crossing;
import io.caravan.store.view.VersionList;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the route files of the folder in force. The folder is looked at four times a second; a change on which two looks agree
 * is a generation: inspected aside, then exchanged for the one in force, or refused while that one goes on.
 */
public final class Reload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
    private static final Duration PERIOD = Duration.ofMillis(250);

    /** Then the inspection loads what it needs, so that the first edit does not wait for it. */
    private static final Duration BEFORE_WARMING = Duration.ofSeconds(10);

    private final Clock clock;
    private final RouteSet first;
    private final RouteWatch watch;
    private final Generations generations = new Generations();
    private final ScheduledThreadPoolExecutor thread;
    private volatile Runnable again = () -> {};
    private volatile RouteSet standing;
    private volatile Optional<CamelContext> camel = Optional.empty();

    private Reload(RouteFolder folder, Snapshot found, Clock clock) {
        this.clock = clock;
        this.first = RouteSet.of(found);
        this.standing = first;
        this.watch = new RouteWatch(folder, found);
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            var watching = new Thread(task, "caravan-routes");
            watching.setDaemon(true);
            return watching;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Reads the folder for the first time. */
    public static Reload of(Path folder, Clock clock) throws IOException {
        var routes = new RouteFolder(folder);
        return new Reload(routes, routes.read(), clock);
    }

    /** Every reason that can be told without Camel why the first routes cannot be used. */
    public List<Refusal> refusals(Policies policies) {
        return first.scan().refusals(policies);
    }

    /** Where in the files the reason stands why Camel did not start; empty if none is to blame. */
    public Optional<Refusal> because(Throwable notStarted) {
        return new CamelRefusal(first, camel).because(notStarted);
    }

    /** The innermost reason, on one line. */
    public static String reason(Throwable failed) {
        return CamelRefusal.reason(failed);
    }

    /** Adds the first routes to a Camel that has yet to start. */
    public Running begin(CamelContext context, FlowRoutes flows, OwnKamelets kamelets, Running.Manners manners)
            throws Exception {
        camel = Optional.of(context);
        var live = new LiveRoutes(context, flows, kamelets);
        var swap = new Swap(live, manners.crossing(), manners.longestDrain(), thread);
        swap.begin(first);
        return new Running(swap);
    }

    /** The first routes, in a Camel. */
    public static final class Running {
        /** How routes are replaced. */
        public record Manners(Crossing crossing, Duration longestDrain) {}

        private final Swap swap;

        private Running(Swap swap) {
            this.swap = swap;
        }

        /** Puts their definitions in force, once Camel has started. */
        public List<Refusal> publish() {
            return swap.publish();
        }
    }

    /** From now on changes come into force. */
    public void follow(Running running, Inspection inspection, VersionList versions) {
        var stranded = new Stranded(versions);
        add(first.snapshot(), first.snapshot().all(), List.of(), List.of());
        again = () -> watch.forgetAllBut(running.swap.set().snapshot());
        thread.schedule(() -> inspection.of(first), BEFORE_WARMING.toMillis(), TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(
                () -> look(new Judgement(running.swap, inspection, stranded)),
                PERIOD.toMillis(),
                PERIOD.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Judges anew, with the next look, what the folder holds, also what was refused before. */
    public void again() {
        thread.execute(again);
    }

    /** What stands in the files in force of the routes of a definition. */
    public Optional<String> source(String definition) {
        return standing.source(definition);
    }

    /** What was found in the folder so far. */
    public Generations generations() {
        return generations;
    }

    /** What a generation is judged with. */
    private record Judgement(Swap swap, Inspection inspection, Stranded stranded) {}

    private void look(Judgement by) {
        try {
            watch.look().ifPresent(found -> judge(found, by));
        } catch (RuntimeException | Error unforeseen) {
            LOG.error("the routes in the folder could not be judged; those in force go on", unforeseen);
        }
    }

    private void judge(Snapshot found, Judgement by) {
        Snapshot inForce = by.swap().set().snapshot();
        List<Path> changed = inForce.differing(found);
        if (changed.isEmpty()) {
            generations.settle();
            LOG.info("the routes in the folder are again those in force");
            return;
        }
        long begin = System.nanoTime();
        RouteSet set = RouteSet.of(found);
        List<Refusal> refusals = by.inspection().of(set);
        SortedMap<String, Definition> before = by.swap().definitions();
        if (refusals.isEmpty()) {
            refusals = exchange(set, by.swap());
        }
        standing = by.swap().set();
        List<String> notes = refusals.isEmpty() ? notes(by, before) : List.of();
        add(found, changed, refusals, notes);
        if (refusals.isEmpty()) {
            LOG.info("routes changed in {} ms: {}", (System.nanoTime() - begin) / 1_000_000, changed);
            notes.forEach(LOG::warn);
        } else {
            LOG.error(
                    "the change of {} is refused, the routes in force go on:\n{}",
                    changed,
                    String.join("\n", refusals.stream().map(Refusal::toString).toList()));
        }
    }

    private static List<String> notes(Judgement by, SortedMap<String, Definition> before) {
        try {
            return by.stranded().since(before, by.swap().definitions());
        } catch (SQLException unknown) {
            return List.of("Whether running flows wait for routes that have gone could not be found out: "
                    + unknown.getMessage() + ".");
        }
    }

    private List<Refusal> exchange(RouteSet set, Swap swap) {
        try {
            return swap.exchange(set);
        } catch (Exception failed) {
            return List.of(new CamelRefusal(set, camel).of(failed));
        }
    }

    private void add(Snapshot found, List<Path> changed, List<Refusal> refusals, List<String> notes) {
        generations.add(new Generation(
                found.hash(),
                clock.instant(),
                refusals.isEmpty() ? Generation.State.APPLIED : Generation.State.REFUSED,
                changed.stream().map(Path::toString).toList(),
                refusals,
                notes));
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
