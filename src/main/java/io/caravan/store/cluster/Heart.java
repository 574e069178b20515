package io.caravan.store.cluster;

import io.caravan.store.Statements;
import io.caravan.store.outbox.Held;
import io.caravan.store.outbox.HeldRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the other nodes that this one lives, on a connection of its own; judges them, and frees what the dead ones held. */
public final class Heart implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heart.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
    private static final int MOST_FREED = 1_000;

    /** Whom the heart tells. */
    public interface Body {
        /** The epoch under which this node takes rows at the moment. */
        long epoch();

        /** A good beat has been made. */
        void beaten();

        /** This node was declared dead under the epoch: whatever it holds under it is not its own any more. */
        void declaredDead(long epoch);

        /** These rows are held by a node that is dead. */
        void free(List<Held> rows);
    }

    private final DataSource database;
    private final Rhythm rhythm;
    private final Body body;
    private final Judge judge;
    private final Thread thread = new Thread(this, "caravan-heart");
    private Optional<Statements> session = Optional.empty();
    private boolean troubled;
    private boolean hurried;
    private boolean closed;
    private volatile long lastGood = System.nanoTime();

    public Heart(DataSource database, Rhythm rhythm, Body body) {
        this.database = database;
        this.rhythm = rhythm;
        this.body = body;
        this.judge = new Judge(rhythm, lastGood);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Whether the last good beat is younger than a lease: only then may anything be begun. */
    public boolean isFresh() {
        return sinceBeat().compareTo(rhythm.lease()) < 0;
    }

    /** For how long there has been no good beat. */
    public Duration sinceBeat() {
        return Duration.ofNanos(System.nanoTime() - lastGood);
    }

    /** Does not wait with the next beat. */
    public synchronized void hurry() {
        hurried = true;
        notifyAll();
    }

    @Override
    public void run() {
        try {
            while (rest()) {
                beat();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        leave();
    }

    /** Until the next beat; false = there is to be none. */
    private synchronized boolean rest() throws InterruptedException {
        long until = System.nanoTime() + rhythm.beat().toNanos();
        long left = rhythm.beat().toMillis();
        while (!closed && !hurried && left > 0) {
            wait(left);
            left = (until - System.nanoTime()) / 1_000_000;
        }
        hurried = false;
        return !closed;
    }

    private void beat() {
        long epoch = body.epoch();
        long before = System.nanoTime();
        try {
            NodeTable.Beat beat = NodeTable.beat(session(), epoch);
            if (!beat.alive()) {
                body.declaredDead(epoch);
                return;
            }
            lastGood = before;
            if (troubled) {
                troubled = false;
                LOG.info("the database answers again");
            }
            body.beaten();
            attend(epoch, beat);
        } catch (SQLException | RuntimeException failed) {
            if (!troubled) {
                troubled = true;
                LOG.warn("this node cannot tell the others that it lives: {}", failed.getMessage());
            }
            forgetSession();
        }
    }

    /** Judges the others and frees what the dead ones held; what fails here is tried again with the next beat. */
    private void attend(long own, NodeTable.Beat beat) {
        try {
            judge(own, beat, System.nanoTime());
            for (long lost : beat.lost()) {
                free(lost);
            }
        } catch (SQLException notNow) {
            LOG.debug("a dead node cannot be attended to just now: {}", notNow.getMessage());
            forgetSession();
        }
    }

    private void judge(long own, NodeTable.Beat beat, long nanos) throws SQLException {
        for (long epoch : judge.judge(beat.counters(), nanos)) {
            if (epoch != own && NodeTable.bury(session(), epoch, beat.counters().get(epoch), own)) {
                LOG.warn("node {} is dead; what it was doing goes on elsewhere", epoch);
                free(epoch);
            }
        }
    }

    private void free(long epoch) throws SQLException {
        List<Held> rows = HeldRows.of(session(), epoch, MOST_FREED);
        if (rows.isEmpty()) {
            NodeTable.freed(session(), epoch);
        } else {
            body.free(rows);
        }
    }

    private Statements session() throws SQLException {
        if (session.isEmpty()) {
            Connection connection = database.getConnection();
            connection.setNetworkTimeout(
                    Runnable::run, (int) rhythm.lease().dividedBy(2).toMillis());
            session = Optional.of(new Statements(connection));
        }
        return session.get();
    }

    private void forgetSession() {
        session.ifPresent(each -> {
            try {
                each.close();
            } catch (SQLException broken) {
                LOG.debug("the heart's connection could not be closed: {}", broken.getMessage());
            }
        });
        session = Optional.empty();
    }

    private void leave() {
        try {
            NodeTable.leave(session(), body.epoch());
        } catch (SQLException | RuntimeException away) {
            LOG.debug("the others could not be told that this node stops: {}", away.getMessage());
        }
        forgetSession();
    }

    /** The last beat: the others are told that this node stops. To be called when it holds nothing any more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(LONGEST_CLOSE.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
