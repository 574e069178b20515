package io.caravan.store.journal;

import java.nio.charset.StandardCharsets;

/** The numbers by which nodes keep each other from a key (FNV-1a); keys that share one merely wait for each other. */
final class Hash {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Hash() {}

    static long of(String kind, String scope, String key) {
        long hash = OFFSET;
        for (byte each : (kind + '\n' + scope + '\n' + key).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ each) * PRIME;
        }
        return hash;
    }
}
