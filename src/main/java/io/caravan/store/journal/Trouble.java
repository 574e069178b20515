package io.caravan.store.journal;

import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What an exception of the database means for the batch that met it. */
enum Trouble {
    /** Nobody's fault: the batch is run again. */
    AGAIN,
    /** The disk is full, read-only or broken, or the connection is gone: nothing can be stored until that is mended. */
    STORAGE,
    /** Something in the batch cannot be stored: it is halved until the culprit alone fails. */
    CULPRIT;

    static Trouble of(Throwable error) {
        Optional<SQLiteErrorCode> code = sqlite(error);
        if (code.isEmpty()) {
            return error instanceof SQLException ? STORAGE : CULPRIT;
        }
        return switch (code.get()) {
            case SQLITE_BUSY, SQLITE_LOCKED -> AGAIN;
            case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_RANGE, SQLITE_TOOBIG, SQLITE_ERROR -> CULPRIT;
            default -> STORAGE;
        };
    }

    /** The primary code: the low byte of an extended one, such as that of a CHECK, a key or a trigger. */
    private static Optional<SQLiteErrorCode> sqlite(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return Optional.of(SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff));
            }
        }
        return Optional.empty();
    }
}
