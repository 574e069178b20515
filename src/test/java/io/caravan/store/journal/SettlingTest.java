package io.caravan.store.journal;

import static io.caravan.store.OpenStore.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.ActionState;
import io.caravan.flow.Command;
import io.caravan.flow.Command.TriggerResult;
import io.caravan.flow.Failure;
import io.caravan.flow.FlowStatus;
import io.caravan.flow.Outcome;
import io.caravan.store.Coming;
import io.caravan.store.Observer.Point;
import io.caravan.store.OpenStore;
import io.caravan.store.Settlements;
import io.caravan.store.outbox.Lease;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise P4: only the holder of the lease ends an attempt; and all that its end leads to is one commit. */
class SettlingTest {
    private static final Failure AWAY = new Failure("Away", "not there");

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

    private List<String> events() {
        return store.tables()
                .rows("SELECT external_id FROM event WHERE type = 'happened' AND length(external_id) < 36");
    }

    private Taken under(Taken taken, Lease lease) {
        return new Taken(taken.row(), lease, taken.state(), taken.event());
    }

    @Test
    void a_settle_and_the_rows_that_it_readies_are_one_commit() {
        String flow = store.begin("f", "a", "b needs a", "c needs b");
        Taken a = store.taken("a");
        int commits = store.tables().count("fact");
        assertTrue(store.settle(a, done("{\"id\":7}")));
        assertEquals(commits + 1, store.tables().count("fact"));
        assertEquals(List.of("b|1"), store.tables().rows("SELECT action, attempt FROM outbox"));
        Taken b = store.taken("b");
        assertEquals(
                "{\"id\":7}",
                ((io.caravan.flow.Payload.Inline)
                                b.state().progress("a").orElseThrow().result().orElseThrow())
                        .json());
        store.settle(b, done("2"));
        store.settle(store.taken("c"), done("null"));
        assertEquals(FlowStatus.COMPLETED, store.state(flow).status());
        assertEquals(0, store.tables().count("outbox"));
    }

    @Test
    void a_join_in_one_batch_fires_once() {
        store.begin("f", "a", "b", "c needs a,b");
        List<Taken> both = store.taken(2);
        store.together(
                () -> both.forEach(taken -> store.journal().settle(store.settlement(taken, done("1"), List.of()))));
        store.taken("c");
        store.nothingTaken();
    }

    @Test
    void a_settle_under_a_lease_that_is_not_held_changes_nothing_and_stores_no_sends() {
        String flow = store.begin("f", "a", "b needs a");
        Taken a = store.taken("a");
        for (Lease wrong : List.of(
                new Lease(a.lease().epoch(), a.lease().number() + 1),
                new Lease(a.lease().epoch() + 1, a.lease().number()))) {
            assertFalse(store.settle(
                    under(a, wrong), done("1"), Coming.event("sent").starts("g", "x")));
        }
        assertEquals(
                ActionState.READY, store.state(flow).progress("a").orElseThrow().state());
        assertEquals(List.of(), events());
        assertEquals(2, store.gate().passed(Point.STALE_SETTLE));
        assertTrue(store.settle(a, done("1")));
    }

    @Test
    void a_settle_whose_lease_was_given_back_changes_nothing() {
        store.begin("f", "a", "b needs a");
        Taken before = store.taken("a");
        assertTrue(OpenStore.answer(store.journal().release(before.key(), before.lease(), Duration.ZERO)));
        Taken after = store.taken("a");
        assertEquals(before.row().attempt(), after.row().attempt());
        assertFalse(store.settle(before, done("1"), Coming.event("sent")));
        assertEquals(List.of(), events());
        assertTrue(store.settle(after, done("1")));
    }

    @Test
    void a_second_settle_of_the_same_attempt_changes_nothing() {
        store.begin("f", "a");
        Taken a = store.taken("a");
        assertTrue(store.settle(a, done("1"), Coming.event("first")));
        assertFalse(store.settle(a, done("2"), Coming.event("second")));
        assertEquals(List.of("first"), events());
    }

    @Test
    void a_second_settle_of_the_same_attempt_in_the_same_batch_changes_nothing() {
        String flow = store.begin("f", "a");
        Taken a = store.taken("a");
        var answers = new ArrayList<CompletableFuture<Boolean>>();
        store.together(() -> {
            var away = new Outcome.Unavailable(AWAY, Duration.ofMinutes(1));
            answers.add(store.journal().settle(store.settlement(a, away, List.of())));
            answers.add(store.journal().settle(store.settlement(a, done("2"), List.of(Coming.event("second")))));
        });
        assertEquals(
                List.of(true, false), answers.stream().map(OpenStore::answer).toList());
        assertEquals(
                ActionState.RETRYING,
                store.state(flow).progress("a").orElseThrow().state());
        assertEquals(List.of(), events());
    }

    @Test
    void what_a_route_sends_commits_with_its_settle_and_starts_flows() {
        store.begin("f", "a");
        store.settle(store.taken("a"), done("1"), Coming.event("sent").starts("g", "x"));
        assertEquals(List.of("sent"), events());
        store.taken("x");
    }

    @Test
    void what_a_route_sends_is_dropped_when_its_flow_was_cancelled_meanwhile() {
        String flow = store.begin("f", "a");
        Taken a = store.taken("a");
        store.order(flow, new Command.Cancel("ann", ""));
        assertTrue(store.settle(a, done("1"), Coming.event("sent").starts("g", "x")));
        assertEquals(List.of(), events());
    }

    @Test
    void what_a_route_sends_is_dropped_when_its_flow_is_cancelled_in_the_same_batch() {
        String flow = store.begin("f", "a");
        Taken a = store.taken("a");
        store.together(() -> {
            store.journal().order(flow, new Command.Cancel("ann", ""));
            store.journal().settle(store.settlement(a, done("1"), List.of(Coming.event("sent"))));
        });
        store.settled();
        assertEquals(List.of(), events());
        assertEquals(0, store.tables().count("outbox"));
    }

    @Test
    void a_failed_attempt_is_due_again_later_and_counted() {
        store.begin("f", "a");
        store.settle(store.taken("a"), Outcome.retry(AWAY));
        assertEquals(
                List.of("2|0|1000"),
                store.tables()
                        .rows("SELECT attempt, uncertain, due_at - "
                                + store.clock().millis() + " FROM outbox"));
    }

    @Test
    void an_action_that_gives_up_is_a_dead_letter() {
        store.begin("f", "a");
        store.settle(store.taken("a"), new Outcome.Rejected(AWAY));
        assertEquals(
                List.of("a|Away|not there|rejected|1"),
                store.tables().rows("SELECT action, type, message, outcome, attempts FROM dead"));
        assertEquals(List.of("failed|null"), store.tables().rows("SELECT status, ended_at FROM flow"));
    }

    @Test
    void a_trigger_that_runs_again_and_finds_its_key_held_ends_its_flow_and_its_sends_are_dropped() {
        String holder = store.accept(Coming.event("1").startsOnce("k", "f"))
                .flows()
                .get(0)
                .id();
        store.taken("a");
        Taken trigger = replayedTrigger("2");
        String flow = trigger.key().flow();
        assertTrue(OpenStore.answer(store.journal()
                .settle(Settlements.of(
                        trigger,
                        again(trigger),
                        Optional.of(new OnceKey("f", "k")),
                        List.of(Coming.event("sent").incoming()),
                        List.of()))));
        assertEquals(FlowStatus.CANCELLED, store.state(flow).status());
        assertEquals(
                "once key 'k' is held by flow " + holder,
                store.state(flow).standing().reason());
        assertEquals(List.of("1", "2"), events());
    }

    @Test
    void a_trigger_that_runs_again_takes_its_key_for_ever() {
        Taken trigger = replayedTrigger("1");
        String flow = trigger.key().flow();
        OpenStore.answer(store.journal()
                .settle(Settlements.of(
                        trigger,
                        again(trigger),
                        Optional.of(new OnceKey("f", "k")),
                        List.of(Coming.event("sent").incoming()),
                        List.of())));
        store.taken("a");
        assertEquals(List.of("1", "sent"), events());
        Accepted repeat = store.accept(Coming.event("2").startsOnce("k", "f"));
        assertEquals(List.of(new Accepted.Flow(flow, "f", true)), repeat.flows());
    }

    @Test
    void a_trigger_that_runs_again_in_a_flow_that_was_cancelled_meanwhile_takes_neither_key_nor_ticket() {
        Taken trigger = replayedTrigger("1");
        String flow = trigger.key().flow();
        store.order(flow, new Command.Cancel("ann", ""));
        var keys = new Incoming.Keys(Optional.of(new OnceKey("f", "k")), Optional.of(new LaneKey("f", "k")));
        OpenStore.answer(store.journal()
                .settle(new Settlement(trigger.key(), trigger.lease(), again(trigger), keys, Settlement.Effects.NONE)));
        assertEquals(0, store.tables().count("ticket"));
        assertEquals(0, store.tables().count("once"));
    }

    /** Of a flow whose trigger has failed for the event. */
    private Taken replayedTrigger(String event) {
        Accepted accepted = store.accept(Coming.event(event).startsFailing("f"));
        store.order(accepted.flows().get(0).id(), new Command.Replay("trigger", "ann", ""));
        return store.taken("trigger");
    }

    private Command again(Taken trigger) {
        var shaped = new TriggerResult.Shaped(Coming.graph("f", "a"), Optional.empty(), Optional.empty());
        return new Command.Retrigger(store.attempt(trigger), Optional.empty(), shaped);
    }
}
