package io.caravan.routing;

import io.caravan.flow.Refusal;
import java.time.Instant;
import java.util.List;

/**
 * One set of route files that was found in the folder, and what became of it.
 *
 * @param notes what should be known though it is no reason to refuse it
 */
public record Generation(
        String id, Instant at, State state, List<String> files, List<Refusal> errors, List<String> notes) {
    /** Whether it came into force. */
    public enum State {
        APPLIED,
        REFUSED
    }
}
