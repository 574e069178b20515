package io.caravan;

import io.caravan.dispatch.DeadLetterChannel;
import io.caravan.dispatch.Dispatcher;
import io.caravan.dispatch.LifeCycleChannel;
import io.caravan.dispatch.Outward;
import io.caravan.dispatch.Registry;
import io.caravan.dispatch.Schedules;
import io.caravan.dispatch.Threads;
import io.caravan.dispatch.Triggers;
import io.caravan.flow.Event;
import io.caravan.store.Database;
import io.caravan.store.Observer;
import io.caravan.store.claimcheck.Claims;
import io.caravan.store.cluster.Rhythm;
import io.caravan.store.deposit.Deposits;
import io.caravan.store.journal.Journal;
import io.caravan.store.journal.Wanted;
import io.caravan.store.outbox.Permits;
import io.caravan.store.view.Sleepers;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;

/** Journal, dispatcher and triggers, wired together; knows no Camel and no HTTP. */
final class Engine implements AutoCloseable {
    private static final int LARGEST_BATCH = 1_000;

    private final Database database;
    private final Journal journal;
    private final Triggers triggers;
    private final Dispatcher dispatcher;
    private final Schedules schedules;
    private final Claims claims;
    private final Deposits deposits;
    private final ScheduledExecutorService timer;
    private final Duration stopTimeout;
    private final Housekeeping housekeeping;

    /** The routes in force, and how a copy of a dead letter, or a life-cycle event, (second) is sent to an endpoint (first). */
    record Camel(Registry registry, BiConsumer<String, String> letters, BiConsumer<String, Event> announcements) {}

    Engine(Settings settings, Clock own, Observer observer, WorkerThreads workers, Camel camel) {
        Registry registry = camel.registry();
        var letters = new DeadLetterChannel(settings.text(RouteHost.DEAD_LETTERS), camel.letters());
        var lifeCycle = new LifeCycleChannel(settings.text(RouteHost.LIFE_CYCLE), camel.announcements());
        String node = settings.text("caravan.node").isEmpty() ? hostName() : settings.text("caravan.node");
        this.stopTimeout = settings.duration("caravan.stop.timeout");
        this.database = settings.database()
                .map(address -> Database.postgres(address, node))
                .orElseGet(() -> Database.embedded(settings.path("caravan.data")));
        Clock clock = database.clock(own);
        this.claims = new Claims(database.reading());
        this.timer = Executors.newSingleThreadScheduledExecutor(workers.named("caravan-timer"));
        var threads = new Threads(
                workers.unbounded("caravan-attempt"),
                workers.unbounded("caravan-trigger"),
                settings.number("caravan.trigger.threads", 1),
                timer);
        this.triggers = new Triggers(registry, threads, clock, Tracing.sampling(settings));
        this.journal = Journal.open(
                database.writing(),
                new Journal.Settings(node, settings.number("caravan.accept.queue", 1), LARGEST_BATCH),
                new Journal.Surroundings(
                        new Permits(settings.number("caravan.attempts", 1)),
                        clock,
                        observer,
                        Rhythm.STEADY,
                        new Wanted(
                                type -> registry.wants(type) || lifeCycle.wants(type),
                                !letters.usual().isEmpty())));
        this.deposits = new Deposits(database.reading(), journal, clock);
        this.dispatcher = new Dispatcher(
                registry,
                threads,
                clock,
                observer,
                new Dispatcher.Collaborators(journal, triggers, claims, node, new Outward(letters, lifeCycle)));
        this.schedules = new Schedules(registry, triggers, journal, clock, timer);
        this.housekeeping = new Housekeeping(database, journal, settings.retention(), clock, observer);
    }

    /** To be called when the routes are ready. */
    void startTaking() {
        journal.startTaking(dispatcher);
        schedules.start();
    }

    Database database() {
        return database;
    }

    Journal journal() {
        return journal;
    }

    Triggers triggers() {
        return triggers;
    }

    Claims claims() {
        return claims;
    }

    Deposits deposits() {
        return deposits;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Housekeeping housekeeping() {
        return housekeeping;
    }

    Sleepers sleepers() {
        return housekeeping.sleepers();
    }

    /** Lets running attempts end while the routes still stand; nothing new is taken or accepted. */
    void drain() {
        schedules.stop();
        journal.stopTaking();
        dispatcher.stop(stopTimeout);
    }

    @Override
    public void close() {
        housekeeping.close();
        journal.close();
        timer.shutdownNow();
        database.close();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "node";
        }
    }
}
