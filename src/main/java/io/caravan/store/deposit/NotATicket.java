package io.caravan.store.deposit;

/** A body that claim:check-out was given is no ticket. */
public final class NotATicket extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotATicket(String body) {
        super("'" + body + "' is no ticket; claim:check-out takes what claim:check-in has left in the body,"
                + " like claim:ID:HASH.");
    }
}
