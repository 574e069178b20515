package io.caravan.store.journal;

import static io.caravan.store.OpenStore.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.ActionState;
import io.caravan.flow.Command;
import io.caravan.flow.Compensating;
import io.caravan.flow.Failure;
import io.caravan.flow.FlowState;
import io.caravan.flow.FlowStatus;
import io.caravan.flow.Outcome;
import io.caravan.flow.Payload;
import io.caravan.store.Barriers;
import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import io.caravan.store.Settlements;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes change the same flow, event or key, each interleaving replayed between two statements (design, section 6). */
@Tag("postgres")
class TwoWritersTest {
    private static final String LOCK = "FOR NO KEY UPDATE";
    private static final String APPEND = "INSERT INTO fact";
    private static final String ADMIT = "INSERT INTO event";
    private static final String HOLD = "INSERT INTO once";

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
        nodes.verify();
        nodes.close();
    }

    private FlowState state(String flow) {
        return first.state(flow);
    }

    @Test
    void a_join_whose_branches_end_on_two_nodes_at_once_fires_exactly_once() {
        String flow = first.begin("f", "a", "b", "c needs a,b");
        Taken a = first.taken();
        Taken b = first.taken();
        Barriers.Stop locked = nodes.firstStops().after(LOCK);
        CompletableFuture<Boolean> one = TwoWriters.settle(first, a, "1");
        locked.awaitReached();
        CompletableFuture<Boolean> other = TwoWriters.settle(second, b, "2");
        nodes.awaitBlockedOrDone(other);
        locked.goOn();
        assertTrue(answer(one));
        assertTrue(answer(other));
        Taken c = second.taken("c");
        assertTrue(answer(TwoWriters.settle(second, c, "3")));
        first.nothingTaken();
        second.nothingTaken();
        assertEquals(FlowStatus.COMPLETED, state(flow).status());
        assertEquals(1, readied("c"));
    }

    private int readied(String action) {
        return first.tables().count("fact WHERE body LIKE '%{\"type\":\"readied\",\"action\":\"" + action + "\"}%'");
    }

    @Test
    void a_node_that_remembers_a_flow_reads_it_again_when_another_node_has_moved_it_on() {
        String flow = first.begin("f", "a", "b");
        Taken a = first.taken("a");
        Taken b = first.taken("b");
        second.order(flow, new Command.Cancel("ann", "not wanted"));
        assertTrue(answer(TwoWriters.settle(first, a, "1", Coming.event("sent"))));
        assertEquals(0, first.tables().count("event WHERE external_id = 'sent'"));
        assertEquals(FlowStatus.CANCELLED, state(flow).status());
        assertTrue(answer(TwoWriters.settle(first, b, "1")));
        assertEquals(0, first.tables().count("outbox"));
    }

    @Test
    void a_flow_that_failed_here_and_was_mended_elsewhere_goes_on_here() {
        String flow = first.begin("f", "a", "b needs a");
        assertTrue(
                answer(TwoWriters.settle(first, first.taken("a"), new Outcome.Rejected(new Failure("Wrong", "bad")))));
        second.order(flow, new Command.Replay("a", "ann", ""));
        Taken again = second.taken("a");
        assertTrue(answer(TwoWriters.settle(first, again, "1")));
        assertEquals(
                ActionState.SUCCEEDED, state(flow).progress("a").orElseThrow().state());
        assertEquals(2, readied("b") + readied("a"));
    }

    @Test
    void a_late_settle_is_stale_although_its_successor_has_the_same_attempt_number() {
        first.begin("f", "a");
        Taken stalled = first.taken("a");
        answer(first.journal().release(stalled.key(), stalled.lease(), Duration.ZERO));
        Taken successor = first.taken("a");
        assertEquals(stalled.row().attempt(), successor.row().attempt());
        assertFalse(answer(TwoWriters.settle(second, stalled, "1")));
        assertTrue(answer(TwoWriters.settle(second, successor, "2")));
    }

    @Test
    void one_event_accepted_by_two_nodes_at_once_is_accepted_once() {
        Barriers.Stop inserted = nodes.firstStops().after(ADMIT);
        CompletableFuture<Accepted> one =
                first.journal().accept(Coming.event("1").starts("f", "a").incoming());
        inserted.awaitReached();
        CompletableFuture<Accepted> other =
                second.journal().accept(Coming.event("1").starts("f", "a").incoming());
        nodes.awaitBlockedOrDone(other);
        inserted.goOn();
        assertFalse(answer(one).duplicate());
        assertTrue(answer(other).duplicate());
        assertEquals(answer(one).event(), answer(other).event());
        assertEquals(answer(one).flows(), answer(other).flows());
        assertEquals(1, first.tables().count("flow"));
    }

    @Test
    void an_event_whose_first_node_fails_is_accepted_by_the_second() {
        first.tables().refuse("flow", "NEW.definition = 'unwelcome'");
        Barriers.Stop inserted = nodes.firstStops().after(ADMIT);
        var one = first.journal()
                .accept(Coming.event("1").starts("unwelcome", "a").incoming());
        inserted.awaitReached();
        CompletableFuture<Accepted> other =
                second.journal().accept(Coming.event("1").starts("f", "a").incoming());
        nodes.awaitBlockedOrDone(other);
        inserted.goOn();
        assertFalse(answer(other).duplicate());
        assertThrows(CannotBeStored.class, () -> answer(one));
    }

    @Test
    void a_once_key_asked_for_by_two_nodes_at_once_starts_one_flow() {
        Barriers.Stop holding = nodes.firstStops().after(HOLD);
        CompletableFuture<Accepted> one =
                first.journal().accept(Coming.event("1").startsOnce("k", "f").incoming());
        holding.awaitReached();
        CompletableFuture<Accepted> other =
                second.journal().accept(Coming.event("2").startsOnce("k", "f").incoming());
        nodes.awaitBlockedOrDone(other);
        holding.goOn();
        assertFalse(answer(one).flows().get(0).held());
        assertTrue(answer(other).flows().get(0).held());
        assertEquals(
                answer(one).flows().get(0).id(), answer(other).flows().get(0).id());
        assertEquals(1, first.tables().count("flow"));
    }

    @Test
    void an_accept_and_a_settle_that_want_the_same_key_do_not_wait_for_each_other() {
        first.begin("g", "x");
        Taken x = first.taken("x");
        Barriers.Stop locked = nodes.secondStops().after(LOCK);
        CompletableFuture<Boolean> settle =
                TwoWriters.settle(second, x, "1", Coming.event("2").startsOnce("k", "f"));
        locked.awaitReached();
        // one batch of the first node: the key first, the flow of the other one's settle after it
        var accepts = new CompletableFuture<?>[2];
        first.together(() -> {
            accepts[0] = first.journal()
                    .accept(Coming.event("1").startsOnce("k", "f").incoming());
            accepts[1] = first.journal().order(x.key().flow(), new Command.Cancel("ann", ""));
        });
        nodes.awaitBlockedOrDone(accepts[0]);
        locked.goOn();
        answer(settle);
        answer(accepts[0]);
        assertEquals(1, first.tables().count("flow WHERE definition = 'f'"));
        assertEquals(0, nodes.deadlocks());
    }

    @Test
    void settles_of_the_same_flows_in_two_nodes_batches_do_not_wait_for_each_other() {
        nodes.close();
        nodes = new TwoWriters(folder, 200, 0);
        first = nodes.first();
        second = nodes.second();
        for (int i = 0; i < 60; i++) {
            first.begin("f", "a", "b");
        }
        List<Taken> taken = first.taken(120);
        var answers = new ArrayList<CompletableFuture<Boolean>>();
        for (int round = 0; round < 6; round++) {
            List<Taken> some = taken.subList(round * 20, round * 20 + 20);
            first.together(() -> some.stream()
                    .filter(each -> each.key().action().equals("a"))
                    .forEach(each -> answers.add(TwoWriters.settle(first, each, "1"))));
            second.together(() -> some.stream()
                    .filter(each -> each.key().action().equals("b"))
                    .forEach(each -> answers.add(TwoWriters.settle(second, each, "1"))));
        }
        answers.forEach(each -> assertTrue(answer(each)));
        assertEquals(0, nodes.deadlocks());
        assertEquals(60, first.tables().count("flow WHERE status = 'completed'"));
    }

    @Test
    void a_cancel_meets_a_row_that_is_just_given_back() {
        String flow = first.begin("f", "a");
        Taken a = first.taken("a");
        first.journal().stopTaking();
        Barriers.Stop released = nodes.firstStops().after("SET lease_epoch = NULL");
        CompletableFuture<Boolean> release = first.journal().release(a.key(), a.lease(), Duration.ofHours(1));
        released.awaitReached();
        CompletableFuture<FlowState> cancel = second.journal().order(flow, new Command.Cancel("ann", ""));
        nodes.awaitBlockedOrDone(cancel);
        released.goOn();
        assertTrue(answer(release));
        assertEquals(FlowStatus.CANCELLED, answer(cancel).status());
        assertEquals(0, first.tables().count("outbox"));
    }

    @Test
    void a_row_is_given_back_that_is_just_being_cancelled() {
        String flow = first.begin("f", "a");
        Taken a = first.taken("a");
        first.journal().stopTaking();
        Barriers.Stop marked = nodes.secondStops().after("SET cancelled = 1");
        CompletableFuture<FlowState> cancel = second.journal().order(flow, new Command.Cancel("ann", ""));
        marked.awaitReached();
        CompletableFuture<Boolean> release = first.journal().release(a.key(), a.lease(), Duration.ZERO);
        nodes.awaitBlockedOrDone(release);
        marked.goOn();
        answer(cancel);
        answer(release);
        assertEquals(0, first.tables().count("outbox"));
        second.nothingTaken();
    }

    @Test
    void a_cancel_meets_a_row_that_is_just_being_taken() {
        first.begin("f", "a");
        Taken a = first.taken("a");
        answer(first.journal().release(a.key(), a.lease(), Duration.ofHours(1)));
        second.clock().move(Duration.ofHours(1));
        Barriers.Stop took = nodes.secondStops().after("SKIP LOCKED");
        second.journal().accept(Coming.event("wakes").incoming());
        took.awaitReached();
        CompletableFuture<FlowState> cancel = first.journal().order(a.key().flow(), new Command.Cancel("ann", ""));
        nodes.awaitBlockedOrDone(cancel);
        took.goOn();
        answer(cancel);
        Taken taken = second.taken("a");
        assertEquals(taken.key(), second.stopped());
        assertTrue(answer(TwoWriters.settle(second, taken, "1")));
        assertEquals(0, first.tables().count("outbox WHERE action = 'a'"));
    }

    @Test
    void a_flow_that_is_cancelled_here_undoes_nothing_while_an_attempt_there_may_still_have_its_effect() {
        String flow = first.begin("f", "a", "undo-a compensates a");
        Taken a = first.taken("a");
        first.journal().stopTaking();
        second.order(flow, new Command.Cancel("ann", ""));
        assertTrue(answer(compensate(second.taken(""))));
        assertEquals(
                ActionState.WAITING,
                state(flow).progress("undo-a").orElseThrow().state());
        assertFalse(state(flow).ended());
        second.clock().move(Duration.ofSeconds(1));
        second.settled();
        Taken look = second.taken("");
        Barriers.Stop fenced = nodes.firstStops().after("DELETE FROM outbox");
        CompletableFuture<Boolean> settle = TwoWriters.settle(first, a, "1");
        fenced.awaitReached();
        CompletableFuture<Boolean> compensate = compensate(look);
        nodes.awaitBlockedOrDone(compensate);
        fenced.goOn();
        assertTrue(answer(settle));
        assertTrue(answer(compensate));
        Taken undoing = second.taken("undo-a");
        assertEquals(Payload.inline("1"), Compensating.brought(undoing.state(), "a"));
        assertTrue(answer(TwoWriters.settle(second, undoing, "null")));
        assertEquals(FlowStatus.CANCELLED, state(flow).status());
        assertTrue(state(flow).ended());
    }

    private CompletableFuture<Boolean> compensate(Taken look) {
        return second.journal().settle(Settlements.of(look, new Command.Compensate(), List.of()));
    }

    @Test
    void an_attempt_whose_flow_was_cancelled_on_another_node_is_told_to_stop() {
        String flow = first.begin("f", "a");
        Taken a = first.taken("a");
        second.order(flow, new Command.Cancel("ann", ""));
        assertEquals(a.key(), first.stopped());
        answer(TwoWriters.settle(first, a, "1"));
    }

    @Test
    void a_facts_row_is_written_by_one_of_two_nodes_only() {
        String flow = first.begin("f", "a", "b");
        Taken a = first.taken("a");
        Taken b = first.taken("b");
        Barriers.Stop writing = nodes.firstStops().before(APPEND);
        CompletableFuture<Boolean> one = TwoWriters.settle(first, a, "1");
        writing.awaitReached();
        CompletableFuture<Boolean> other = TwoWriters.settle(second, b, Outcome.retry(new Failure("Away", "gone")));
        nodes.awaitBlockedOrDone(other);
        writing.goOn();
        assertTrue(answer(one));
        assertTrue(answer(other));
        assertEquals(
                ActionState.RETRYING, state(flow).progress("b").orElseThrow().state());
    }
}
