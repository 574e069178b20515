package io.caravan.store.aggregation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What gathering some messages makes of a group.
 *
 * @param before the version that it was computed from; empty = there was no group
 * @param after the group that is left; empty = none
 */
public record Change(
        GroupKey key, Optional<String> before, Optional<Group> after, List<Message> messages, Completions completed) {
    /** A message that was gathered, and until when that is remembered. */
    public record Message(String id, Instant forgottenAt) {}

    /** About how many characters it is. */
    public long weight() {
        return after.map(group -> group.content().length()).orElse(0)
                + completed.groups().stream()
                        .mapToLong(group -> group.content().length())
                        .sum();
    }
}
