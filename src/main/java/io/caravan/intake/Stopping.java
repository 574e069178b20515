package io.caravan.intake;

/** Whether Caravan is being stopped: then nothing of a broker is taken any more, and what waits goes back. */
public final class Stopping {
    private volatile boolean begun;

    public void begin() {
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }

    void check() {
        if (begun) {
            throw new IllegalStateException("Caravan is stopping; the messages come again");
        }
    }
}
