package io.caravan.store.deposit;

/** What lies behind a ticket is not what was checked in. */
public final class ClaimDamaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClaimDamaged(String ticket) {
        super("What lies behind ticket " + ticket + " is not what was checked in: its SHA-256 is another one.");
    }
}
