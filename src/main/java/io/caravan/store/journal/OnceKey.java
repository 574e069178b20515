package io.caravan.store.journal;

import java.nio.charset.StandardCharsets;

/** A key that starts a flow of this definition once. */
public record OnceKey(String definition, String key) implements Comparable<OnceKey> {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    /** The number by which nodes keep each other from the key (FNV-1a); keys that share one merely wait for each other. */
    long hash() {
        long hash = OFFSET;
        for (byte each : (definition + '\n' + key).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ each) * PRIME;
        }
        return hash;
    }

    @Override
    public int compareTo(OnceKey other) {
        int byDefinition = definition.compareTo(other.definition);
        return byDefinition != 0 ? byDefinition : key.compareTo(other.key);
    }
}
