package io.caravan.store.journal;

import static io.caravan.store.OpenStore.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.ActionState;
import io.caravan.flow.Command;
import io.caravan.flow.Definition;
import io.caravan.flow.Evaluation;
import io.caravan.flow.FlowState;
import io.caravan.flow.FlowStatus;
import io.caravan.store.Barriers;
import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import io.caravan.store.Settlements;
import io.caravan.store.outbox.OutboxRow.Kind;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What crosses flows on two nodes: waits that begin while their event comes, and lanes. */
@Tag("postgres")
class WaitsOfTwoWritersTest {
    private static final String LOOKED_BACK = "f.started_at - ?";
    private static final String ADMIT = "INSERT INTO event";
    private static final String MOVE = "UPDATE lane SET head";
    private static final String ENTER = "INSERT INTO lane";
    private static final String WAITERS = "WHERE type = ? AND key = ? AND event_id IS NULL";
    private static final String STOP_WAITING = "DELETE FROM waiting";
    private static final String COME = "SELECT action, event_id FROM waiting";

    @TempDir
    private Path folder;

    private TwoWriters nodes;
    private OpenStore first;
    private OpenStore second;

    @BeforeEach
    void open() {
        nodes = new TwoWriters(folder, 4, 4);
        first = nodes.first();
        second = nodes.second();
        first.settled();
        second.settled();
    }

    @AfterEach
    void close() {
        assertEquals(0, nodes.deadlocks());
        nodes.verify();
        nodes.close();
    }

    private String begin(Optional<Duration> timeout, Set<String> cancelOn) {
        return first.accept(Coming.event("begin").starts(Coming.awaiting("f", timeout, cancelOn)))
                .flows()
                .get(0)
                .id();
    }

    private CompletableFuture<Boolean> evaluated(Taken row, String key) {
        var wanted = new Evaluation.Wanted(Optional.empty(), key, Optional.empty(), "");
        var awaited = new Command.Awaited("paid", key, Duration.ofHours(1));
        var command = new Command.Evaluate("a", wanted, Optional.of(awaited));
        return first.journal().settle(Settlements.of(row, command, List.of()));
    }

    private static CompletableFuture<Boolean> wake(OpenStore node, Taken row) {
        assertEquals(Kind.AWAIT, row.row().kind());
        return node.journal().settle(Settlements.of(row, new Command.Wake("a"), List.of()));
    }

    private static CompletableFuture<Boolean> cancel(OpenStore node, Taken row) {
        return node.journal().settle(Settlements.of(row, new Command.CancelOn("", ""), List.of()));
    }

    private ActionState state(String flow) {
        return first.state(flow).progress("a").orElseThrow().state();
    }

    @Test
    void an_event_that_comes_while_the_wait_looks_back_is_not_missed() {
        String flow = begin(Optional.empty(), Set.of());
        Barriers.Stop looked = nodes.firstStops().after(LOOKED_BACK);
        CompletableFuture<Boolean> begun = evaluated(first.taken("a"), "k");
        looked.awaitReached();
        CompletableFuture<Accepted> accepted =
                second.journal().accept(Coming.event("p", "paid", "k").incoming());
        nodes.awaitBlockedOrDone(accepted);
        looked.goOn();
        assertTrue(answer(begun));
        answer(accepted);
        assertTrue(answer(wake(second, second.taken("a"))));
        assertEquals(ActionState.READY, state(flow));
        second.taken("a");
    }

    @Test
    void a_wait_that_begins_while_its_event_is_stored_finds_it() {
        String flow = begin(Optional.empty(), Set.of());
        Taken row = first.taken("a");
        Barriers.Stop stored = nodes.secondStops().after(ADMIT);
        CompletableFuture<Accepted> accepted =
                second.journal().accept(Coming.event("p", "paid", "k").incoming());
        stored.awaitReached();
        CompletableFuture<Boolean> begun = evaluated(row, "k");
        nodes.awaitBlockedOrDone(begun);
        stored.goOn();
        answer(accepted);
        assertTrue(answer(begun));
        assertEquals(ActionState.READY, state(flow));
        first.taken("a");
    }

    /** The row of a wait, taken by the first node before its event has come. */
    private Taken lookAfter(String action) {
        first.tables()
                .change("UPDATE outbox SET due_at = "
                        + first.clock().instant().plusSeconds(1).toEpochMilli());
        first.clock().move(Duration.ofSeconds(10));
        return first.taken(action);
    }

    @Test
    void events_of_one_key_do_not_wait_for_each_other() {
        Barriers.Stop stored = nodes.firstStops().after(ADMIT);
        CompletableFuture<Accepted> one =
                first.journal().accept(Coming.event("1", "paid", "k").incoming());
        stored.awaitReached();
        answer(second.journal().accept(Coming.event("2", "paid", "k").incoming()));
        assertFalse(one.isDone());
        stored.goOn();
        answer(one);
    }

    @Test
    void an_event_that_comes_while_a_row_is_looked_after_too_early_is_not_missed() {
        String flow = begin(Optional.empty(), Set.of());
        assertTrue(answer(evaluated(first.taken("a"), "k")));
        Taken row = lookAfter("a");
        Barriers.Stop read = nodes.firstStops().after(COME);
        CompletableFuture<Boolean> early = wake(first, row);
        read.awaitReached();
        CompletableFuture<Accepted> accepted =
                second.journal().accept(Coming.event("p", "paid", "k").incoming());
        nodes.awaitBlockedOrDone(accepted);
        read.goOn();
        assertTrue(answer(early));
        answer(accepted);
        Taken again = second.taken("a");
        assertTrue(answer(wake(second, again)));
        assertEquals(ActionState.READY, state(flow));
        second.taken("a");
    }

    @Test
    void an_event_that_cancels_beats_its_own_delivery() {
        String flow = first.accept(Coming.event("begin", "begun", "k")
                        .starts(Coming.awaiting("f", Optional.empty(), Set.of("paid"))))
                .flows()
                .get(0)
                .id();
        assertTrue(answer(evaluated(first.taken("a"), "key of f")));
        second.accept(Coming.event("p", "paid", "key of f"));
        Taken one = second.taken();
        Taken other = second.taken();
        Taken delivery = one.row().kind() == Kind.AWAIT ? one : other;
        assertTrue(answer(wake(second, delivery)));
        assertEquals(FlowStatus.CANCELLED, first.state(flow).status());
        Taken cancel = delivery == one ? other : one;
        assertTrue(answer(cancel(second, cancel)));
        assertEquals(0, first.tables().count("waiting"));
    }

    @Test
    void a_flow_that_begins_while_the_event_that_would_cancel_it_comes_is_cancelled_by_the_next_one() {
        String waiting = begin(Optional.empty(), Set.of());
        assertTrue(answer(evaluated(first.taken("a"), "key of g")));
        Barriers.Stop found = nodes.secondStops().after(WAITERS);
        CompletableFuture<Accepted> coming =
                second.journal().accept(Coming.event("p1", "paid", "key of g").incoming());
        found.awaitReached();
        String cancellable = first.accept(Coming.event("begin g", "begun", "k")
                        .starts(Coming.awaiting("g", Optional.empty(), Set.of("paid"))))
                .flows()
                .get(0)
                .id();
        Taken evaluation = first.taken("a");
        found.goOn();
        answer(coming);
        assertTrue(answer(wake(second, second.taken("a"))));
        assertEquals(ActionState.READY, state(waiting));
        second.taken("a");
        second.accept(Coming.event("p2", "paid", "key of g"));
        Taken cancel = second.taken();
        assertEquals(Kind.CANCEL, cancel.row().kind());
        assertTrue(answer(cancel(second, cancel)));
        assertEquals(FlowStatus.CANCELLED, first.state(cancellable).status());
        assertTrue(answer(first.journal().release(evaluation.key(), evaluation.lease(), Duration.ZERO)));
    }

    @Test
    void an_event_that_cancels_is_not_missed_while_the_flow_moves_to_another_version() {
        String flow = begin(Optional.empty(), Set.of("paid"));
        Taken evaluation = first.taken("a");
        Definition next = Coming.awaiting("f", Optional.empty(), Set.of("paid", "halt"));
        Barriers.Stop moved = nodes.firstStops().after(STOP_WAITING);
        CompletableFuture<FlowState> moving = first.journal().order(flow, new Command.Migrate(next, "ann", ""));
        moved.awaitReached();
        CompletableFuture<Accepted> coming =
                second.journal().accept(Coming.event("p", "paid", "key of f").incoming());
        nodes.awaitBlockedOrDone(coming);
        moved.goOn();
        answer(moving);
        answer(coming);
        Taken cancel = second.taken();
        assertEquals(Kind.CANCEL, cancel.row().kind());
        assertTrue(answer(cancel(second, cancel)));
        assertEquals(FlowStatus.CANCELLED, first.state(flow).status());
        assertTrue(answer(first.journal().release(evaluation.key(), evaluation.lease(), Duration.ZERO)));
    }

    @Test
    void an_event_and_the_end_of_the_wait_for_it_do_not_wait_for_each_other() {
        String flow = begin(Optional.empty(), Set.of());
        assertTrue(answer(evaluated(first.taken("a"), "k")));
        Taken row = lookAfter("a");
        Barriers.Stop found = nodes.secondStops().after(WAITERS);
        CompletableFuture<Accepted> coming = comes(second, "p", "k");
        found.awaitReached();
        CompletableFuture<Boolean> ended = wake(first, row);
        nodes.awaitBlockedOrDone(ended);
        found.goOn();
        answer(coming);
        assertTrue(answer(ended));
        assertEquals(ActionState.READY, state(flow));
        first.taken("a");
    }

    @Test
    void events_of_the_same_keys_in_two_orders_do_not_wait_for_each_other() {
        for (String key : List.of("k", "l")) {
            first.accept(Coming.event("begin " + key).starts(Coming.awaiting("f", Optional.empty(), Set.of())));
            assertTrue(answer(evaluated(first.taken("a"), key)));
        }
        Barriers.Stop one = nodes.firstStops().after(WAITERS);
        var answers = new ArrayList<CompletableFuture<Accepted>>();
        first.together(() -> List.of("k", "l").forEach(key -> answers.add(comes(first, "1 " + key, key))));
        one.awaitReached();
        second.together(() -> List.of("l", "k").forEach(key -> answers.add(comes(second, "2 " + key, key))));
        nodes.awaitBlockedOrDone(answers.get(3));
        one.goOn();
        answers.forEach(OpenStore::answer);
        first.taken(2).forEach(row -> assertTrue(answer(wake(first, row))));
        first.taken(2)
                .forEach(row -> assertEquals(ActionState.READY, state(row.key().flow())));
    }

    private static CompletableFuture<Accepted> comes(OpenStore node, String event, String key) {
        return node.journal().accept(Coming.event(event, "paid", key).incoming());
    }

    private String beginInLane(OpenStore node, String event) {
        return node.accept(Coming.event(event).startsInLane("k", "f", "a"))
                .flows()
                .get(0)
                .id();
    }

    private static CompletableFuture<Boolean> leave(OpenStore node, Taken row) {
        assertEquals(Kind.LEAVE, row.row().kind());
        var lane = row.state().standing().lane().orElseThrow();
        return node.journal().settle(Settlements.of(row, new Command.Leave("f", lane), List.of()));
    }

    @Test
    void a_flow_that_enters_its_lane_while_the_one_before_leaves_has_its_turn() {
        beginInLane(first, "1");
        first.settle(first.taken("a"), OpenStore.done("1"));
        Barriers.Stop moved = nodes.firstStops().after(MOVE);
        CompletableFuture<Boolean> left = leave(first, first.taken());
        moved.awaitReached();
        CompletableFuture<Accepted> entering = second.journal()
                .accept(Coming.event("2").startsInLane("k", "f", "a").incoming());
        nodes.awaitBlockedOrDone(entering);
        moved.goOn();
        assertTrue(answer(left));
        answer(entering);
        assertTrue(answer(TwoWriters.settle(second, second.taken("a"), "2")));
    }

    @Test
    void two_flows_that_enter_a_lane_on_two_nodes_run_one_after_another() {
        Barriers.Stop entered = nodes.firstStops().after(ENTER);
        CompletableFuture<Accepted> one = first.journal()
                .accept(Coming.event("1").startsInLane("k", "f", "a").incoming());
        entered.awaitReached();
        CompletableFuture<Accepted> other = second.journal()
                .accept(Coming.event("2").startsInLane("k", "f", "a").incoming());
        nodes.awaitBlockedOrDone(other);
        entered.goOn();
        answer(one);
        answer(other);
        Taken running = first.taken("a");
        second.nothingTaken();
        assertTrue(answer(TwoWriters.settle(first, running, "1")));
        assertTrue(answer(leave(first, first.taken())));
        Taken next = first.taken("a");
        assertEquals(answer(other).flows().get(0).id(), next.key().flow());
    }

    @Test
    void flows_that_enter_the_same_lanes_in_two_orders_do_not_wait_for_each_other() {
        Barriers.Stop entered = nodes.firstStops().after(ENTER);
        var answers = new ArrayList<CompletableFuture<Accepted>>();
        first.together(() -> List.of("k", "l").forEach(lane -> answers.add(enter(first, "first in " + lane, lane))));
        entered.awaitReached();
        second.together(() -> List.of("l", "k").forEach(lane -> answers.add(enter(second, "second in " + lane, lane))));
        nodes.awaitBlockedOrDone(answers.get(3));
        entered.goOn();
        answers.forEach(OpenStore::answer);
    }

    private static CompletableFuture<Accepted> enter(OpenStore node, String event, String lane) {
        return node.journal()
                .accept(Coming.event(event).startsInLane(lane, "f", "a").incoming());
    }

    @Test
    void a_lane_that_has_begun_anew_is_not_left_by_who_left_it_before() {
        beginInLane(first, "1");
        first.settle(first.taken("a"), OpenStore.done("1"));
        Taken row = first.taken();
        assertTrue(answer(leave(first, row)));
        assertEquals(0, first.tables().count("lane"));
        beginInLane(first, "2");
        beginInLane(first, "3");
        first.taken("a");
        assertFalse(answer(leave(second, row)), "a repeat is stale");
        first.nothingTaken();
        assertEquals(List.of("0"), first.tables().rows("SELECT head FROM lane WHERE key = 'k'"));
    }

    @Test
    void a_lane_is_left_once_although_the_answer_to_the_commit_was_lost() {
        String one = beginInLane(first, "1");
        String two = beginInLane(first, "2");
        String three = beginInLane(second, "3");
        first.settle(first.taken("a"), OpenStore.done("1"));
        Taken row = first.taken();
        assertTrue(answer(leave(first, row)));
        assertFalse(answer(leave(second, row)), "a repeat is stale");
        Taken second = first.taken("a");
        assertEquals(two, second.key().flow());
        first.nothingTaken();
        assertEquals(List.of("1"), first.tables().rows("SELECT head FROM lane WHERE key = 'k'"));
        assertFalse(one.equals(three));
    }
}
