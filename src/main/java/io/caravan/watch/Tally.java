package io.caravan.watch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;

/** Counts by keys; names come from routes, and should they be made up without end, all further ones count as one. */
final class Tally<K> {
    private static final int MOST = 2_000;

    private final Map<K, LongAdder> counts = new ConcurrentHashMap<>();
    private final K others;

    Tally(K others) {
        this.others = others;
    }

    void add(K key) {
        LongAdder count = counts.get(key);
        if (count == null) {
            K kept = counts.size() < MOST ? key : others;
            count = counts.computeIfAbsent(kept, first -> new LongAdder());
        }
        count.increment();
    }

    void each(ObjLongConsumer<K> reader) {
        counts.forEach((key, count) -> reader.accept(key, count.sum()));
    }
}
