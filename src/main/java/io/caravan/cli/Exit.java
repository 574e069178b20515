package io.caravan.cli;

/** How a word ends; from 64 on as in sysexits.h. */
public final class Exit {
    /** The answer is no: refused routes, differences, a replay that did not bring all back. */
    public static final int NO = 1;

    /** Caravan answered 409: not possible now. */
    public static final int CONFLICT = 2;

    /** A word, an option or a value that is not understood. */
    public static final int USAGE = 64;

    /** What was handed in cannot be used; from Caravan: 400, 413, 415. */
    public static final int DATA = 65;

    /** No such folder, file, flow, action or definition; from Caravan: 404. */
    public static final int MISSING = 66;

    /** Nobody knows this token, or there is none; from Caravan: 401. */
    public static final int UNKNOWN_TOKEN = 67;

    /** Caravan does not answer. */
    public static final int UNREACHABLE = 69;

    /** An error inside Caravan; from Caravan: 500. */
    public static final int BROKEN = 70;

    /** A file cannot be written. */
    public static final int UNWRITABLE = 73;

    /** A file cannot be read. */
    public static final int UNREADABLE = 74;

    /** Try again later; from Caravan: 429, 503. */
    public static final int LATER = 75;

    /** What answers is no Caravan. */
    public static final int STRANGER = 76;

    /** The token's role does not allow this; from Caravan: 403. */
    public static final int FORBIDDEN = 77;

    /** The configuration cannot be used. */
    public static final int CONFIGURATION = 78;

    private Exit() {}

    /** That of an answer of Caravan. */
    static int of(int status) {
        return switch (status) {
            case 401 -> UNKNOWN_TOKEN;
            case 403 -> FORBIDDEN;
            case 404 -> MISSING;
            case 409 -> CONFLICT;
            case 429, 503 -> LATER;
            default -> status >= 500 ? BROKEN : status >= 400 ? DATA : STRANGER;
        };
    }
}
