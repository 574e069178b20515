package io.caravan.routing;

import io.caravan.flow.Refusal;
import java.time.Instant;
import java.util.List;

/** One set of route files that was found in the folder, and what became of it. */
public record Generation(String id, Instant at, State state, List<String> files, List<Refusal> errors) {
    /** Whether it came into force. */
    public enum State {
        APPLIED,
        REFUSED
    }
}
