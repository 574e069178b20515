package io.caravan.store.retention;

import static io.caravan.store.OpenStore.answer;
import static io.caravan.store.OpenStore.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.Command;
import io.caravan.flow.Evaluation;
import io.caravan.store.Barriers;
import io.caravan.store.Coming;
import io.caravan.store.Observer;
import io.caravan.store.OpenStore;
import io.caravan.store.Settlements;
import io.caravan.store.journal.UnknownFlow;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes delete, and one deletes while the other uses, each stopped between two statements. */
@Tag("postgres")
@Timeout(60)
class TwoNodesTest {
    private static final String LOCKED = "FOR UPDATE SKIP LOCKED";

    private final Barriers stops = new Barriers();
    private OpenStore first;
    private OpenStore second;

    @BeforeEach
    void open(@TempDir Path folder) {
        first = OpenStore.in(folder, 4, stops::around);
        second = OpenStore.in(folder, 0);
        for (OpenStore store : new OpenStore[] {first, second}) {
            store.clock().move(Duration.ofDays(36_500));
        }
    }

    @AfterEach
    void close() {
        first.verify();
        first.close();
        second.close();
    }

    private static Retention retention(OpenStore store) {
        return new Retention(
                store.database().reading(), store.journal(), Duration.ofDays(30), store.clock(), Observer.NONE);
    }

    private static CompletableFuture<Void> beside(OpenStore store) {
        return CompletableFuture.runAsync(() -> {
            try {
                Passes.of(retention(store));
            } catch (Exception failed) {
                throw new AssertionError(failed);
            }
        });
    }

    private String completed(String event) {
        String flow = first.accept(Coming.event(event).starts("f", "a"))
                .flows()
                .get(0)
                .id();
        first.settle(first.taken("a"), done("1"));
        return flow;
    }

    private void daysPass() {
        first.clock().move(Duration.ofDays(31));
        second.clock().move(Duration.ofDays(31));
    }

    @Test
    void what_one_node_deletes_the_other_passes_over_and_nobody_waits() throws Exception {
        for (int i = 0; i < 10; i++) {
            completed("e" + i);
        }
        daysPass();
        Barriers.Stop locked = stops.after(LOCKED);
        CompletableFuture<Void> slow = beside(first);
        locked.awaitReached();
        Passes.of(retention(second));
        assertEquals(10, second.tables().count("flow"));
        locked.goOn();
        slow.join();
        assertEquals(0, second.tables().count("flow"));
        assertEquals(0, second.tables().count("fact"));
        assertEquals(0, second.tables().count("event"));
    }

    @Test
    void many_passes_at_once_delete_everything_once() throws Exception {
        for (int i = 0; i < 100; i++) {
            completed("e" + i);
        }
        daysPass();
        CompletableFuture.allOf(beside(first), beside(second)).join();
        Passes.of(retention(first));
        assertEquals(0, first.tables().count("flow"));
        assertEquals(0, first.tables().count("event"));
    }

    @Test
    void an_order_to_a_flow_that_is_just_deleted_finds_no_flow() {
        String flow = completed("1");
        daysPass();
        Barriers.Stop locked = stops.after(LOCKED);
        CompletableFuture<Void> deleting = beside(first);
        locked.awaitReached();
        var order = second.journal().order(flow, new Command.Cancel("ann", ""));
        locked.goOn();
        deleting.join();
        assertThrows(UnknownFlow.class, () -> answer(order));
    }

    @Test
    void an_event_whose_predecessor_is_deleted_under_its_eyes_is_accepted_as_new() throws Exception {
        completed("1");
        daysPass();
        Barriers.Stop seen = stops.after("INSERT INTO event");
        var repeat = first.journal().accept(Coming.event("1").starts("f", "a").incoming());
        seen.awaitReached();
        Passes.of(retention(second));
        assertEquals(0, second.tables().count("event"));
        seen.goOn();
        assertFalse(answer(repeat).duplicate());
        assertEquals(1, second.tables().count("event"));
        assertTrue(first.settle(first.taken("a"), done("1")));
    }

    private CompletableFuture<Boolean> await(Taken row) {
        var wanted = new Evaluation.Wanted(Optional.empty(), "k", Optional.empty(), "");
        var awaited = new Command.Awaited("paid", "k", Duration.ofDays(100));
        var evaluate = new Command.Evaluate("a", wanted, Optional.of(awaited));
        return first.journal().settle(Settlements.of(row, evaluate, List.of()));
    }

    private Taken awaiting() {
        first.accept(Coming.event("early", "paid", "k"));
        daysPass();
        first.accept(Coming.event("begin").starts(Coming.awaiting("f", Optional.empty(), Set.of())));
        return first.taken("a");
    }

    @Test
    void an_event_that_is_deleted_while_a_wait_finds_it_has_not_come() throws Exception {
        Taken row = awaiting();
        Barriers.Stop found = stops.after("f.started_at - ?");
        CompletableFuture<Boolean> begun = await(row);
        found.awaitReached();
        Passes.of(retention(second));
        assertEquals(0, second.tables().count("event WHERE external_id = 'early'"));
        found.goOn();
        assertFalse(answer(begun));
        assertEquals(0, second.tables().count("arrival"));
        first.clock().move(Duration.ofMinutes(1));
        assertTrue(answer(await(first.taken("a"))));
        assertEquals(1, second.tables().count("waiting"));
    }

    @Test
    void an_event_that_a_wait_has_just_found_is_not_deleted() throws Exception {
        Taken row = awaiting();
        Barriers.Stop arrived = stops.after("INSERT INTO arrival");
        CompletableFuture<Boolean> begun = await(row);
        arrived.awaitReached();
        Passes.of(retention(second));
        arrived.goOn();
        assertTrue(answer(begun));
        Passes.of(retention(second));
        assertEquals(1, second.tables().count("event WHERE external_id = 'early'"));
        assertEquals(1, second.tables().count("arrival"));
    }
}
