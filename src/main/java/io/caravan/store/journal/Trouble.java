package io.caravan.store.journal;

import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What an exception of the database means for the batch that met it. */
enum Trouble {
    /** Nobody's fault: the batch is run again. */
    AGAIN,
    /** Somebody keeps a row locked, or there is no room for more locks: the batch is halved, so that only what must wait does. */
    LOCKED,
    /** The disk is full, read-only or broken, or the connection is gone: nothing can be stored until that is mended. */
    STORAGE,
    /** Something in the batch cannot be stored: it is halved until the culprit alone fails. */
    CULPRIT;

    static Trouble of(Throwable error) {
        boolean sql = false;
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return of(SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff));
            }
            if (cause instanceof PSQLException postgres) {
                return ofState(Optional.ofNullable(postgres.getSQLState()).orElse(""));
            }
            if (cause instanceof GoneMeanwhile) {
                return AGAIN;
            }
            sql |= cause instanceof SQLException;
        }
        return sql ? STORAGE : CULPRIT;
    }

    /** The primary code: the low byte of an extended one, such as that of a CHECK, a key or a trigger. */
    private static Trouble of(SQLiteErrorCode code) {
        return switch (code) {
            case SQLITE_BUSY, SQLITE_LOCKED -> AGAIN;
            case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_RANGE, SQLITE_TOOBIG, SQLITE_ERROR -> CULPRIT;
            default -> STORAGE;
        };
    }

    /** PostgreSQL's documentation, appendix A: the first two characters are the class of the error. */
    private static Trouble ofState(String state) {
        return switch (state) {
            case "40001", "40P01" -> AGAIN; // serialisation, deadlock
            case "55P03", "57014" -> LOCKED; // lock_timeout, statement_timeout
            case "53200" -> LOCKED; // no room for as many locks, or no memory: half of the batch needs half of it
            case "25006", "25P03", "25P04" -> STORAGE; // read-only, idle in transaction, transaction timeout
            default ->
                switch (state.length() < 2 ? "" : state.substring(0, 2)) {
                    // connection, resources (disk, memory, connections), operator (shutdown), system; unknown to the
                    // driver
                    case "08", "53", "57", "58", "XX", "" -> STORAGE;
                    default -> CULPRIT;
                };
        };
    }
}
