package io.caravan.store.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** However much there is to delete, the writer is free nine tenths of the time. */
class PaceTest {
    private final Pace pace = new Pace();

    @Test
    void quick_work_is_cut_larger_up_to_a_limit_and_slow_work_smaller_down_to_one() {
        for (int i = 0; i < 10; i++) {
            pace.worked(Duration.ofMillis(1));
        }
        assertEquals(200, pace.size());
        pace.worked(Duration.ofMillis(20));
        assertEquals(200, pace.size());
        pace.worked(Duration.ofMillis(50));
        assertEquals(100, pace.size());
        for (int i = 0; i < 10; i++) {
            pace.worked(Duration.ofSeconds(1));
        }
        assertEquals(1, pace.size());
    }

    @Test
    void it_rests_nine_times_as_long_as_it_works_and_never_too_shortly() {
        assertEquals(Duration.ofMillis(900), pace.worked(Duration.ofMillis(100)));
        assertTrue(pace.worked(Duration.ZERO).compareTo(Duration.ofMillis(10)) > 0);
    }
}
