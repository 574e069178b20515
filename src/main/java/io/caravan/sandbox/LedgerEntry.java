package io.caravan.sandbox;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Work on its way through the ledger; its future completes only after the commit. */
final class LedgerEntry<T> {
    private final Work<T> work;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private @Nullable T result;

    LedgerEntry(Work<T> work) {
        this.work = work;
    }

    void run(Transaction transaction) throws SQLException {
        result = work.in(transaction);
    }

    void complete() {
        future.complete(result);
    }

    void fail(Exception reason) {
        future.completeExceptionally(reason);
    }

    CompletableFuture<T> future() {
        return future;
    }
}
