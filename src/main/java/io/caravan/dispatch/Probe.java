package io.caravan.dispatch;

import java.util.Optional;

/** What a probe says of the effect of an earlier attempt: it is there (with the result), it is not, or nobody can tell. */
public record Probe(Optional<String> found, boolean absent) {
    public static final Probe ABSENT = new Probe(Optional.empty(), true);
    public static final Probe UNKNOWN = new Probe(Optional.empty(), false);

    public static Probe found(String result) {
        return new Probe(Optional.of(result), false);
    }
}
