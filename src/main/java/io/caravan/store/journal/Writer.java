package io.caravan.store.journal;

import io.caravan.store.Observer.Point;
import io.caravan.store.outbox.OutboxTable;
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
    private final Journal.Surroundings around;
    private volatile Receiver receiver = rows -> {};
    private Session session;
    private boolean storageBroken;
    private volatile boolean mayTake;
    private volatile boolean stopped;

    Writer(DataSource writing, Journal.Settings settings, CommandQueue queue, Journal.Surroundings around)
            throws SQLException {
        this.writing = writing;
        this.settings = settings;
        this.queue = queue;
        this.around = around;
        this.holding = new Holding(around.permits());
        this.session = Session.first(
                Session.connect(writing),
                settings.node(),
                holding,
                around.clock().instant());
        for (OutboxTable.Held row : session.left()) {
            queue.add(Rescue.of(row));
        }
    }

    void startTaking(Receiver attempts) {
        receiver = attempts;
        mayTake = true;
    }

    void stopTaking() {
        mayTake = false;
    }

    /** Ends the loop once the queue is empty. */
    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try {
            List<Write> writes = next();
            while (!stopped || !writes.isEmpty()) {
                write(writes);
                writes = next();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            queue.close().forEach(Write::refuseStopped);
            session.close();
        }
    }

    private List<Write> next() throws InterruptedException {
        Duration longest = stopped
                ? Duration.ZERO
                : mayTake && holding.anyFree()
                        ? session.taking().untilDue(around.clock().instant())
                        : Duration.ofSeconds(10);
        return queue.take(settings.largestBatch(), longest);
    }

    private void write(List<Write> writes) throws InterruptedException {
        int permits = holding.reserve(writes);
        Session.Told told;
        try {
            told = session.commit(writes, mayTake ? permits : 0, around.clock(), around.observer());
        } catch (SQLException | RuntimeException error) {
            holding.undo(writes, permits);
            session.rollback();
            holding.doubt();
            around.observer().reached(Point.ROLLED_BACK, writes.size());
            recover(writes, error);
            return;
        }
        holding.commit(writes, permits, told.taken());
        around.observer().reached(Point.COMMITTED, writes.size());
        if (storageBroken) {
            storageBroken = false;
            LOG.info("the database can be written again");
        }
        told.answers().forEach(Runnable::run);
        around.observer().reached(Point.ANSWERED, writes.size());
        if (!told.taken().isEmpty()) {
            receiver.handOver(told.taken());
        }
        if (!told.stopped().isEmpty()) {
            receiver.stop(told.stopped());
        }
    }

    private void recover(List<Write> writes, Exception error) throws InterruptedException {
        switch (Trouble.of(error)) {
            case AGAIN -> {
                LOG.debug("the batch is run again: {}", error.getMessage());
                queue.putBack(writes);
            }
            case STORAGE -> storageTrouble(writes, error);
            case CULPRIT -> {
                if (writes.size() > 1) {
                    int half = writes.size() / 2;
                    write(writes.subList(0, half));
                    write(writes.subList(half, writes.size()));
                } else if (writes.size() == 1) {
                    refuse(writes.get(0), error);
                } else {
                    LOG.error("due rows cannot be taken", error);
                    Thread.sleep(PAUSE.toMillis());
                }
            }
        }
    }

    /** The disk is full or read-only: events and orders are refused at once, everything else waits until it can be written. */
    private void storageTrouble(List<Write> writes, Exception error) throws InterruptedException {
        if (!storageBroken) {
            storageBroken = true;
            LOG.error(
                    "the database cannot be written, events are refused with 503 until it can: {}", error.getMessage());
        }
        var kept = new ArrayList<Write>();
        for (Write write : writes) {
            if (write instanceof Write.Accept || write instanceof Write.Order) {
                write.answer().completeExceptionally(new NotAccepted(UNWRITABLE));
            } else {
                kept.add(write);
            }
        }
        queue.putBack(kept);
        Thread.sleep(PAUSE.toMillis());
        try {
            Session fresh = session.again(writing);
            session.close();
            session = fresh;
        } catch (SQLException still) {
            LOG.debug("the database cannot be opened again yet: {}", still.getMessage());
        }
    }

    /** Of a settle that cannot be stored something else is; whatever else cannot be stored is answered so. */
    private void refuse(Write write, Exception error) throws InterruptedException {
        if (write instanceof Write.Settle settle) {
            LOG.error("the end of {} cannot be stored", settle.settlement().key(), error);
            write(List.of(Rescue.instead(settle, error)));
        } else {
            LOG.error("a command cannot be stored: {}", error.getMessage(), error);
            write.answer().completeExceptionally(new CannotBeStored(error));
        }
    }
}
