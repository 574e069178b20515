package io.caravan.component;

/** A body could not be brought to where claims are kept. */
final class ClaimNotKept extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClaimNotKept(Throwable cause) {
        super("The body could not be kept at " + Warehouse.URI + ": " + cause.getMessage(), cause);
    }
}
