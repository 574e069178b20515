package io.caravan.store.journal;

import java.util.List;

/** The answer to an accepted event: what is on disk now. */
public record Accepted(String event, String source, boolean duplicate, List<Flow> flows) {
    /** A flow of the event; held = it had begun before, for an earlier event with the same {@code once} key. */
    public record Flow(String id, String name, boolean held) {}
}
