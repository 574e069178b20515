package io.caravan.store.journal;

/** Nothing was stored: the row of the inbox is gone, or an earlier one of its key is still there. */
public final class NotItsTurn extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotItsTurn() {
        super("the row of the inbox was not to be had", null, false, false);
    }
}
