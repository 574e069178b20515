package io.caravan.store.journal;

import static io.caravan.store.OpenStore.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.ActionProgress;
import io.caravan.flow.ActionState;
import io.caravan.flow.Command;
import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import io.caravan.store.outbox.OutboxRow.Kind;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process dies with attempts under way, and the next one on the same database carries on. */
class RestartTest {
    private OpenStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = OpenStore.in(folder, 4);
    }

    @AfterEach
    void close() {
        store.verify();
        store.close();
    }

    private void restart() {
        store = store.restart();
        store.settled();
    }

    private ActionProgress progress(String flow, String action) {
        return store.state(flow).progress(action).orElseThrow();
    }

    @Test
    void an_attempt_that_was_running_is_declared_lost_its_outcome_uncertain_and_counted() {
        String flow = store.begin("f", "a");
        store.taken("a");
        restart();
        assertEquals(ActionState.RETRYING, progress(flow, "a").state());
        assertEquals(1, progress(flow, "a").attempts());
        assertEquals(
                "AttemptLost",
                progress(flow, "a").error().orElseThrow().failure().type());
        store.clock().move(Duration.ofSeconds(1));
        store.settled();
        Taken again = store.taken("a");
        assertEquals(2, again.row().attempt().number());
        assertTrue(again.row().attempt().uncertain());
    }

    @Test
    void lost_attempts_spend_the_budget() {
        String flow = store.begin("f", "a");
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertEquals(attempt, store.taken("a").row().attempt().number());
            restart();
            store.clock().move(Duration.ofMinutes(1));
            store.settled();
        }
        assertEquals(ActionState.UNCERTAIN, progress(flow, "a").state());
        store.nothingTaken();
        assertEquals(List.of("a|uncertain|3"), store.tables().rows("SELECT action, outcome, attempts FROM dead"));
    }

    @Test
    void the_lost_attempt_of_a_dead_process_can_change_nothing() {
        String flow = store.begin("f", "a", "b needs a");
        Taken lost = store.taken("a");
        restart();
        assertFalse(store.settle(lost, done("1"), Coming.event("sent")));
        assertEquals(1, store.tables().count("event"));
        assertEquals(ActionState.RETRYING, progress(flow, "a").state());
    }

    @Test
    void a_trigger_and_a_deadline_that_were_taken_just_run_again() {
        String flow = store.accept(Coming.event("1").startsFailing("f"))
                .flows()
                .get(0)
                .id();
        store.order(flow, new Command.Replay("trigger", "ann", ""));
        int attempt = store.taken("trigger").row().attempt().number();
        store.accept(
                Coming.event("2").startsWithDeadline(store.clock().instant().plusSeconds(1), "g", "a"));
        store.settle(store.taken("a"), new Outcome.Rejected(new Failure("Wrong", "bad")));
        store.clock().move(Duration.ofSeconds(1));
        store.settled();
        assertEquals(Kind.DEADLINE, store.taken("").row().kind());
        restart();
        List<Taken> again = store.taken(2);
        assertEquals(
                List.of("", "trigger"),
                again.stream().map(taken -> taken.key().action()).sorted().toList());
        assertTrue(again.stream()
                .anyMatch(taken -> taken.row().kind() == Kind.TRIGGER
                        && taken.row().attempt().number() == attempt));
    }

    @Test
    void a_cancelled_attempt_that_was_running_is_told_of_and_gone() {
        String flow = store.begin("f", "a");
        store.taken("a");
        store.order(flow, new Command.Cancel("ann", ""));
        restart();
        store.nothingTaken();
        assertEquals(0, store.tables().count("outbox"));
        assertTrue(store.tables()
                .rows("SELECT body FROM fact ORDER BY seq DESC LIMIT 1")
                .get(0)
                .contains("endedLate"));
    }

    @Test
    void what_was_free_is_taken_by_the_next_process() {
        String flow = store.begin("f", "a");
        store.settle(store.taken("a"), Outcome.retry(new Failure("Away", "not there")));
        restart();
        store.nothingTaken();
        store.clock().move(Duration.ofSeconds(1));
        store.settled();
        assertEquals(flow, store.taken("a").key().flow());
    }

    @Test
    @Tag("sqlite")
    void epochs_never_repeat_even_when_their_rows_were_deleted() {
        store.begin("f", "a");
        long first = store.taken("a").lease().epoch();
        store.tables().change("DELETE FROM node");
        restart();
        store.begin("g", "b");
        assertTrue(store.taken("b").lease().epoch() > first);
    }

    @Test
    void events_and_keys_are_remembered() {
        store.accept(Coming.event("1").startsOnce("k", "f"));
        restart();
        assertTrue(store.accept(Coming.event("1").startsOnce("k", "f")).duplicate());
        assertTrue(store.accept(Coming.event("2").startsOnce("k", "f"))
                .flows()
                .get(0)
                .held());
    }
}
