package io.caravan.watch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Counts and spreads, as they are kept. */
class FiguresTest {
    private static Map<String, Long> counts(Tally<String> tally) {
        var counts = new HashMap<String, Long>();
        tally.each(counts::put);
        return counts;
    }

    @Test
    void names_without_end_are_counted_together_beyond_a_limit() {
        var tally = new Tally<>("others");
        for (int i = 0; i < 5_000; i++) {
            tally.add("name" + i);
        }
        tally.add("name0");
        Map<String, Long> counts = counts(tally);
        assertEquals(2_001, counts.size());
        assertEquals(2, counts.get("name0"));
        assertEquals(3_000, counts.get("others"));
    }

    @Test
    void a_value_lies_within_the_first_bound_that_is_not_below_it() {
        var spread = new Spread(1, 10);
        for (double value : new double[] {0, 1, 1.5, 10, 11, 1_000}) {
            spread.add(value);
        }
        assertArrayEquals(new long[] {2, 2, 2}, spread.counts());
        assertArrayEquals(new double[] {1, 10, Double.POSITIVE_INFINITY}, spread.bounds());
        assertEquals(1_023.5, spread.sum());
    }
}
