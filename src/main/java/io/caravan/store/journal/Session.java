package io.caravan.store.journal;

import io.caravan.store.Observer;
import io.caravan.store.Observer.Point;
import io.caravan.store.Statements;
import io.caravan.store.outbox.OutboxTable;
import io.caravan.store.outbox.Taken;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The writer's hold on the database from one trouble to the next: a connection, its statements, and what they remember. */
final class Session {
    /** What a committed batch has to tell. */
    record Told(List<Runnable> answers, List<Taken> taken) {}

    private final Statements statements;
    private final Leases leases;
    private final Taking taking;
    private final Holding holding;
    private final DefinitionTable definitions = new DefinitionTable();
    private final FlowCache cache = new FlowCache(new Chronicle(definitions));

    private Session(Statements statements, Leases leases, Holding holding) throws SQLException {
        this.statements = statements;
        this.leases = leases;
        this.holding = holding;
        this.taking = new Taking(statements, leases);
    }

    static Statements connect(DataSource writing) throws SQLException {
        Connection connection = writing.getConnection();
        connection.setAutoCommit(false);
        return new Statements(connection);
    }

    /** The first session of this process: raises the node's epoch. */
    static Session first(Statements statements, String node, Holding holding, Instant now) throws SQLException {
        Leases leases = Leases.raise(statements, node, now);
        var session = new Session(statements, leases, holding);
        statements.connection().commit();
        return session;
    }

    /** A session with a new connection; what was remembered is forgotten, the leases go on. */
    Session again(Statements fresh) throws SQLException {
        var session = new Session(fresh, leases, holding);
        fresh.connection().rollback();
        return session;
    }

    /** Writes and commits the batch, and takes what is due as far as permits reach. */
    Told commit(List<Write> writes, int permits, Clock clock, Observer observer) throws SQLException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        holding.reconcile(statements, leases.epoch(), taking, now);
        var batch = new Batch(statements, cache, now, observer);
        batch.run(writes, taking);
        batch.rows().keep(definitions);
        List<Taken> taken = new ArrayList<>(batch.rows().insertOutbox(leases, taking, permits));
        if (taking.isBacklog(now) && taken.size() < permits) {
            taken.addAll(taking.take(statements, batch::find, permits - taken.size(), now));
        }
        observer.reached(Point.BEFORE_COMMIT, writes.size());
        statements.connection().commit();
        batch.flows().forEach(flow -> cache.keep(new FlowCache.Entry(flow.state(), flow.event())));
        batch.rows().pinned().forEach(definitions::kept);
        return new Told(batch.answers(), taken);
    }

    /** Undoes what was not committed; whether the last commit took place is unknown. */
    void rollback() {
        cache.forget();
        taking.lookAgain();
        try {
            statements.connection().rollback();
        } catch (SQLException broken) {
            Writer.LOG.debug("the rollback failed as well: {}", broken.getMessage());
        }
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

    /** Rows that a process before this one had taken. */
    List<OutboxTable.Held> left() throws SQLException {
        List<OutboxTable.Held> left = OutboxTable.held(statements);
        statements.connection().rollback();
        return left;
    }
}
