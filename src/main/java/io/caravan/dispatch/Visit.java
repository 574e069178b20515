package io.caravan.dispatch;

/** The use of a route that is in force; until it is closed the route stays, also if it is replaced meanwhile. */
record Visit<R>(R route, Turnstile turnstile) implements AutoCloseable {
    @Override
    public void close() {
        turnstile.leave();
    }
}
