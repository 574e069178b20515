package io.caravan.sandbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Where everything is kept: one thread writes, committing what has gathered in one transaction; others read. */
final class Ledger implements AutoCloseable {
    private static final int LONGEST_QUEUE = 10_000;
    private static final int LARGEST_COMMIT = 500;
    private static final int READERS = 2;

    private final DataSource dataSource;
    private final BlockingQueue<LedgerEntry<?>> waiting = new ArrayBlockingQueue<>(LONGEST_QUEUE);
    private final LedgerEntry<?> last = new LedgerEntry<>(transaction -> true);
    private final Thread writer = new Thread(this::writeUntilLast, "sandbox-writer");
    private final ExecutorService readers = new ThreadPoolExecutor(
            READERS,
            READERS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(LONGEST_QUEUE),
            task -> new Thread(task, "sandbox-reader"));
    private volatile boolean closed;

    Ledger(DataSource dataSource) {
        this.dataSource = dataSource;
        writer.start();
    }

    /** Completes after the commit; rejected when the queue is full. */
    <T> CompletableFuture<T> write(Work<T> work) {
        LedgerEntry<T> entry = new LedgerEntry<>(work);
        if (closed || !waiting.offer(entry)) {
            entry.fail(new RejectedExecutionException("The sandbox is closed or has too much to write."));
        } else if (closed && waiting.remove(entry)) {
            entry.fail(new RejectedExecutionException("The sandbox was closed meanwhile."));
        }
        return entry.future();
    }

    <T> CompletableFuture<T> read(Work<T> work) {
        LedgerEntry<T> entry = new LedgerEntry<>(work);
        try {
            readers.execute(() -> readNow(entry));
        } catch (RejectedExecutionException e) {
            entry.fail(e);
        }
        return entry.future();
    }

    private void readNow(LedgerEntry<?> entry) {
        try (Connection connection = dataSource.getConnection();
                Transaction transaction = new Transaction(connection)) {
            entry.run(transaction);
        } catch (SQLException | RuntimeException e) {
            entry.fail(e);
            return;
        }
        entry.complete();
    }

    private void writeUntilLast() {
        List<LedgerEntry<?>> gathered = new ArrayList<>();
        try {
            while (!gathered.contains(last)) {
                gathered.clear();
                gathered.add(waiting.take());
                waiting.drainTo(gathered, LARGEST_COMMIT - 1);
                write(gathered);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closed = true;
            waiting.forEach(entry -> entry.fail(new RejectedExecutionException("The sandbox was closed meanwhile.")));
        }
    }

    private void write(List<LedgerEntry<?>> entries) {
        try {
            commit(entries);
            entries.forEach(LedgerEntry::complete);
        } catch (CommitInDoubt e) {
            // written or not: to write it again might do it twice, so nobody is told that it was done
            entries.forEach(entry -> entry.fail(e));
        } catch (SQLException | RuntimeException e) {
            if (entries.size() == 1) {
                entries.get(0).fail(e);
            } else {
                // One entry spoiled the transaction for all; alone, only the guilty one fails.
                entries.forEach(entry -> write(List.of(entry)));
            }
        }
    }

    private void commit(List<LedgerEntry<?>> entries) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (Transaction transaction = new Transaction(connection)) {
                // The first statement takes the write lock, so that the writers of several nodes take turns.
                transaction.takeTurn();
                for (LedgerEntry<?> entry : entries) {
                    entry.run(transaction);
                }
                try {
                    connection.commit();
                } catch (SQLException e) {
                    throw new CommitInDoubt(e);
                }
            } catch (SQLException | RuntimeException e) {
                undo(connection, e);
                throw e;
            }
            connection.setAutoCommit(true);
        }
    }

    /** After some errors SQLite has rolled back by itself: then neither can be done, and the reason must not be lost over it. */
    private static void undo(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException already) {
            reason.addSuppressed(already);
        }
        try {
            connection.setAutoCommit(true);
        } catch (SQLException already) {
            reason.addSuppressed(already);
        }
    }

    /** Writes what waits, then stops. */
    @Override
    public void close() {
        closed = true;
        readers.shutdown();
        try {
            waiting.put(last);
            writer.join();
        } catch (InterruptedException e) {
            writer.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
