package io.caravan.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Ids are ordered by the time at which they were made. */
class IdsTest {
    @Test
    void an_id_stands_between_the_bounds_of_its_time() {
        Instant before = Instant.now();
        String id = Ids.next();
        Instant after = Instant.now().plusMillis(1);
        assertTrue(Ids.lowestAt(before).compareTo(id) < 0, id);
        assertTrue(Ids.lowestAt(after).compareTo(id) > 0, id);
        assertTrue(Ids.isId(Ids.lowestAt(before)));
    }

    @Test
    void before_the_time_that_ids_know_there_is_none() {
        assertEquals(Ids.LOWEST, Ids.lowestAt(Instant.EPOCH.minusSeconds(1)));
    }
}
