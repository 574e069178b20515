package io.caravan.store.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is judged dead, and when; seconds of the judge's own clock. */
class JudgeTest {
    private static final long ME = 1;

    private final Judge judge = new Judge(Rhythm.STEADY, nanos(0));
    private final Map<Long, Long> counters = new HashMap<>();
    private final List<String> verdicts = new ArrayList<>();

    private static long nanos(int second) {
        return Duration.ofSeconds(second).toNanos();
    }

    private void beats(int from, int to, long... living) {
        for (int second = from; second <= to; second += 2) {
            counters.merge(ME, 1L, Long::sum);
            for (long epoch : living) {
                counters.merge(epoch, 1L, Long::sum);
            }
            for (long dead : judge.judge(counters, nanos(second))) {
                verdicts.add(dead + " at " + second);
                counters.remove(dead);
            }
        }
    }

    @Test
    void a_node_whose_counter_does_not_move_for_a_lease_is_dead() {
        beats(2, 20, 2, 3);
        beats(22, 40, 2);
        assertEquals(List.of("3 at 30"), verdicts);
    }

    @Test
    void nodes_that_beat_live() {
        beats(2, 100, 2, 3);
        assertEquals(List.of(), verdicts);
    }

    @Test
    void a_new_judge_condemns_nobody_before_it_has_beaten_for_a_lease() {
        counters.put(2L, 7L);
        beats(2, 10);
        assertEquals(List.of(), verdicts);
        beats(12, 14);
        assertEquals(List.of("2 at 12"), verdicts);
    }

    @Test
    void the_first_one_back_after_an_outage_does_not_take_the_others_for_dead() {
        beats(2, 20, 2, 3);
        beats(42, 48);
        assertEquals(List.of(), verdicts);
        beats(50, 80, 2, 3);
        assertEquals(List.of(), verdicts);
    }

    @Test
    void after_an_outage_whoever_does_not_come_back_is_dead_a_lease_later() {
        beats(2, 20, 2, 3);
        beats(42, 60, 2);
        assertEquals(List.of("3 at 52"), verdicts);
    }

    @Test
    void a_judge_that_was_stopped_itself_looks_for_a_lease_before_it_judges() {
        beats(2, 20, 2);
        beats(80, 80);
        assertEquals(List.of(), verdicts);
        beats(82, 100, 2);
        assertEquals(List.of(), verdicts);
    }
}
