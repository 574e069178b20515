package io.caravan.flow;

/** Thrown by a connector that knows what the third party's answer means; the attempt ends with exactly this outcome. */
public final class Unsuccessful extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Outcome outcome;

    public Unsuccessful(Outcome outcome) {
        super(outcome.reason().map(Failure::message).orElse("done"));
        this.outcome = outcome;
    }

    public Outcome outcome() {
        return outcome;
    }
}
