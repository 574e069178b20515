package io.caravan.bench.soak;

import java.util.List;
import java.util.function.ToLongFunction;

/** How a figure has gone: the median of its last third against that of the third before it. */
record Trend(String figure, double before, double last) {
    /** A quarter more is noise of collectors, of the heap's and the database's. */
    private static final double FLAT = 1.25;

    static Trend of(String figure, List<Sample> samples, ToLongFunction<Sample> value) {
        int third = samples.size() / 3;
        return new Trend(
                figure,
                median(samples.subList(third, 2 * third), value),
                median(samples.subList(samples.size() - third, samples.size()), value));
    }

    private static double median(List<Sample> samples, ToLongFunction<Sample> value) {
        long[] sorted = samples.stream().mapToLong(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    boolean isFlat() {
        return last <= before * FLAT;
    }

    String line() {
        return "- %s: %s (%.0f in the middle third, %.0f in the last)"
                .formatted(figure, isFlat() ? "flat" : "**grows**", before, last);
    }
}
