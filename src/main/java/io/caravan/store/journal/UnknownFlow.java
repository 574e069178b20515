package io.caravan.store.journal;

/** No flow has this id. */
public final class UnknownFlow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownFlow(String id) {
        super("No flow has the id '" + id + "'.", null, false, false);
    }
}
