package io.caravan.store.journal;

/** Nothing was stored: the queue is full, the database is away, or Caravan is stopping; the sender should try again. */
public final class NotAccepted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotAccepted(String sentence) {
        super(sentence, null, false, false);
    }
}
