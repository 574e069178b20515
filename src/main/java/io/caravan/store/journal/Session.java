package io.caravan.store.journal;

import io.caravan.store.Dialect;
import io.caravan.store.Observer.Point;
import io.caravan.store.Statements;
import io.caravan.store.limit.Limits;
import io.caravan.store.outbox.Held;
import io.caravan.store.outbox.HeldRows;
import io.caravan.store.outbox.OutboxKey;
import io.caravan.store.outbox.Taken;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The writer's hold on the database from one trouble to the next: a connection, its statements, and what they remember. */
final class Session {
    /** What a committed batch has to tell; and whether it has written anything, or might as well have been read only. */
    record Told(List<Runnable> answers, List<Taken> taken, List<OutboxKey> stopped, boolean wrote) {}

    /** On PostgreSQL other nodes make rows, too: how often it is looked for them. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private static final Duration ALONE = Duration.ofSeconds(10);

    private final Statements statements;
    private final Leases leases;
    private final Limits limits;
    private final Taking taking;
    private final Holding holding;
    private final DefinitionTable definitions = new DefinitionTable();
    private final FlowCache cache = new FlowCache(new Chronicle(definitions));

    private Session(Statements statements, Leases leases, Holding holding, Limits limits) {
        this.statements = statements;
        this.leases = leases;
        this.holding = holding;
        this.limits = limits;
        this.taking = new Taking(
                leases,
                limits,
                switch (statements.dialect()) {
                    case SQLITE -> ALONE;
                    case POSTGRES -> POLL;
                });
    }

    static Statements connect(DataSource writing) throws SQLException {
        return new Statements(writing.getConnection());
    }

    /** The first session of this process: raises the node's epoch. */
    static Session first(Statements statements, String node, Holding holding, Limits limits, Instant now)
            throws SQLException {
        statements.connection().setAutoCommit(false);
        Leases leases = Leases.raise(statements, node, now);
        statements.connection().setAutoCommit(true);
        return new Session(statements, leases, holding, limits);
    }

    /** A session with a new connection; what was remembered is forgotten, the leases go on. */
    Session again(DataSource writing) throws SQLException {
        return new Session(connect(writing), leases, holding, limits);
    }

    /** The node goes on under a new epoch; the answer is what it held under the one before. */
    List<OutboxKey> raiseAgain(Instant now) throws SQLException {
        leases.raiseAgain(statements, now);
        return holding.dropAll();
    }

    /** Writes and commits the batch, and takes what is due as far as permits reach. */
    Told commit(List<Write> writes, int permits, Journal.Surroundings around) throws SQLException {
        begin();
        Instant now = around.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        if (limits.pauses().refresh(statements)) {
            taking.lookAgain();
        }
        holding.reconcile(statements, leases.epoch(), taking, now);
        var batch = new Batch(statements, cache, now, around);
        batch.run(writes, taking);
        batch.rows().keep(definitions);
        Room room = holding.room(writes);
        if (room.hasBeenFreed()) {
            taking.expectRoom(now);
        }
        List<Taken> taken = new ArrayList<>(batch.rows().insertOutbox(leases, taking, permits, room));
        batch.deliver(taking);
        var gathering = new Gathering(statements, writes, batch.answers());
        gathering.write(leases.epoch(), now);
        batch.count(leases.epoch());
        if (taking.isBacklog(now) && taken.size() < permits) {
            taken.addAll(taking.take(statements, batch::look, permits - taken.size(), room, now));
        }
        if (!taken.isEmpty() || gathering.takesAny()) {
            leases.confirm(statements);
        }
        around.observer().reached(Point.BEFORE_COMMIT, writes.size());
        commit();
        batch.flows().forEach(flow -> cache.keep(new FlowCache.Entry(flow.state(), flow.event())));
        batch.rows().pinned().forEach(definitions::kept);
        return new Told(
                batch.answers(),
                taken,
                batch.rows().stopped(),
                batch.rows().haveBeenWritten() || !taken.isEmpty() || gathering.hasWritten());
    }

    /** A transaction that stands by itself; when it fails, whoever asked is told, and the next batch finds out why. */
    <T> void run(Write.Aside<T> aside) {
        try {
            begin();
            T done = aside.chore().in(statements);
            commit();
            aside.answer().complete(done);
        } catch (SQLException | RuntimeException failed) {
            rollback();
            aside.answer().completeExceptionally(failed);
        }
    }

    /** Rows that this node holds although their flows have ended, by the hand of another node. */
    List<OutboxKey> cancelled() throws SQLException {
        return holding.cancelled(statements);
    }

    /** Undoes what was not committed; whether the last commit took place is unknown. */
    void rollback() {
        cache.forget();
        taking.lookAgain();
        statements.forgetBatches();
        try {
            statements.connection().rollback();
        } catch (SQLException broken) {
            Writer.LOG.debug("the rollback failed as well: {}", broken.getMessage());
        }
        try {
            statements.connection().setAutoCommit(true);
        } catch (SQLException noTransaction) {
            Writer.LOG.debug("there was nothing to undo: {}", noTransaction.getMessage());
        }
    }

    private void begin() throws SQLException {
        statements.connection().setAutoCommit(false);
    }

    /** Commits without {@code commit()}, with which SQLite's driver would lock the database at once for the next batch. */
    private void commit() throws SQLException {
        statements.connection().setAutoCommit(true);
    }

    void close() {
        try {
            statements.close();
        } catch (SQLException broken) {
            Writer.LOG.debug("the connection could not be closed: {}", broken.getMessage());
        }
    }

    Taking taking() {
        return taking;
    }

    Leases leases() {
        return leases;
    }

    Dialect dialect() {
        return statements.dialect();
    }

    /** Rows that a process before this one had taken. */
    List<Held> left() throws SQLException {
        return HeldRows.all(statements);
    }
}
