package io.caravan.store.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges which nodes are dead, by the judge's own clock that never jumps: those whose counter has not moved for a full lease.
 * A judge that has not itself beaten well for a full lease condemns nobody, for it may be the one that was away.
 */
final class Judge {
    private record Seen(long counter, long nanos) {}

    private final long lease;
    private final Map<Long, Seen> seen = new HashMap<>();
    private long goodSince;
    private long lastGood;

    Judge(Rhythm rhythm, long nanos) {
        this.lease = rhythm.lease().toNanos();
        this.goodSince = nanos;
        this.lastGood = nanos;
    }

    /** After a good beat: the counters that came with it; the answer is the epochs that are dead. */
    List<Long> judge(Map<Long, Long> counters, long nanos) {
        if (nanos - lastGood > lease / 2) {
            goodSince = nanos;
        }
        lastGood = nanos;
        seen.keySet().retainAll(counters.keySet());
        counters.forEach((epoch, counter) -> {
            Seen before = seen.get(epoch);
            if (before == null || before.counter() != counter) {
                seen.put(epoch, new Seen(counter, nanos));
            }
        });
        if (nanos - goodSince < lease) {
            return List.of();
        }
        return seen.entrySet().stream()
                .filter(each -> nanos - each.getValue().nanos() >= lease)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
