package io.caravan.dispatch;

/** An event, or the start of a flow, that a route has sent; it commits with the route's own completion. */
public record Send(Kind kind, String name, String data) {
    /** {@code to: event:TYPE} or {@code to: flow:NAME}. */
    public enum Kind {
        EVENT,
        FLOW
    }
}
