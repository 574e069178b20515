package io.caravan.store.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.Event;
import io.caravan.store.Ids;
import io.caravan.store.OpenStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Up to which tick a schedule is handled: written with the tick's event, in one commit. The clock begins at 10:00. */
class HandledTicksTest {
    private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant ELEVEN = TEN.plus(Duration.ofHours(1));

    private OpenStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = OpenStore.in(folder, 0);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Instant follow(String rule) {
        return OpenStore.answer(store.journal().follow("f", rule));
    }

    private CompletableFuture<Accepted> tick(Instant at) {
        var event = new Event(
                new Event.Identity(Ids.next(), "/schedule/f", at.toString()),
                new Event.Attributes("caravan.schedule", Optional.of("f"), at, Optional.empty()),
                "{}",
                0);
        return store.journal().tick(new Incoming(event, List.of(), List.of()), "f");
    }

    @Test
    void a_schedule_that_is_seen_first_begins_now_and_stays_there() {
        assertEquals(TEN, follow("hourly"));
        store.clock().move(Duration.ofHours(5));
        assertEquals(TEN, follow("hourly"));
        store = store.restart();
        assertEquals(TEN, follow("hourly"));
    }

    @Test
    void another_rule_begins_now() {
        follow("hourly");
        store.clock().move(Duration.ofHours(1));
        assertEquals(ELEVEN, follow("daily"));
        assertEquals(List.of("f|daily"), store.tables().rows("SELECT name, rule FROM schedule"));
    }

    @Test
    void a_tick_moves_its_schedule_on_and_an_older_one_does_not_move_it_back() {
        follow("hourly");
        OpenStore.answer(tick(ELEVEN));
        OpenStore.answer(tick(TEN));
        store.clock().move(Duration.ofHours(2));
        assertEquals(ELEVEN, follow("hourly"));
        assertEquals(2, store.tables().count("event"));
    }

    @Test
    void a_duplicate_of_another_node_moves_it_on_as_well() {
        OpenStore.answer(tick(ELEVEN));
        follow("hourly");
        assertTrue(OpenStore.answer(tick(ELEVEN)).duplicate());
        store.clock().move(Duration.ofHours(2));
        assertEquals(ELEVEN, follow("hourly"));
    }

    @Test
    void a_tick_that_was_not_stored_moves_nothing() {
        follow("hourly");
        store.tables().refuse("event", "NEW.source = '/schedule/f'");
        assertThrows(CannotBeStored.class, () -> OpenStore.answer(tick(ELEVEN)));
        store.clock().move(Duration.ofHours(2));
        assertEquals(TEN, follow("hourly"));
    }

    @Test
    void what_was_handled_in_the_future_was_handled_by_a_wrong_clock() {
        follow("hourly");
        store.clock().move(Duration.ofHours(1));
        OpenStore.answer(tick(ELEVEN));
        store.clock().move(Duration.ofMinutes(-30));
        assertEquals(TEN.plus(Duration.ofMinutes(30)), follow("hourly"));
    }

    @Test
    void an_event_that_only_looks_like_a_tick_moves_nothing() {
        follow("hourly");
        var event = new Event(
                new Event.Identity(Ids.next(), "/schedule/f", "2099"),
                new Event.Attributes("caravan.schedule", Optional.of("f"), ELEVEN, Optional.empty()),
                "{}",
                0);
        assertFalse(store.accept(new Incoming(event, List.of(), List.of())).duplicate());
        store.clock().move(Duration.ofHours(2));
        assertEquals(TEN, follow("hourly"));
    }
}
