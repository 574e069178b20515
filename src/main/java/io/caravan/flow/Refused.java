package io.caravan.flow;

/** A command that the flow's state does not allow; the message says why. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Refused(String reason) {
        super(reason, null, false, false);
    }
}
