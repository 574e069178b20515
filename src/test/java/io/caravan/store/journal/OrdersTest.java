package io.caravan.store.journal;

import static io.caravan.store.OpenStore.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.ActionState;
import io.caravan.flow.Command;
import io.caravan.flow.Failure;
import io.caravan.flow.FlowStatus;
import io.caravan.flow.Outcome;
import io.caravan.flow.Refused;
import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person asks of a flow: cancel and replay. */
class OrdersTest {
    private static final Command CANCEL = new Command.Cancel("ann", "");
    private static final Failure WRONG = new Failure("Wrong", "bad data");

    private OpenStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = OpenStore.in(folder, 1);
    }

    @AfterEach
    void close() {
        store.verify();
        store.close();
    }

    private static Command replay(String action) {
        return new Command.Replay(action, "ann", "");
    }

    @Test
    void cancel_deletes_rows_that_nobody_has_taken_and_marks_those_that_somebody_has() {
        String flow = store.begin("f", "a", "b", "c");
        Taken a = store.taken("a");
        assertEquals(FlowStatus.CANCELLED, store.order(flow, CANCEL).status());
        assertEquals(List.of("a|1"), store.tables().rows("SELECT action, cancelled FROM outbox"));
        store.settle(a, done("1"));
        assertEquals(0, store.tables().count("outbox"));
    }

    @Test
    void the_late_result_of_a_cancelled_action_is_kept_as_a_fact_without_effect() {
        String flow = store.begin("f", "a", "b needs a");
        Taken a = store.taken("a");
        store.order(flow, CANCEL);
        String ended = store.tables().rows("SELECT status, ended_at FROM flow").get(0);
        store.clock().move(Duration.ofMinutes(1));
        assertTrue(store.settle(a, done("{\"id\":7}")));
        assertEquals(
                ActionState.CANCELLED,
                store.state(flow).progress("a").orElseThrow().state());
        assertTrue(store.tables()
                .rows("SELECT body FROM fact ORDER BY seq DESC LIMIT 1")
                .get(0)
                .contains("\"type\":\"endedLate\",\"action\":\"a\""));
        assertEquals(
                ended, store.tables().rows("SELECT status, ended_at FROM flow").get(0));
        store.nothingTaken();
        assertEquals(1, store.permits().free());
    }

    @Test
    void a_cancelled_row_that_is_given_back_is_gone_and_never_taken_again() {
        String flow = store.begin("f", "a");
        Taken a = store.taken("a");
        store.order(flow, CANCEL);
        assertTrue(OpenStore.answer(store.journal().release(a.key(), a.lease(), Duration.ZERO)));
        store.nothingTaken();
        assertEquals(0, store.tables().count("outbox"));
    }

    @Test
    void cancel_removes_dead_letters() {
        String flow = store.begin("f", "a");
        store.settle(store.taken("a"), new Outcome.Rejected(WRONG));
        assertEquals(1, store.tables().count("dead"));
        store.order(flow, CANCEL);
        assertEquals(0, store.tables().count("dead"));
    }

    @Test
    void replay_takes_the_dead_letter_away_and_makes_the_action_due_with_the_next_number() {
        String flow = store.begin("f", "a");
        store.settle(store.taken("a"), new Outcome.Rejected(WRONG));
        assertEquals(FlowStatus.RUNNING, store.order(flow, replay("a")).status());
        assertEquals(0, store.tables().count("dead"));
        Taken again = store.taken("a");
        assertEquals(2, again.row().attempt().number());
        store.settle(again, done("1"));
        assertEquals(FlowStatus.COMPLETED, store.state(flow).status());
    }

    @Test
    void a_replay_in_the_same_batch_as_the_death_leaves_no_dead_letter() {
        String flow = store.begin("f", "a");
        Taken a = store.taken("a");
        store.together(() -> {
            store.journal().settle(store.settlement(a, new Outcome.Rejected(WRONG), List.of()));
            store.journal().order(flow, replay("a"));
        });
        assertEquals(2, store.taken("a").row().attempt().number());
        assertEquals(0, store.tables().count("dead"));
    }

    @Test
    void an_order_to_an_unknown_flow_answers_so() {
        assertEquals(
                "No flow has the id 'nowhere'.",
                assertThrows(UnknownFlow.class, () -> store.order("nowhere", CANCEL))
                        .getMessage());
    }

    @Test
    void a_refused_order_says_why_and_changes_nothing_and_strangers_in_its_batch_are_untouched() {
        String flow = store.begin("f", "a");
        Taken a = store.taken("a");
        int facts = store.tables().count("fact");
        store.together(() -> {
            store.journal().order(flow, replay("nothing"));
            store.journal().accept(Coming.event("stranger").incoming());
        });
        assertEquals(
                "Action 'a' is ready; only a dead or uncertain action can be replayed.",
                assertThrows(Refused.class, () -> store.order(flow, replay("a")))
                        .getMessage());
        assertEquals(facts, store.tables().count("fact"));
        assertEquals(1, store.tables().count("event WHERE external_id = 'stranger'"));
        assertTrue(store.settle(a, done("1")));
    }
}
