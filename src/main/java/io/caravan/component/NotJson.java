package io.caravan.component;

/** A body that cannot be a result or an event's data. */
public final class NotJson extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotJson(String sentence) {
        super(sentence);
    }
}
