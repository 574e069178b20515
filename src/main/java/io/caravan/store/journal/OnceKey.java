package io.caravan.store.journal;

import java.time.Instant;
import java.util.Optional;

/** A key that starts a flow of this definition once: for ever, or until then. */
public record OnceKey(String definition, String key, Optional<Instant> until) implements Comparable<OnceKey> {
    public OnceKey(String definition, String key) {
        this(definition, key, Optional.empty());
    }

    @Override
    public int compareTo(OnceKey other) {
        int byDefinition = definition.compareTo(other.definition);
        return byDefinition != 0 ? byDefinition : key.compareTo(other.key);
    }
}
