package io.caravan.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What came of work on many flows, by its id; the last hundred are kept, in memory, by the node that does the work. */
final class Reports<T> {
    private static final int MOST = 100;

    private final Map<String, T> kept = new LinkedHashMap<>();

    synchronized void keep(String id, T report) {
        kept.put(id, report);
        if (kept.size() > MOST) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    synchronized Optional<T> find(String id) {
        return Optional.ofNullable(kept.get(id));
    }
}
