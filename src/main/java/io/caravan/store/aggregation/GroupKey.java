package io.caravan.store.aggregation;

import java.util.Comparator;

/** Names what one aggregator gathers under one correlation key. */
public record GroupKey(String aggregator, String key) implements Comparable<GroupKey> {
    private static final Comparator<GroupKey> ORDER =
            Comparator.comparing(GroupKey::aggregator).thenComparing(GroupKey::key);

    @Override
    public int compareTo(GroupKey other) {
        return ORDER.compare(this, other);
    }
}
