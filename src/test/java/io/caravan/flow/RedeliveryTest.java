package io.caravan.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

/** The delays of a redelivery policy. */
class RedeliveryTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration CAP = Duration.ofMinutes(15);

    private final Redelivery doubling = new Redelivery(8, SECOND, 2, CAP, 0);
    private final Redelivery jittery = new Redelivery(8, SECOND, 2, CAP, 0.2);

    @Test
    void the_delay_doubles() {
        assertEquals(Duration.ofSeconds(1), doubling.delayBefore(1, 7));
        assertEquals(Duration.ofSeconds(2), doubling.delayBefore(2, 7));
        assertEquals(Duration.ofSeconds(4), doubling.delayBefore(3, 7));
        assertEquals(Duration.ofSeconds(512), doubling.delayBefore(10, 7));
    }

    @Test
    void the_delay_stops_growing_at_the_maximum() {
        assertEquals(CAP, doubling.delayBefore(11, 7));
        assertEquals(CAP, doubling.delayBefore(1_000_000, 7));
        assertEquals(CAP, new Redelivery(-1, SECOND, 1_000, CAP, 0).delayBefore(Integer.MAX_VALUE, 7));
    }

    @Test
    void a_delay_of_nothing_stays_nothing() {
        assertEquals(Duration.ZERO, new Redelivery(-1, Duration.ZERO, 10, CAP, 0.5).delayBefore(2_000, 7));
    }

    @Test
    void a_multiplier_of_one_keeps_the_delay() {
        assertEquals(SECOND, new Redelivery(8, SECOND, 1, CAP, 0).delayBefore(8, 7));
    }

    @Test
    void jitter_stays_within_its_share_and_reaches_both_sides() {
        var delays = new HashSet<Duration>();
        for (int seed = 0; seed < 10_000; seed++) {
            Duration delay = jittery.delayBefore(3, seed);
            assertTrue(delay.compareTo(Duration.ofMillis(3_200)) >= 0, delay::toString);
            assertTrue(delay.compareTo(Duration.ofMillis(4_800)) <= 0, delay::toString);
            delays.add(delay);
        }
        assertTrue(delays.stream().anyMatch(delay -> delay.toMillis() < 3_300));
        assertTrue(delays.stream().anyMatch(delay -> delay.toMillis() > 4_700));
        assertTrue(delays.size() > 500, "jitter spreads");
    }

    @Test
    void the_same_seed_gives_the_same_jitter() {
        for (int seed = -100; seed < 100; seed++) {
            assertEquals(jittery.delayBefore(2, seed), jittery.delayBefore(2, seed));
        }
    }

    @Test
    void decisions_repeat_with_jitter() {
        Definition definition = Graph.of(jittery, "a");
        var once = Journal.begun(definition).and(Journal.retry("a", 1));
        var again = Journal.begun(definition).and(Journal.retry("a", 1));
        assertEquals(once.state(), again.state());
    }

    @Test
    void a_policy_without_sense_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> new Redelivery(-2, SECOND, 2, CAP, 0));
        assertThrows(IllegalArgumentException.class, () -> new Redelivery(1, SECOND.negated(), 2, CAP, 0));
        assertThrows(IllegalArgumentException.class, () -> new Redelivery(1, SECOND, 0.5, CAP, 0));
        assertThrows(IllegalArgumentException.class, () -> new Redelivery(1, SECOND, 2, CAP, -0.1));
        assertThrows(IllegalArgumentException.class, () -> new Redelivery(1, SECOND, 2, CAP, 1));
    }
}
