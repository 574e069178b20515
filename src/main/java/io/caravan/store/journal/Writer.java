package io.caravan.store.journal;

import io.caravan.store.Observer.Point;
import io.caravan.store.limit.Limits;
import io.caravan.store.limit.Pauses;
import io.caravan.store.outbox.OutboxKey;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that writes: drains the queue, commits the whole batch in one transaction, and then tells everybody. */
final class Writer implements Runnable {
    static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final String UNWRITABLE =
            "The database cannot be written at the moment; ask again later, an event with the same id as now.";

    private final DataSource writing;
    private final Journal.Settings settings;
    private final CommandQueue queue;
    private final Holding holding;
    private final Pauses pauses = new Pauses();
    private final Journal.Surroundings around;
    private final Membership membership;
    private volatile Receiver receiver = rows -> {};
    private Session session;
    private volatile int failures;
    private volatile boolean mayTake;
    private volatile boolean draining;
    private volatile boolean stopped;

    Writer(DataSource writing, Journal.Settings settings, CommandQueue queue, Journal.Surroundings around)
            throws SQLException {
        this.writing = writing;
        this.settings = settings;
        this.queue = queue;
        this.around = around;
        this.holding = new Holding(around.permits(), around.clock().instant());
        this.session = Session.first(
                Session.connect(writing),
                settings.node(),
                holding,
                new Limits(pauses, around.budgets()),
                around.clock().instant());
        this.membership = switch (session.dialect()) {
            case SQLITE -> Membership.alone(session, queue);
            case POSTGRES -> Membership.of(session, queue, writing, around.rhythm());
        };
    }

    void startTaking(Receiver attempts) {
        receiver = attempts;
        mayTake = true;
    }

    void stopTaking() {
        mayTake = false;
    }

    void drain(boolean from) {
        draining = from;
    }

    boolean isDraining() {
        return draining;
    }

    /** What rests at the moment. */
    Pauses pauses() {
        return pauses;
    }

    /** Ends the loop once the queue is empty. */
    void stop() {
        stopped = true;
    }

    /** Whether the last batches failed because the database is away, full or read-only. */
    boolean cannotWrite() {
        return failures > 1;
    }

    /** This node among the others of its database. */
    Membership membership() {
        return membership;
    }

    @Override
    public void run() {
        try {
            List<Write> writes = next();
            while (!stopped || !writes.isEmpty()) {
                stop(membership.renew(session, around.clock().instant()));
                write(writes);
                queue.aside().ifPresent(aside -> session.run(aside));
                stop(membership.unwanted(session));
                writes = next();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            queue.close().forEach(Write::refuseStopped);
            membership.close();
            session.close();
        }
    }

    private List<Write> next() throws InterruptedException {
        Duration longest = stopped
                ? Duration.ZERO
                : mayTakeNow() && holding.anyFree()
                        ? session.taking().untilDue(around.clock().instant())
                        : Duration.ofSeconds(10);
        return queue.take(settings.largestBatch(), longest);
    }

    private boolean mayTakeNow() {
        return mayTake && !draining && membership.isFresh();
    }

    private void stop(List<OutboxKey> rows) {
        if (!rows.isEmpty()) {
            receiver.stop(rows);
        }
    }

    private void write(List<Write> writes) throws InterruptedException {
        var detained = new Detained();
        List<Write> left = detained.without(written(writes, detained));
        if (!left.isEmpty()) {
            queue.putBack(left);
        }
        if (!detained.isEmpty()) {
            queue.putBehind(detained);
        }
    }

    /** Commits the batch; the answer is what of it has to be written once more before anything else. */
    private List<Write> written(List<Write> writes, Detained detained) throws InterruptedException {
        int permits = holding.reserve(writes);
        Session.Told told;
        try {
            told = session.commit(writes, mayTakeNow() ? permits : 0, around);
        } catch (SQLException | RuntimeException error) {
            holding.undo(writes, permits);
            session.rollback();
            holding.doubt();
            around.observer().reached(Point.ROLLED_BACK, writes.size());
            return leftAfter(writes, error, detained);
        }
        holding.commit(writes, permits, told.taken());
        around.observer().reached(Point.COMMITTED, writes.size());
        if (told.wrote() || failures == 1) {
            recovered();
        }
        told.answers().forEach(Runnable::run);
        around.observer().reached(Point.ANSWERED, writes.size());
        if (!told.taken().isEmpty()) {
            receiver.handOver(told.taken());
        }
        stop(told.stopped());
        return List.of();
    }

    /** Once trouble was told, only a commit that has written something is a sign of its end: an empty one succeeds on a full disk, too. */
    private void recovered() {
        if (failures > 1) {
            LOG.info("the database can be written again");
        }
        failures = 0;
    }

    /** What has to be written once more after this error. */
    private List<Write> leftAfter(List<Write> writes, Exception error, Detained detained) throws InterruptedException {
        if (error instanceof EpochLost lost) {
            membership.lost(lost.epoch());
            return writes;
        }
        switch (Trouble.of(error)) {
            case AGAIN -> {
                LOG.debug("the batch is run again: {}", error.getMessage());
                return writes;
            }
            case LOCKED -> {
                LOG.debug("a row is locked by somebody: {}", error.getMessage());
                if (writes.size() > 1) {
                    return halved(writes, detained);
                }
                writes.forEach(detained::add);
            }
            case STORAGE -> {
                return storageTrouble(writes, error);
            }
            case CULPRIT -> {
                if (writes.size() > 1) {
                    return halved(writes, detained);
                }
                if (writes.size() == 1) {
                    return refused(writes.get(0), error, detained);
                }
                LOG.error("due rows cannot be taken", error);
                Thread.sleep(PAUSE.toMillis());
            }
        }
        return List.of();
    }

    /** The second half is not written before the first. */
    private List<Write> halved(List<Write> writes, Detained detained) throws InterruptedException {
        int half = writes.size() / 2;
        List<Write> second = writes.subList(half, writes.size());
        var left = new ArrayList<>(written(writes.subList(0, half), detained));
        if (left.isEmpty()) {
            return written(detained.without(second), detained);
        }
        left.addAll(second);
        return left;
    }

    /**
     * The connection is gone, the disk is full or read-only. What was in the batch is run again at once on a new connection,
     * for its commit may be in doubt; if that fails too, events are refused until the database can be written again.
     */
    private List<Write> storageTrouble(List<Write> writes, Exception error) throws InterruptedException {
        failures++;
        List<Write> kept = keepable(writes, failures == 1);
        if (failures == 1) {
            LOG.warn("the database is asked once more, on a new connection: {}", error.getMessage());
        } else if (failures == 2) {
            LOG.error(
                    "the database cannot be written, events are refused with 503 until it can: {}", error.getMessage());
        }
        if (failures > 1) {
            Thread.sleep(PAUSE.toMillis());
        }
        try {
            Session fresh = session.again(writing);
            session.close();
            session = fresh;
        } catch (SQLException still) {
            LOG.debug("the database cannot be opened again yet: {}", still.getMessage());
        }
        return kept;
    }

    /** Whether an order was carried out cannot be seen when it is run again, so it is refused like an event with nowhere to go. */
    private List<Write> keepable(List<Write> writes, boolean keepAccepts) {
        var kept = new ArrayList<Write>();
        for (Write write : writes) {
            boolean isNew = write instanceof Write.Accept || write instanceof Write.Gather;
            if (write instanceof Write.Order || isNew && !keepAccepts) {
                refuseUnwritable(write);
            } else {
                kept.add(write);
            }
        }
        if (!keepAccepts) {
            // those behind the refused ones must not be stored before them when the database comes back
            queue.giveUpAccepts().forEach(this::refuseUnwritable);
        }
        return kept;
    }

    private void refuseUnwritable(Write write) {
        if (write instanceof Write.Accept) {
            around.observer().reached(Point.REFUSED, 1);
        }
        write.answer().completeExceptionally(new NotAccepted(UNWRITABLE));
    }

    /** Of a settle that cannot be stored something else is; whatever else cannot be stored is answered so. */
    private List<Write> refused(Write write, Exception error, Detained detained) throws InterruptedException {
        if (write instanceof Write.Settle settle) {
            LOG.error("the end of {} cannot be stored", settle.settlement().key(), error);
            return written(List.of(Rescue.instead(settle, error)), detained);
        }
        LOG.error("a command cannot be stored: {}", error.getMessage(), error);
        write.answer().completeExceptionally(new CannotBeStored(error));
        return List.of();
    }
}
