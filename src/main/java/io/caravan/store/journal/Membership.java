package io.caravan.store.journal;

import io.caravan.store.cluster.Heart;
import io.caravan.store.cluster.Rhythm;
import io.caravan.store.outbox.Held;
import io.caravan.store.outbox.Lease;
import io.caravan.store.outbox.OutboxKey;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** This node among the others of its database; on SQLite it is alone, and what a process before it held is freed at once. */
final class Membership implements AutoCloseable {
    private static final long NONE = -1;

    private final Leases leases;
    private final CommandQueue queue;
    private final Optional<Heart> heart;
    private volatile long lostEpoch = NONE;
    private volatile boolean beaten;

    private Membership(Leases leases, CommandQueue queue, Optional<Told> others) {
        this.leases = leases;
        this.queue = queue;
        this.heart = others.map(told -> new Heart(told.database(), told.rhythm(), new Body()));
        heart.ifPresent(Heart::start);
    }

    /** Where and how often the others are told that this node lives. */
    private record Told(DataSource database, Rhythm rhythm) {}

    static Membership alone(Session session, CommandQueue queue) throws SQLException {
        session.left().forEach(row -> queue.add(Rescue.of(row)));
        return new Membership(session.leases(), queue, Optional.empty());
    }

    static Membership of(Session session, CommandQueue queue, DataSource database, Rhythm rhythm) {
        return new Membership(session.leases(), queue, Optional.of(new Told(database, rhythm)));
    }

    /** What the heart tells, on its own thread. */
    private final class Body implements Heart.Body {
        @Override
        public long epoch() {
            return leases.epoch();
        }

        @Override
        public void beaten() {
            beaten = true;
            queue.wake();
        }

        @Override
        public void declaredDead(long epoch) {
            lost(epoch);
            queue.wake();
        }

        @Override
        public void free(List<Held> rows) {
            rows.forEach(row -> queue.add(Rescue.of(row)));
        }
    }

    /** Whether the last good beat is younger than a lease: only then may anything be taken. */
    boolean isFresh() {
        return heart.map(Heart::isFresh).orElse(true);
    }

    /** For how long the others have not been told that this node lives; zero when there are none to be told. */
    Duration sinceBeat() {
        return heart.map(Heart::sinceBeat).orElse(Duration.ZERO);
    }

    /** Whether an attempt under this lease may begin: it is ours for as long as the last good beat is young enough. */
    boolean mayBegin(Lease lease) {
        return heart.isEmpty() || isFresh() && lease.epoch() == leases.epoch();
    }

    long epoch() {
        return leases.epoch();
    }

    /** The others have declared this node dead. */
    void lost(long epoch) {
        lostEpoch = epoch;
    }

    /** If it was declared dead the node goes on under a new epoch; the answer is what it held under the one before. */
    List<OutboxKey> renew(Session session, Instant now) {
        if (lostEpoch != leases.epoch()) {
            return List.of();
        }
        try {
            List<OutboxKey> dropped = session.raiseAgain(now);
            Writer.LOG.warn("this node was declared dead; {} attempts are not its own any more", dropped.size());
            lostEpoch = NONE;
            heart.ifPresent(Heart::hurry);
            return dropped;
        } catch (SQLException away) {
            Writer.LOG.debug("no new epoch yet: {}", away.getMessage());
            return List.of();
        }
    }

    /** After each beat: the attempts here whose flows another node has ended. */
    List<OutboxKey> unwanted(Session session) {
        if (!beaten) {
            return List.of();
        }
        beaten = false;
        try {
            return session.cancelled();
        } catch (SQLException away) {
            Writer.LOG.debug("it cannot be seen what was cancelled: {}", away.getMessage());
            return List.of();
        }
    }

    @Override
    public void close() {
        heart.ifPresent(Heart::close);
    }
}
