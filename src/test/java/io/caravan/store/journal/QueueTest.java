package io.caravan.store.journal;

import static io.caravan.store.OpenStore.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.Command;
import io.caravan.flow.Payload;
import io.caravan.store.Coming;
import io.caravan.store.Ids;
import io.caravan.store.Observer.Point;
import io.caravan.store.OpenStore;
import io.caravan.store.claimcheck.Claim;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits for the writer: in which order, how much of it, and that everybody is answered in the end. */
class QueueTest {
    /** As many accepts as the journal of {@link OpenStore} lets wait. */
    private static final int MOST = 10;

    private OpenStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = OpenStore.in(folder, 4);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private CompletableFuture<Accepted> accept(String id) {
        return store.journal().accept(Coming.event(id).incoming());
    }

    @Test
    void a_full_queue_refuses_events_while_settles_and_orders_still_go_through() {
        String flow = store.begin("f", "a", "b needs a");
        Taken a = store.taken("a");
        var accepts = new ArrayList<CompletableFuture<Accepted>>();
        var late = new ArrayList<CompletableFuture<?>>();
        store.together(() -> {
            for (int i = 0; i < MOST; i++) {
                accepts.add(accept("e" + i));
            }
            assertEquals(MOST, store.journal().waitingAccepts());
            late.add(accept("one too many"));
            late.add(store.journal().settle(store.settlement(a, done("1"), List.of())));
            late.add(store.journal().order(flow, new Command.Cancel("ann", "")));
        });
        accepts.forEach(OpenStore::answer);
        assertEquals(
                "More events are waiting to be stored than allowed; send the event again later.",
                assertThrows(NotAccepted.class, () -> OpenStore.answer(late.get(0)))
                        .getMessage());
        OpenStore.answer(late.get(1));
        OpenStore.answer(late.get(2));
        assertEquals(0, store.tables().count("event WHERE external_id = 'one too many'"));
    }

    @Test
    void settles_and_orders_are_written_before_events_that_came_earlier() throws Exception {
        var queue = new CommandQueue(MOST);
        var accept = new Write.Accept(Coming.event("1").incoming(), new CompletableFuture<>());
        var order = new Write.Order("f", new Command.Expire(), new CompletableFuture<>());
        var other = new Write.Order("g", new Command.Expire(), new CompletableFuture<>());
        queue.offer(List.of(accept));
        queue.add(order);
        queue.add(other);
        assertEquals(List.of(order, other), queue.take(2, Duration.ZERO));
        queue.putBack(List.of(order, other));
        assertEquals(List.of(order, other, accept), queue.take(9, Duration.ZERO));
    }

    @Test
    void events_that_come_together_are_queued_side_by_side_or_not_at_all() throws Exception {
        var queue = new CommandQueue(2);
        assertTrue(queue.offer(List.of(write("1"), write("2"), write("3"))));
        assertFalse(queue.offer(List.of(write("4"), write("5"))));
        assertEquals(3, queue.take(9, Duration.ZERO).size());
    }

    private static Write.Accept write(String id) {
        return new Write.Accept(Coming.event(id).incoming(), new CompletableFuture<>());
    }

    @Test
    void after_stop_taking_events_are_refused_and_settles_are_written() {
        store.begin("f", "a", "b needs a");
        Taken a = store.taken("a");
        store.journal().stopTaking();
        assertEquals(
                "Caravan is stopping; send the event again.",
                assertThrows(NotAccepted.class, () -> OpenStore.answer(accept("late")))
                        .getMessage());
        assertTrue(store.settle(a, done("1")));
        store.nothingTaken();
        assertEquals(List.of("b|null"), store.tables().rows("SELECT action, lease_epoch FROM outbox"));
    }

    @Test
    void close_writes_what_is_queued() {
        var accepts = new ArrayList<CompletableFuture<Accepted>>();
        store.together(() -> {
            accepts.add(accept("1"));
            accepts.add(accept("2"));
        });
        store.journal().close();
        accepts.forEach(accepted -> assertFalse(OpenStore.answer(accepted).duplicate()));
        assertEquals(2, store.tables().count("event"));
    }

    @Test
    void whatever_is_asked_after_close_is_answered() {
        store.begin("f", "a");
        Taken a = store.taken("a");
        store.journal().close();
        assertThrows(NotAccepted.class, () -> OpenStore.answer(accept("late")));
        assertThrows(NotAccepted.class, () -> store.settle(a, done("1")));
        assertThrows(NotAccepted.class, () -> store.order(a.key().flow(), new Command.Expire()));
        assertThrows(
                NotAccepted.class, () -> OpenStore.answer(store.journal().release(a.key(), a.lease(), Duration.ZERO)));
    }

    @Test
    void a_closed_queue_takes_nothing_in() {
        var queue = new CommandQueue(MOST);
        var waiting = new Write.Order("f", new Command.Expire(), new CompletableFuture<>());
        queue.add(waiting);
        assertEquals(List.of(waiting), queue.close());
        assertFalse(queue.add(waiting));
        assertFalse(queue.offer(List.of(new Write.Accept(Coming.event("1").incoming(), new CompletableFuture<>()))));
        assertEquals(List.of(), queue.close());
    }

    private Coming large(String id) {
        var claim = new Claim(Ids.next(), '"' + "x".repeat(3_000_000) + '"');
        return Coming.event(id).startsWithInput(Payload.claimed(claim.ticket()), List.of(claim), "f", "a");
    }

    @Test
    void a_batch_is_bounded_by_what_its_commands_bring_along() {
        var accepts = new ArrayList<CompletableFuture<Accepted>>();
        store.together(() -> {
            store.gate().forget();
            for (int i = 0; i < 6; i++) {
                accepts.add(store.journal().accept(large("e" + i).incoming()));
            }
        });
        accepts.forEach(OpenStore::answer);
        assertEquals(2, store.gate().passed(Point.COMMITTED));
    }

    @Test
    void of_several_events_that_come_together_the_first_find_place_and_the_rest_is_refused() {
        var answers = new ArrayList<CompletableFuture<Accepted>>();
        store.together(() -> answers.addAll(store.journal()
                .acceptAll(IntStream.range(0, MOST + 2)
                        .mapToObj(i -> Coming.event("e" + i).incoming())
                        .toList())));
        for (int i = 0; i < MOST; i++) {
            assertFalse(OpenStore.answer(answers.get(i)).duplicate());
        }
        for (int i = MOST; i < MOST + 2; i++) {
            CompletableFuture<Accepted> refused = answers.get(i);
            assertThrows(NotAccepted.class, () -> OpenStore.answer(refused));
        }
    }
}
