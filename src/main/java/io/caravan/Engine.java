package io.caravan;

import io.caravan.component.aggregate.Ground;
import io.caravan.dispatch.DeadLetterChannel;
import io.caravan.dispatch.Dispatcher;
import io.caravan.dispatch.LifeCycleChannel;
import io.caravan.dispatch.Outward;
import io.caravan.dispatch.Registry;
import io.caravan.dispatch.Schedules;
import io.caravan.dispatch.Threads;
import io.caravan.dispatch.Triggers;
import io.caravan.dispatch.limit.Checks;
import io.caravan.dispatch.limit.Consequences;
import io.caravan.dispatch.limit.Pausing;
import io.caravan.dispatch.limit.Subjects;
import io.caravan.flow.Event;
import io.caravan.intake.SqlInbox;
import io.caravan.store.Database;
import io.caravan.store.Observer;
import io.caravan.store.OwnKey;
import io.caravan.store.Rounds;
import io.caravan.store.aggregation.StoredGroups;
import io.caravan.store.claimcheck.Claims;
import io.caravan.store.cluster.Rhythm;
import io.caravan.store.deposit.Deposits;
import io.caravan.store.journal.Journal;
import io.caravan.store.journal.Wanted;
import io.caravan.store.outbox.Permits;
import io.caravan.store.view.DestinationList;
import io.caravan.store.view.Sleepers;
import io.caravan.store.view.VersionList;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Journal, dispatcher and triggers, wired together; knows no Camel and no HTTP. */
final class Engine implements AutoCloseable {
    private static final int LARGEST_BATCH = 1_000;
    private static final Duration BEFORE_CHECKING = Duration.ofSeconds(2);

    private final Database database;
    private final Clock clock;
    private final OwnKey itemKey;
    private final Journal journal;
    private final Triggers triggers;
    private final Dispatcher dispatcher;
    private final Schedules schedules;
    private final Claims claims;
    private final Deposits deposits;
    private final ScheduledExecutorService timer;
    private final Duration stopTimeout;
    private final Housekeeping housekeeping;
    private final Pausing pausing;
    private final Checks checks;
    private Optional<Rounds> checking = Optional.empty();
    private final Optional<SqlInbox> inbox;
    private Optional<Rounds> takingFromInbox = Optional.empty();

    /**
     * The routes in force, how a copy of a dead letter, or a life-cycle event, (second) is sent to an endpoint (first), and
     * whether the check of a destination passes, if it has one.
     */
    record Camel(
            Registry registry,
            BiConsumer<String, String> letters,
            BiConsumer<String, Event> announcements,
            Function<String, Optional<Boolean>> checks) {}

    Engine(Settings settings, Clock own, Observer observer, WorkerThreads workers, Camel camel) {
        Registry registry = camel.registry();
        var letters = new DeadLetterChannel(settings.text(RouteHost.DEAD_LETTERS), camel.letters());
        var lifeCycle = new LifeCycleChannel(settings.text(RouteHost.LIFE_CYCLE), camel.announcements());
        String node = settings.text("caravan.node").isEmpty() ? hostName() : settings.text("caravan.node");
        this.stopTimeout = settings.duration("caravan.stop.timeout");
        this.database = settings.database()
                .map(address -> Database.postgres(address, node))
                .orElseGet(() -> Database.embedded(settings.path("caravan.data")));
        this.clock = database.clock(own);
        this.itemKey = OwnKey.of(database.writing(), "action items", clock.instant());
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
                                !letters.usual().isEmpty()),
                        settings.budgets()));
        this.deposits = new Deposits(database.reading(), journal, clock);
        Duration firstCheck = settings.duration("caravan.destination.check");
        this.dispatcher = new Dispatcher(
                registry,
                threads,
                clock,
                observer,
                new Dispatcher.Collaborators(
                        journal,
                        triggers,
                        claims,
                        node,
                        new Outward(letters, lifeCycle),
                        new Consequences(journal, clock, firstCheck)));
        this.schedules = new Schedules(registry, triggers, journal, clock, timer);
        var list = new DestinationList(database.reading(), clock);
        var subjects = new Subjects(registry, list, new VersionList(database.reading()));
        this.pausing = new Pausing(subjects, journal, clock);
        this.checks = new Checks(journal, clock, new Checks.Way(firstCheck, camel.checks()));
        this.inbox = settings.database().map(any -> new SqlInbox(database.reading(), triggers, journal));
        this.housekeeping = new Housekeeping(database, journal, settings.retention(), clock, observer);
    }

    /** To be called when the routes are ready. */
    void startTaking() {
        journal.startTaking(dispatcher);
        schedules.start();
        checking = Optional.of(Rounds.start("caravan-checks", BEFORE_CHECKING, checks));
        takingFromInbox = inbox.map(each -> Rounds.start("caravan-inbox", SqlInbox.BETWEEN_LOOKS, each));
    }

    /** Rows of the inbox that this node has parked; empty = the database has no inbox. */
    Optional<LongSupplier> parkedInInbox() {
        return inbox.map(each -> each::parked);
    }

    Database database() {
        return database;
    }

    /** Signs the ids of action items. */
    OwnKey itemKey() {
        return itemKey;
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

    /** What aggregators stand on. */
    Ground ground(Settings settings) {
        return new Ground(
                journal,
                new StoredGroups(database.reading()),
                clock,
                settings.policies().redelivery(),
                new Ground.Limits(
                        settings.retention(),
                        settings.number("caravan.accept.queue", 1),
                        settings.number("caravan.attempts", 1)));
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** The clock of the due times. */
    Clock clock() {
        return clock;
    }

    Pausing pausing() {
        return pausing;
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
        takingFromInbox.ifPresent(Rounds::close);
        inbox.ifPresent(SqlInbox::close);
        journal.stopTaking();
        dispatcher.stop(stopTimeout);
    }

    @Override
    public void close() {
        checking.ifPresent(Rounds::close);
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
