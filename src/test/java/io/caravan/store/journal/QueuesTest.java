package io.caravan.store.journal;

import static io.caravan.store.OpenStore.done;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.store.OpenStore;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code concurrency} and {@code priority}: which of many rows are taken. */
class QueuesTest {
    @TempDir
    private Path folder;

    private OpenStore store;

    private OpenStore open(int permits) {
        store = OpenStore.in(folder, permits);
        return store;
    }

    @AfterEach
    void close() {
        store.verify();
        store.close();
    }

    @Test
    void of_a_limited_action_only_so_many_are_held_and_others_go_on() {
        open(8);
        var flows = new ArrayList<String>();
        for (int i = 0; i < 4; i++) {
            flows.add(store.begin("f", "a limit 2"));
            store.clock().move(Duration.ofMillis(1));
        }
        List<Taken> held = store.taken(2);
        store.nothingTaken();
        store.begin("g", "b");
        store.settle(store.taken("b"), done("1"));
        var order = new ArrayList<>(
                List.of(held.get(0).key().flow(), held.get(1).key().flow()));
        store.settle(held.get(0), done("1"));
        Taken third = store.taken("a");
        store.nothingTaken();
        store.settle(held.get(1), done("1"));
        order.add(third.key().flow());
        order.add(store.taken("a").key().flow());
        assertEquals(flows, order);
    }

    @Test
    void a_row_of_a_limited_action_that_is_given_back_makes_room() {
        open(8);
        store.begin("f", "a limit 1");
        Taken first = store.taken("a");
        String second = store.begin("f", "a limit 1");
        store.nothingTaken();
        OpenStore.answer(store.journal().release(first.key(), first.lease(), Duration.ofHours(1)));
        assertEquals(second, store.taken("a").key().flow());
    }

    @Test
    void who_waits_for_room_goes_before_a_flow_whose_turn_comes_in_the_same_batch() {
        open(8);
        store.begin("f", "a limit 1");
        Taken first = store.taken("a");
        String waiting = store.begin("f", "a limit 1");
        store.clock().move(Duration.ofMillis(1));
        store.begin("f", "x", "a needs x limit 1");
        Taken before = store.taken("x");
        store.nothingTaken();
        store.together(() -> {
            store.journal().settle(store.settlement(first, done("1"), List.of()));
            store.journal().settle(store.settlement(before, done("1"), List.of()));
        });
        assertEquals(waiting, store.taken("a").key().flow());
        store.nothingTaken();
    }

    @Test
    void what_is_more_urgent_goes_first_until_others_have_waited_for_long() {
        open(1);
        store.begin("f", "running");
        Taken running = store.taken("running");
        String usual = store.begin("f", "a");
        store.clock().move(Duration.ofSeconds(50));
        String urgent = store.begin("f", "b priority 1");
        store.clock().move(Duration.ofSeconds(20));
        String late = store.begin("f", "c priority 1");
        var order = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            store.settle(running, done("1"));
            running = store.taken();
            order.add(running.key().flow());
        }
        assertEquals(List.of(urgent, usual, late), order);
    }
}
