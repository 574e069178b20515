package io.caravan.store.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.ActionState;
import io.caravan.flow.Command;
import io.caravan.flow.Compensating;
import io.caravan.flow.FlowStatus;
import io.caravan.flow.Payload;
import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import io.caravan.store.Settlements;
import io.caravan.store.outbox.OutboxRow.Kind;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flow that turns back: its rows, the look for attempts that still run, and a process that dies on the way. */
class CompensationsTest {
    private static final Command CANCEL = new Command.Cancel("ann", "");

    @TempDir
    private Path folder;

    private OpenStore store;
    private String flow;

    @BeforeEach
    void open() {
        store = OpenStore.in(folder, 4);
        flow = store.begin("f", "a", "b needs a", "undo-a compensates a", "undo-b compensates b");
        store.settle(store.taken("a"), OpenStore.done("1"));
    }

    @AfterEach
    void close() {
        store.verify();
        store.close();
    }

    private void compensate(Taken look) {
        assertEquals(Kind.COMPENSATE, look.row().kind());
        assertTrue(OpenStore.answer(store.journal().settle(Settlements.of(look, new Command.Compensate(), List.of()))));
    }

    private ActionState state(String action) {
        return store.state(flow).progress(action).orElseThrow().state();
    }

    @Test
    void nothing_is_undone_while_an_attempt_runs_and_what_it_does_is_undone_first() {
        Taken b = store.taken("b");
        assertEquals(FlowStatus.RUNNING, store.order(flow, CANCEL).status());
        assertEquals(b.key(), store.stopped());
        compensate(store.taken(""));
        store.verify();
        assertTrue(Compensating.isDue(store.state(flow)));
        store.settle(b, OpenStore.done("2"));
        store.clock().move(Duration.ofSeconds(1));
        store.settled();
        compensate(store.taken(""));
        store.verify();
        Taken undoing = store.taken("undo-b");
        assertEquals(Payload.inline("2"), Compensating.brought(undoing.state(), "b"));
        store.settle(undoing, OpenStore.done("null"));
        store.settle(store.taken("undo-a"), OpenStore.done("null"));
        assertEquals(FlowStatus.CANCELLED, store.state(flow).status());
        assertTrue(store.state(flow).ended());
        assertEquals(0, store.tables().count("outbox"));
    }

    @Test
    void an_attempt_that_ends_in_the_batch_of_the_look_is_undone_too() {
        Taken b = store.taken("b");
        store.order(flow, CANCEL);
        Taken look = store.taken("");
        var answers = new ArrayList<CompletableFuture<Boolean>>();
        store.together(() -> {
            answers.add(store.journal().settle(Settlements.of(look, new Command.Compensate(), List.of())));
            answers.add(store.journal().settle(store.settlement(b, OpenStore.done("2"), List.of())));
        });
        answers.forEach(OpenStore::answer);
        store.clock().move(Duration.ofSeconds(1));
        store.settled();
        compensate(store.taken(""));
        store.settle(store.taken("undo-b"), OpenStore.done("null"));
        store.settle(store.taken("undo-a"), OpenStore.done("null"));
        assertEquals(FlowStatus.CANCELLED, store.state(flow).status());
    }

    @Test
    void a_process_that_dies_with_an_attempt_leaves_it_uncertain_and_it_is_undone() {
        store.taken("b");
        store.order(flow, CANCEL);
        store.taken("");
        store = store.restart();
        store.settled();
        store.clock().move(Duration.ofSeconds(1));
        store.settled();
        compensate(store.taken(""));
        Taken undoing = store.taken("undo-b");
        assertEquals(Payload.NOTHING, Compensating.brought(undoing.state(), "b"));
        store = store.restart();
        store.settled();
        assertEquals(ActionState.RETRYING, state("undo-b"));
        store.clock().move(Duration.ofMinutes(1));
        store.settled();
        store.settle(store.taken("undo-b"), OpenStore.done("null"));
        store.settle(store.taken("undo-a"), OpenStore.done("null"));
        assertEquals(FlowStatus.CANCELLED, store.state(flow).status());
    }

    @Test
    void a_deadline_is_forgotten_on_the_way_back() {
        store.settle(store.taken("b"), OpenStore.done("2"));
        var deadline = store.clock().instant().plus(Duration.ofHours(1));
        String other = store.accept(
                        Coming.event("2").startsWithDeadline(deadline, "g", "a", "b needs a", "x compensates a"))
                .flows()
                .get(0)
                .id();
        store.settle(store.taken("a"), OpenStore.done("1"));
        store.taken("b");
        store.order(other, CANCEL);
        assertEquals(0, store.tables().count("outbox WHERE kind = 'deadline'"));
        assertFalse(store.state(other).ended());
        store.verify();
    }
}
