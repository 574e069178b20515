package io.caravan.flow;

/** What went wrong in one attempt: the kind of error (an exception's or an API's own name) and its message. */
public record Failure(String type, String message) {
    /** The kind of an attempt that could not tell how it ended, because its process died or lost its lease. */
    public static final String LOST = "AttemptLost";

    /** The kind of an attempt whose credentials were refused, whatever code the third party gave. */
    public static final String AUTH = "AUTH";

    private static final int LONGEST_MESSAGE = 2_000;

    public Failure {
        if (message.length() > LONGEST_MESSAGE) {
            message = message.substring(0, LONGEST_MESSAGE) + "...";
        }
    }

    /** What an exception says: its class, and its message or, without one, itself. */
    public static Failure of(Throwable thrown) {
        String message = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
        return new Failure(thrown.getClass().getSimpleName(), message);
    }

    /** The message on one line, as a log wants it. */
    public String line() {
        return message.replaceAll("\\s*\\R\\s*", " ");
    }
}
