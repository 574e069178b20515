package io.caravan.flow;

/** A JSON value of a flow: carried inline while it is small, else by a claim check. */
public sealed interface Payload {
    /** The JSON value {@code null}. */
    Payload NOTHING = new Inline("null");

    /** JSON text that travels with its fact. */
    record Inline(String json) implements Payload {}

    /** The ticket of a payload that lies in the claim table. */
    record Claimed(String ticket) implements Payload {}

    static Payload inline(String json) {
        return new Inline(json);
    }

    static Payload claimed(String ticket) {
        return new Claimed(ticket);
    }
}
