package io.caravan.store.claimcheck;

/** The payload behind a ticket cannot be read. */
public final class ClaimMissing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClaimMissing(String ticket) {
        super("No payload lies behind ticket " + ticket + ".");
    }

    public ClaimMissing(String ticket, Throwable cause) {
        super("The payload behind ticket " + ticket + " cannot be read just now.", cause);
    }

    /** Whether it will not be there later either. */
    public boolean isForGood() {
        return getCause() == null;
    }
}
