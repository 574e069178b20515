package io.caravan.cli;

/** A word could not be done: the sentence that says why and what to do, and the exit code. */
public final class NotDone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    public NotDone(int code, String sentence) {
        super(sentence, null, false, false);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
