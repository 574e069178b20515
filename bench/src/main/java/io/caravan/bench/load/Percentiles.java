package io.caravan.bench.load;

import java.util.Arrays;

/** Numbers in their order. */
public final class Percentiles {
    private final long[] sorted;

    public Percentiles(long[] numbers) {
        if (numbers.length == 0) {
            throw new IllegalArgumentException("there is no percentile of nothing");
        }
        this.sorted = numbers.clone();
        Arrays.sort(sorted);
    }

    /** The smallest number that is not below so many percent of all. */
    public long at(int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return sorted[Math.max(rank, 1) - 1];
    }
}
