package io.caravan.store.journal;

/** The database refuses this very command, however often it is tried. */
public final class CannotBeStored extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotBeStored(Throwable cause) {
        super("The database cannot store this: " + cause.getMessage(), cause);
    }
}
