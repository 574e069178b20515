package io.caravan.flow;

/** What went wrong in one attempt: the kind of error (an exception's or an API's own name) and its message. */
public record Failure(String type, String message) {
    private static final int LONGEST_MESSAGE = 2_000;

    public Failure {
        if (message.length() > LONGEST_MESSAGE) {
            message = message.substring(0, LONGEST_MESSAGE) + "...";
        }
    }

    /** The message on one line, as a log wants it. */
    public String line() {
        return message.replaceAll("\\s*\\R\\s*", " ");
    }
}
