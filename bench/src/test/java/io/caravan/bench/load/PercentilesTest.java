package io.caravan.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void of_a_hundred_numbers_each_percent_is_one() {
        var hundred = new Percentiles(
                LongStream.rangeClosed(1, 100).map(number -> 101 - number).toArray());

        assertEquals(50, hundred.at(50));
        assertEquals(99, hundred.at(99));
    }

    @Test
    void of_one_number_all_percents_are_it() {
        assertEquals(7, new Percentiles(new long[] {7}).at(99));
    }
}
