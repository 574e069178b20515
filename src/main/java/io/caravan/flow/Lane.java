package io.caravan.flow;

/** A flow's place among the flows of its definition with the same {@code orderedBy} key: they run one after another. */
public record Lane(String key, long ticket, boolean waits) {
    Lane come() {
        return new Lane(key, ticket, false);
    }
}
