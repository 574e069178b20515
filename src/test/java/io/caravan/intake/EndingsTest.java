package io.caravan.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who waits for the end of flows, and what is asked of the database for them. */
class EndingsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger largest = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private final Endings endings = new Endings();

    @BeforeEach
    void start() {
        endings.start(this::look);
    }

    @AfterEach
    void close() {
        endings.close();
    }

    private Collection<String> look(Collection<String> flows) {
        largest.accumulateAndGet(flows.size(), Math::max);
        looks.incrementAndGet();
        try {
            assertTrue(gate.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
        return flows.stream().filter(ended::contains).toList();
    }

    private CompletableFuture<Boolean> await(Duration longest, String... flows) {
        return endings.await(List.of(flows), longest).orElseThrow();
    }

    private static boolean answer(CompletableFuture<Boolean> waited) throws Exception {
        return waited.get(20, TimeUnit.SECONDS);
    }

    @Test
    void what_had_ended_before_is_seen_at_the_first_look() throws Exception {
        ended.add("a");
        assertTrue(answer(await(LONG, "a")));
    }

    @Test
    void what_another_node_ends_is_seen_by_looking_now_and_then() throws Exception {
        var waited = await(LONG, "a", "b");
        ended.add("a");
        int before = looks.get();
        Awaitility.await().until(() -> looks.get() > before + 2);
        assertFalse(waited.isDone());
        ended.add("b");
        assertTrue(answer(waited));
    }

    @Test
    void while_nobody_waits_nothing_is_asked() throws Exception {
        ended.add("a");
        assertTrue(answer(await(LONG, "a")));
        int before = looks.get();
        Awaitility.await()
                .during(Duration.ofMillis(1_200))
                .atMost(Duration.ofSeconds(10))
                .until(() -> looks.get() == before);
    }

    @Test
    void whoever_comes_while_it_is_looked_is_part_of_the_next_look() {
        gate = new CountDownLatch(1);
        await(LONG, "f0");
        Awaitility.await().until(() -> looks.get() == 1);
        for (int i = 1; i < 500; i++) {
            await(LONG, "f" + i);
        }
        gate.countDown();
        Awaitility.await().until(() -> looks.get() > 1);
        assertTrue(largest.get() >= 499, "at most " + largest + " at once");
        assertEquals(500, endings.waiting());
    }

    @Test
    void whoever_has_waited_long_enough_leaves() throws Exception {
        assertFalse(answer(await(Duration.ofMillis(20), "a")));
        assertEquals(0, endings.waiting());
    }

    @Test
    void no_more_than_a_thousand_wait_and_a_place_becomes_free_again() {
        List<CompletableFuture<Boolean>> waiters = new ArrayList<>();
        for (int i = 0; i < Endings.MOST; i++) {
            waiters.add(await(LONG, "f" + i));
        }
        assertTrue(endings.await(List.of("one more"), LONG).isEmpty());
        waiters.get(7).complete(false);
        assertTrue(endings.await(List.of("one more"), LONG).isPresent());
    }

    @Test
    void at_the_end_nobody_is_kept_waiting() throws Exception {
        var waited = await(LONG, "a");
        endings.close();
        assertFalse(answer(waited));
        assertTrue(endings.await(List.of("b"), LONG).isEmpty());
    }
}
