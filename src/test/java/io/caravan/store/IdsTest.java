package io.caravan.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
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
    void those_of_one_millisecond_are_in_their_order_too() {
        List<String> ids = Stream.generate(Ids::next).limit(10_000).toList();
        assertTrue(
                ids.stream().map(Ids::madeAt).distinct().count() < ids.size(),
                "no two of one millisecond were made, which was to be tested");
        assertTrue(ids.equals(ids.stream().sorted().distinct().toList()), "newer ids do not sort behind older ones");
    }

    @Test
    void before_the_time_that_ids_know_there_is_none() {
        assertEquals(Ids.LOWEST, Ids.lowestAt(Instant.EPOCH.minusSeconds(1)));
    }
}
