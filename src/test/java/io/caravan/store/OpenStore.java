package io.caravan.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.caravan.flow.Budgets;
import io.caravan.flow.Command;
import io.caravan.flow.FlowState;
import io.caravan.flow.Outcome;
import io.caravan.flow.Payload;
import io.caravan.postgres.TestDatabase;
import io.caravan.store.cluster.Rhythm;
import io.caravan.store.journal.Accepted;
import io.caravan.store.journal.Chronicle;
import io.caravan.store.journal.DefinitionTable;
import io.caravan.store.journal.Incoming;
import io.caravan.store.journal.Journal;
import io.caravan.store.journal.Receiver;
import io.caravan.store.journal.Settlement;
import io.caravan.store.journal.Wanted;
import io.caravan.store.outbox.OutboxKey;
import io.caravan.store.outbox.Permits;
import io.caravan.store.outbox.Taken;
import io.caravan.store.view.Verification;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** A journal on a real database of its own, on a clock that the test moves; it collects the rows that are handed over. */
public final class OpenStore implements AutoCloseable {
    /** Beats that tests need not wait for; and a lease that no slow machine lets run out. */
    private static final Rhythm RHYTHM = new Rhythm(Duration.ofMillis(50), Duration.ofSeconds(20));

    private static final String NOBODY = Ids.LOWEST;

    private final Path folder;
    private final MovedClock clock;
    private final WriterGate gate = new WriterGate();
    private final Permits permits;
    private final Database database;
    private final Journal journal;
    private final BlockingQueue<Taken> handedOver = new LinkedBlockingQueue<>();
    private final BlockingQueue<OutboxKey> stopped = new LinkedBlockingQueue<>();

    private OpenStore(Path folder, MovedClock clock, int permits, Rhythm rhythm, UnaryOperator<DataSource> between) {
        this(folder, clock, permits, new Manner(rhythm, Budgets.NONE), between);
    }

    /** How often a node beats, and how often destinations may be called. */
    private record Manner(Rhythm rhythm, Budgets budgets) {}

    /** On a clock that may be another node's as well. */
    public static OpenStore within(Path folder, int permits, MovedClock clock, Budgets budgets) {
        return new OpenStore(folder, clock, permits, new Manner(RHYTHM, budgets), plain -> plain).taking();
    }

    private OpenStore(Path folder, MovedClock clock, int permits, Manner manner, UnaryOperator<DataSource> between) {
        this.folder = folder;
        this.clock = clock;
        this.permits = new Permits(permits);
        this.database = open(folder);
        this.journal = Journal.open(
                between.apply(database.writing()),
                new Journal.Settings("node", 10, 100),
                new Journal.Surroundings(this.permits, clock, gate, manner.rhythm(), Wanted.NOTHING, manner.budgets()));
    }

    /** The one place where tests open a database. */
    public static Database open(Path folder) {
        return TestDatabase.open(folder);
    }

    /** Takes rows with that many permits; none = nothing is taken. */
    public static OpenStore in(Path folder, int permits) {
        return in(folder, permits, plain -> plain);
    }

    /** The writer's connections come through {@code between}. */
    public static OpenStore in(Path folder, int permits, UnaryOperator<DataSource> between) {
        return in(folder, permits, RHYTHM, between);
    }

    public static OpenStore in(Path folder, int permits, Rhythm rhythm, UnaryOperator<DataSource> between) {
        return new OpenStore(folder, new MovedClock(), permits, rhythm, between).taking();
    }

    private OpenStore taking() {
        if (permits.total() > 0) {
            journal.startTaking(new Receiver() {
                @Override
                public void handOver(List<Taken> rows) {
                    handedOver.addAll(rows);
                }

                @Override
                public void stop(List<OutboxKey> rows) {
                    stopped.addAll(rows);
                }
            });
        }
        return this;
    }

    /** The next row whose attempt is told to stop. */
    public OutboxKey stopped() {
        try {
            OutboxKey key = stopped.poll(10, TimeUnit.SECONDS);
            assertNotNull(key, "nothing was told to stop");
            return key;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** The process dies with what it has taken, and the next one starts. */
    public OpenStore restart() {
        journal.close();
        database.close();
        OpenStore next = new OpenStore(folder, clock, permits.total(), RHYTHM, plain -> plain).taking();
        next.awaitRescue();
        return next;
    }

    private static final String STRAYS =
            """
            SELECT 1 FROM outbox WHERE lease_epoch IS NOT NULL AND lease_epoch NOT IN (SELECT epoch FROM node)
            """;

    /** On SQLite the start itself frees what a dead process held; on PostgreSQL the heart does. */
    private void awaitRescue() {
        if (TestDatabase.isPostgres()) {
            Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> tables().rows(STRAYS)
                    .isEmpty());
        }
    }

    public Accepted accept(Coming coming) {
        return accept(coming.incoming());
    }

    public Accepted accept(Incoming incoming) {
        return answer(journal.accept(incoming));
    }

    /** Accepts an event that starts one flow; the answer is the flow's id. */
    public String begin(String name, String... actions) {
        return accept(Coming.event(Ids.next()).starts(name, actions))
                .flows()
                .get(0)
                .id();
    }

    public boolean settle(Taken taken, Outcome outcome) {
        return answer(journal.settle(settlement(taken, outcome, List.of())));
    }

    public boolean settle(Taken taken, Outcome outcome, Coming... sends) {
        return answer(journal.settle(settlement(taken, outcome, List.of(sends))));
    }

    public Settlement settlement(Taken taken, Outcome outcome, List<Coming> sends) {
        var command = new Command.Settle(taken.key().name(), attempt(taken), outcome);
        return Settlements.of(
                taken, command, sends.stream().map(Coming::incoming).toList());
    }

    public io.caravan.flow.Fact.Attempt attempt(Taken taken) {
        return Settlements.attempt(taken, clock.instant());
    }

    public static Outcome done(String json) {
        return new Outcome.Done(Payload.inline(json));
    }

    public FlowState order(String flow, Command command) {
        return answer(journal.order(flow, command));
    }

    /** What the calls ask is one batch. */
    public void together(Runnable calls) {
        gate.together(() -> journal.order(NOBODY, new Command.Expire()), calls);
    }

    /** The writer has ended its present batch and handed over what it took. */
    public void settled() {
        together(() -> {});
        together(() -> {});
    }

    public Taken taken() {
        try {
            Taken taken = handedOver.poll(10, TimeUnit.SECONDS);
            assertNotNull(taken, "nothing was handed over");
            return taken;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** What has been handed over and not been asked for yet. */
    public List<Taken> takenSoFar() {
        var rows = new ArrayList<Taken>();
        handedOver.drainTo(rows);
        return rows;
    }

    public List<Taken> taken(int count) {
        var rows = new ArrayList<Taken>();
        while (rows.size() < count) {
            rows.add(taken());
        }
        return rows;
    }

    /** The row of this action is the next one handed over. */
    public Taken taken(String action) {
        Taken taken = taken();
        assertEquals(action, taken.key().action());
        return taken;
    }

    public void nothingTaken() {
        settled();
        assertNull(handedOver.poll());
    }

    public FlowState state(String flow) {
        try (var connection = database.reading().getConnection();
                var statements = new Statements(connection)) {
            return new Chronicle(new DefinitionTable()).state(statements, flow).orElseThrow();
        } catch (SQLException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    /** The journal and the tables agree. */
    public void verify() {
        assertEquals(List.of(), differences());
    }

    public List<String> differences() {
        try {
            return new Verification(database.reading()).differences();
        } catch (SQLException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    public Tables tables() {
        return new Tables(database);
    }

    public Database database() {
        return database;
    }

    public Journal journal() {
        return journal;
    }

    public MovedClock clock() {
        return clock;
    }

    public WriterGate gate() {
        return gate;
    }

    public Permits permits() {
        return permits;
    }

    public static <T> T answer(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException thrown) {
            if (thrown.getCause() instanceof RuntimeException said) {
                throw said;
            }
            throw new AssertionError(thrown);
        } catch (InterruptedException | TimeoutException stuck) {
            throw new AssertionError("no answer", stuck);
        }
    }

    @Override
    public void close() {
        journal.close();
        database.close();
    }
}
