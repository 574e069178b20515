package io.caravan.store.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.flow.ActionState;
import io.caravan.flow.Command;
import io.caravan.flow.Evaluation;
import io.caravan.flow.FlowStatus;
import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import io.caravan.store.Settlements;
import io.caravan.store.outbox.OutboxRow.Kind;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waits and their events in one batch, and the look-back. */
class WaitingTest {
    private OpenStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = OpenStore.in(folder, 8);
    }

    @AfterEach
    void close() {
        store.verify();
        store.close();
    }

    private Taken begun() {
        store.accept(Coming.event("begin", "begun", "own").starts(Coming.awaiting("f", Optional.empty(), Set.of())));
        return store.taken("a");
    }

    private Settlement evaluated(Taken row) {
        var wanted = new Evaluation.Wanted(Optional.empty(), "k", Optional.empty(), "");
        var awaited = new Command.Awaited("paid", "k", Duration.ofHours(1));
        return Settlements.of(row, new Command.Evaluate("a", wanted, Optional.of(awaited)), List.of());
    }

    private ActionState state(Taken row) {
        return store.state(row.key().flow()).progress("a").orElseThrow().state();
    }

    private void wake() {
        Taken row = store.taken("a");
        assertEquals(Kind.AWAIT, row.row().kind());
        OpenStore.answer(store.journal().settle(Settlements.of(row, new Command.Wake("a"), List.of())));
    }

    @Test
    void an_event_that_is_sent_in_the_batch_in_which_the_wait_begins_is_delivered() {
        Taken row = begun();
        store.begin("g", "x");
        Taken sender = store.taken("x");
        store.together(() -> {
            store.journal().settle(evaluated(row));
            store.journal()
                    .settle(store.settlement(sender, OpenStore.done("1"), List.of(Coming.event("p", "paid", "k"))));
        });
        wake();
        assertEquals(ActionState.READY, state(row));
    }

    @Test
    void an_event_that_is_accepted_in_the_batch_in_which_the_wait_begins_has_come_before() {
        Taken row = begun();
        store.together(() -> {
            store.journal().settle(evaluated(row));
            store.journal().accept(Coming.event("p", "paid", "k").incoming());
        });
        store.settled();
        assertEquals(ActionState.READY, state(row));
    }

    @Test
    void events_before_the_look_back_do_not_count_and_of_the_others_the_latest_does() {
        store.accept(Coming.event("old", "paid", "k"));
        store.clock().move(Duration.ofMinutes(61));
        Taken row = begun();
        OpenStore.answer(store.journal().settle(evaluated(row)));
        assertEquals(ActionState.AWAITING, state(row));
        store.accept(Coming.event("new", "paid", "k"));
        wake();
        store.accept(Coming.event("newer", "paid", "k"));
        store.accept(Coming.event("begin2", "begun", "own").starts(Coming.awaiting("f", Optional.empty(), Set.of())));
        Taken later = taken("a");
        OpenStore.answer(store.journal().settle(evaluated(later)));
        String came = store.state(later.key().flow())
                .progress("a")
                .orElseThrow()
                .given()
                .event()
                .orElseThrow();
        assertEquals(List.of("newer"), store.tables().rows("SELECT external_id FROM event WHERE id = '" + came + "'"));
    }

    /** The next row of this action that is to be evaluated. */
    private Taken taken(String action) {
        Taken next = store.taken(action);
        return next.row().kind() == Kind.EVALUATE ? next : taken(action);
    }

    @Test
    void the_event_that_begins_a_flow_does_not_cancel_it() {
        String flow = store.accept(Coming.event("1", "paid", "key of f")
                        .starts(Coming.awaiting("f", Optional.empty(), Set.of("paid"))))
                .flows()
                .get(0)
                .id();
        store.taken("a");
        store.nothingTaken();
        assertEquals(FlowStatus.RUNNING, store.state(flow).status());
    }

    @Test
    void its_own_event_never_counts() {
        store.accept(Coming.event("own", "paid", "k").starts(Coming.awaiting("f", Optional.empty(), Set.of())));
        Taken row = store.taken("a");
        OpenStore.answer(store.journal().settle(evaluated(row)));
        assertEquals(ActionState.AWAITING, state(row));
    }
}
