package io.caravan.store.journal;

import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What an exception of the database means for the batch that met it. */
enum Trouble {
    /** Nobody's fault: the batch is run again. */
    AGAIN,
    /** The disk is full, read-only or broken: nothing can be stored until that is mended. */
    STORAGE,
    /** Something in the batch cannot be stored: it is halved until the culprit alone fails. */
    CULPRIT;

    static Trouble of(Throwable error) {
        Optional<SQLiteErrorCode> code = sqlite(error);
        if (code.isEmpty()) {
            return CULPRIT;
        }
        return switch (code.get()) {
            case SQLITE_BUSY, SQLITE_BUSY_RECOVERY, SQLITE_BUSY_SNAPSHOT, SQLITE_BUSY_TIMEOUT, SQLITE_LOCKED -> AGAIN;
            case SQLITE_CONSTRAINT,
                    SQLITE_CONSTRAINT_CHECK,
                    SQLITE_CONSTRAINT_NOTNULL,
                    SQLITE_CONSTRAINT_PRIMARYKEY,
                    SQLITE_CONSTRAINT_UNIQUE,
                    SQLITE_MISMATCH,
                    SQLITE_RANGE,
                    SQLITE_TOOBIG,
                    SQLITE_ERROR -> CULPRIT;
            default -> STORAGE;
        };
    }

    private static Optional<SQLiteErrorCode> sqlite(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return Optional.of(sqlite.getResultCode());
            }
        }
        return Optional.empty();
    }
}
