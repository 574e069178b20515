package io.caravan.flow;

import java.util.List;

/** A JSON value of a flow: carried inline while it is small, else by a claim check. */
public sealed interface Payload {
    /** The JSON value {@code null}. */
    Payload NOTHING = new Inline("null");

    /** JSON text that travels with its fact. */
    record Inline(String json) implements Payload {}

    /** The ticket of a payload that lies in the claim table. */
    record Claimed(String ticket) implements Payload {}

    /** A list of payloads; it is never written, for its parts have been. */
    record Listed(List<Payload> parts) implements Payload {}

    static Payload list(List<Payload> parts) {
        return new Listed(List.copyOf(parts));
    }

    static Payload inline(String json) {
        return new Inline(json);
    }

    static Payload claimed(String ticket) {
        return new Claimed(ticket);
    }
}
