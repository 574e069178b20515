package io.caravan.component;

/** A step sent an event after its action had ended. */
public final class SentTooLate extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SentTooLate(String name) {
        super("'" + name + "' was sent after the action had ended; send it before the route's last step ends.");
    }
}
