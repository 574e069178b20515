package io.caravan.store.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.Command;
import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise P2: an event is accepted once, and a once key starts one flow for ever. */
class AcceptingTest {
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

    private List<Accepted> acceptTogether(Coming... events) {
        var answers = new ArrayList<CompletableFuture<Accepted>>();
        store.together(() ->
                List.of(events).forEach(event -> answers.add(store.journal().accept(event.incoming()))));
        return answers.stream().map(OpenStore::answer).toList();
    }

    private static String flow(Accepted accepted) {
        return accepted.flows().get(0).id();
    }

    @Test
    void an_event_starts_its_flows_and_is_on_disk_when_it_is_answered() {
        Accepted accepted =
                store.accept(Coming.event("1").starts("f", "a", "b needs a").starts("g", "c"));
        assertFalse(accepted.duplicate());
        assertEquals("/test", accepted.source());
        assertEquals(
                List.of("f", "g"),
                accepted.flows().stream().map(Accepted.Flow::name).toList());
        assertEquals(List.of(accepted.event() + "|1"), store.tables().rows("SELECT id, external_id FROM event"));
        assertEquals(
                List.of("f|running|key of f", "g|running|key of g"),
                store.tables().rows("SELECT definition, status, key FROM flow ORDER BY definition"));
        assertEquals(
                List.of("a|action|1", "c|action|1"),
                store.tables().rows("SELECT action, kind, attempt FROM outbox ORDER BY action"));
    }

    @Test
    void an_event_of_the_same_source_and_id_is_a_duplicate_and_answers_with_the_first_flows() {
        Accepted first = store.accept(Coming.event("1").starts("f", "a"));
        Accepted second = store.accept(Coming.event("1").starts("f", "a"));
        assertTrue(second.duplicate());
        assertEquals(first.event(), second.event());
        assertEquals(first.flows(), second.flows());
        assertEquals(1, store.tables().count("flow"));
    }

    @Test
    void an_event_twice_in_one_batch_is_accepted_once() {
        List<Accepted> answers = acceptTogether(
                Coming.event("1").starts("f", "a"),
                Coming.event("2").starts("f", "a"),
                Coming.event("1").starts("f", "a"));
        assertFalse(answers.get(0).duplicate());
        assertFalse(answers.get(1).duplicate());
        assertTrue(answers.get(2).duplicate());
        assertEquals(answers.get(0).flows(), answers.get(2).flows());
        assertEquals(2, store.tables().count("flow"));
    }

    @Test
    void an_event_whose_answer_was_lost_is_answered_as_accepted_when_its_command_runs_again() {
        store.accept(Coming.event("0").startsOnce("k", "held"));
        Incoming incoming =
                Coming.event("1").starts("f", "a").startsOnce("k", "held").incoming();
        Accepted first = store.accept(incoming);
        Accepted again = store.accept(incoming);
        assertFalse(again.duplicate());
        assertEquals(first, again);
        assertEquals(
                List.of(false, true),
                again.flows().stream().map(Accepted.Flow::held).toList());
        assertEquals(2, store.tables().count("flow"));
    }

    @Test
    void a_once_key_starts_one_flow_and_its_repeat_names_the_holder() {
        Accepted first = store.accept(Coming.event("1").startsOnce("k", "f"));
        Accepted second = store.accept(Coming.event("2").startsOnce("k", "f"));
        assertFalse(second.duplicate());
        assertEquals(List.of(new Accepted.Flow(flow(first), "f", true)), second.flows());
        assertEquals(1, store.tables().count("flow"));
        assertEquals(2, store.tables().count("event"));
    }

    @Test
    void a_once_key_belongs_to_its_definition() {
        store.accept(Coming.event("1").startsOnce("k", "f"));
        assertFalse(store.accept(Coming.event("2").startsOnce("k", "g"))
                .flows()
                .get(0)
                .held());
    }

    @Test
    void a_once_key_twice_in_one_batch_is_held_by_the_first() {
        List<Accepted> answers = acceptTogether(
                Coming.event("2").startsOnce("k", "f"),
                Coming.event("1").startsOnce("j", "f"),
                Coming.event("3").startsOnce("k", "f"));
        assertEquals(
                List.of(false, false, true),
                answers.stream().map(answer -> answer.flows().get(0).held()).toList());
        assertEquals(flow(answers.get(0)), flow(answers.get(2)));
        assertEquals(2, store.tables().count("flow"));
    }

    @Test
    void a_trigger_that_sends_two_events_of_one_key_starts_it_once() {
        store.accept(Coming.event("1")
                .startsSending(
                        "g",
                        Coming.event("2").startsOnce("k", "f"),
                        Coming.event("3").startsOnce("k", "f")));
        assertEquals(List.of("f", "g"), store.tables().rows("SELECT definition FROM flow ORDER BY definition"));
        assertEquals(3, store.tables().count("event"));
        assertEquals(1, store.tables().count("held"));
    }

    @Test
    void a_once_key_is_held_once_however_many_ask_at_the_same_time() throws Exception {
        var start = new CountDownLatch(1);
        var answers = new ArrayList<CompletableFuture<Accepted>>();
        for (int i = 0; i < 8; i++) {
            Incoming incoming = Coming.event("e" + i).startsOnce("k", "f").incoming();
            answers.add(CompletableFuture.supplyAsync(() -> {
                try {
                    start.await();
                } catch (InterruptedException interrupted) {
                    throw new AssertionError(interrupted);
                }
                return store.accept(incoming);
            }));
        }
        start.countDown();
        var flows = answers.stream().map(OpenStore::answer).toList();
        assertEquals(
                1,
                flows.stream().filter(answer -> !answer.flows().get(0).held()).count());
        assertEquals(1, flows.stream().map(AcceptingTest::flow).distinct().count());
    }

    @Test
    void a_once_key_stays_held_by_a_flow_that_has_ended() {
        Accepted first = store.accept(Coming.event("1").startsOnce("k", "f"));
        store.order(flow(first), new Command.Cancel("ann", ""));
        assertTrue(store.accept(Coming.event("2").startsOnce("k", "f"))
                .flows()
                .get(0)
                .held());
    }

    @Test
    void what_a_trigger_sends_commits_with_its_flow_breadth_first() {
        Coming grandchild = Coming.event("grandchild").starts("leaf", "a");
        Coming child = Coming.event("child").startsSending("middle", grandchild);
        Coming sibling = Coming.event("sibling").starts("side", "a");
        store.accept(Coming.event("1").startsSending("f", child, sibling));
        assertEquals(
                List.of("f", "middle", "side", "leaf"),
                store.tables()
                        .rows("SELECT definition FROM flow ORDER BY "
                                + store.tables().insertion()));
        assertEquals(4, store.tables().count("event"));
    }

    @Test
    void what_a_trigger_sends_is_dropped_with_a_duplicate() {
        store.accept(Coming.event("1").starts("f", "a"));
        store.accept(Coming.event("1").startsSending("f", Coming.event("child").starts("g", "a")));
        assertEquals(1, store.tables().count("event"));
        assertEquals(1, store.tables().count("flow"));
    }

    @Test
    void what_a_trigger_sends_is_dropped_when_its_key_is_held() {
        store.accept(Coming.event("1").startsOnce("k", "f"));
        store.accept(
                Coming.event("2").startsOnce("k", "f", Coming.event("child").starts("g", "a")));
        assertEquals(List.of("1", "2"), store.tables().rows("SELECT external_id FROM event ORDER BY external_id"));
    }

    @Test
    void a_sent_event_that_is_a_duplicate_starts_nothing_while_its_cause_does() {
        store.accept(Coming.event("child"));
        store.accept(Coming.event("1").startsSending("f", Coming.event("child").starts("g", "a")));
        assertEquals(List.of("f"), store.tables().rows("SELECT definition FROM flow"));
    }

    @Test
    void why_an_event_starts_nothing_is_stored_with_it() {
        Accepted accepted = store.accept(Coming.event("1").parks("f", "its key is blank"));
        assertEquals(List.of(), accepted.flows());
        assertEquals(
                List.of(accepted.event() + "|f|its key is blank"),
                store.tables().rows("SELECT event_id, definition, reason FROM parked"));
    }

    @Test
    void a_flow_whose_trigger_threw_waits_as_a_dead_letter() {
        Accepted accepted = store.accept(Coming.event("1").startsFailing("f"));
        assertEquals(
                List.of(flow(accepted) + "|trigger|Broken|the trigger threw|rejected|1"),
                store.tables().rows("SELECT flow_id, action, type, message, outcome, attempts FROM dead"));
        assertEquals(List.of("failed|null|null"), store.tables().rows("SELECT status, version, ended_at FROM flow"));
    }
}
