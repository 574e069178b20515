package io.caravan.store.journal;

import static io.caravan.store.OpenStore.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.ActionState;
import io.caravan.flow.Command;
import io.caravan.store.Coming;
import io.caravan.store.Observer.Point;
import io.caravan.store.OpenStore;
import io.caravan.store.Settlements;
import io.caravan.store.claimcheck.Claim;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that the database refuses, and a database that is busy or damaged: strangers do not suffer. */
class TroubleTest {
    private OpenStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = OpenStore.in(folder, 4);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private CompletableFuture<Accepted> accept(Coming coming) {
        return store.journal().accept(coming.incoming());
    }

    /** From now on the database itself refuses rows of this kind. */
    private void refuse(String table, String condition) {
        store.tables().refuse(table, condition);
    }

    private void settleWith(Taken taken, io.caravan.flow.Outcome outcome, String claim) {
        var command = new Command.Settle(taken.key().action(), store.attempt(taken), outcome);
        OpenStore.answer(store.journal()
                .settle(Settlements.of(
                        taken, command, Optional.empty(), List.of(), List.of(new Claim(claim, "\"large\"")))));
    }

    @Test
    void a_command_that_the_database_refuses_fails_alone_and_its_batch_commits() {
        refuse("event", "NEW.external_id = 'e3'");
        var answers = new ArrayList<CompletableFuture<Accepted>>();
        store.together(() -> {
            for (int i = 0; i < 8; i++) {
                answers.add(accept(Coming.event("e" + i).starts("f", "a")));
            }
        });
        for (int i = 0; i < 8; i++) {
            CompletableFuture<Accepted> answer = answers.get(i);
            if (i == 3) {
                assertThrows(CannotBeStored.class, () -> OpenStore.answer(answer));
            } else {
                assertFalse(OpenStore.answer(answer).duplicate());
            }
        }
        assertEquals(7, store.tables().count("flow"));
        assertEquals(4, store.taken(4).size());
        store.nothingTaken();
        store.verify();
    }

    @Test
    void a_refused_row_of_the_outbox_fails_alone_too() {
        refuse("outbox", "NEW.action = 'unwelcome'");
        var answers = new ArrayList<CompletableFuture<Accepted>>();
        store.together(() -> {
            answers.add(accept(Coming.event("1").starts("f", "a")));
            answers.add(accept(Coming.event("2").starts("f", "unwelcome")));
            answers.add(accept(Coming.event("3").starts("f", "b")));
        });
        assertEquals("f", OpenStore.answer(answers.get(0)).flows().get(0).name());
        assertThrows(CannotBeStored.class, () -> OpenStore.answer(answers.get(1)));
        assertEquals("f", OpenStore.answer(answers.get(2)).flows().get(0).name());
        assertEquals(List.of("a", "b"), store.tables().rows("SELECT action FROM outbox ORDER BY action"));
        store.verify();
    }

    @Test
    void an_end_that_cannot_be_stored_makes_its_action_dead_with_the_reason() {
        refuse("claim", "NEW.id = 'unwelcome'");
        String flow = store.begin("f", "a");
        settleWith(
                store.taken("a"),
                new io.caravan.flow.Outcome.Done(io.caravan.flow.Payload.claimed("unwelcome")),
                "unwelcome");
        assertEquals(
                ActionState.DEAD, store.state(flow).progress("a").orElseThrow().state());
        assertEquals(List.of("CannotBeStored"), store.tables().rows("SELECT type FROM dead"));
        assertTrue(store.tables().rows("SELECT message FROM dead").get(0).contains("refused by the database"));
        assertEquals(4, store.permits().free());
        store.verify();
    }

    @Test
    void a_rejection_that_cannot_be_stored_is_dead_as_well() {
        refuse("dead", "NEW.message = 'unwelcome'");
        String flow = store.begin("f", "a");
        var rejected = new io.caravan.flow.Outcome.Rejected(new io.caravan.flow.Failure("Wrong", "unwelcome"));
        assertTrue(store.settle(store.taken("a"), rejected));
        assertEquals(
                ActionState.DEAD, store.state(flow).progress("a").orElseThrow().state());
        assertEquals(4, store.permits().free());
    }

    @Test
    void a_trigger_whose_end_cannot_be_stored_is_given_back_with_its_permit() {
        String flow = store.accept(Coming.event("1").startsFailing("f"))
                .flows()
                .get(0)
                .id();
        store.order(flow, new Command.Replay("trigger", "ann", ""));
        Taken trigger = store.taken("trigger");
        refuse("claim", "NEW.id = 'unwelcome'");
        var shaped = new Command.TriggerResult.Shaped(Coming.graph("f", "a"), Optional.empty(), Optional.empty());
        var answer = store.journal()
                .settle(Settlements.of(
                        trigger,
                        new Command.Retrigger(store.attempt(trigger), Optional.empty(), shaped),
                        Optional.empty(),
                        List.of(),
                        List.of(new Claim("unwelcome", "1"))));
        assertFalse(OpenStore.answer(answer));
        assertEquals(List.of("trigger|null"), store.tables().rows("SELECT action, lease_epoch FROM outbox"));
        assertEquals(4, store.permits().free());
    }

    @Test
    @Tag("sqlite")
    void while_another_connection_writes_the_batch_waits_and_is_run_again() throws Exception {
        store.begin("f", "a");
        Taken a = store.taken("a");
        var answers = new ArrayList<CompletableFuture<?>>();
        try (Connection other = store.database().writing().getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().executeUpdate("DELETE FROM node WHERE epoch = -1");
            answers.add(accept(Coming.event("1").starts("f", "a")));
            answers.add(accept(Coming.event("2").starts("f", "a")));
            answers.add(store.journal().settle(store.settlement(a, done("1"), List.of())));
            store.gate().awaitPoint(Point.ROLLED_BACK);
            answers.forEach(answer -> assertFalse(answer.isDone()));
            other.rollback();
        }
        answers.forEach(OpenStore::answer);
        assertEquals(3, store.tables().count("flow"));
        assertEquals(2, store.taken(2).size());
        store.verify();
    }

    @Test
    void a_flow_whose_facts_cannot_be_read_does_not_keep_others_from_being_taken() {
        String damaged = store.begin("f", "a");
        Taken a = store.taken("a");
        store.tables().change("UPDATE fact SET body = '{\"format\":99}' WHERE flow_id = '" + damaged + "'");
        refuse("event", "NEW.external_id = 'x'");
        assertThrows(CannotBeStored.class, () -> store.accept(Coming.event("x")));
        OpenStore.answer(store.journal().release(a.key(), a.lease(), java.time.Duration.ZERO));
        String healthy = store.begin("g", "b");
        assertEquals(healthy, store.taken("b").key().flow());
        assertEquals(
                List.of("a|null"), store.tables().rows("SELECT action, lease_epoch FROM outbox WHERE action = 'a'"));
    }

    @Test
    void what_was_remembered_is_forgotten_after_trouble() {
        String flow = store.begin("f", "a", "b needs a");
        Taken a = store.taken("a");
        refuse("event", "NEW.external_id = 'x'");
        store.tables().change("UPDATE flow SET seq = seq + 1 WHERE id = '" + flow + "'");
        store.tables()
                .change(
                        "INSERT INTO fact (flow_id, seq, at, body) SELECT id, seq, 0,"
                                + " '{\"format\":1,\"facts\":[{\"type\":\"turned\",\"status\":\"running\",\"ended\":false,\"reason\":\"by hand\"}]}' FROM flow");
        assertThrows(CannotBeStored.class, () -> store.accept(Coming.event("x")));
        assertTrue(store.settle(a, done("1")));
        assertEquals(
                ActionState.SUCCEEDED,
                store.state(flow).progress("a").orElseThrow().state());
        store.verify();
    }

    @Test
    void a_flow_that_moved_on_behind_the_writers_back_is_not_overwritten() {
        String flow = store.begin("f", "a", "b");
        Taken a = store.taken("a");
        store.tables().change("UPDATE flow SET seq = seq + 1 WHERE id = '" + flow + "'");
        store.tables().change("UPDATE fact SET seq = seq + 1");
        assertFalse(store.settle(a, done("1")));
        assertEquals(1, store.tables().count("fact"));
        assertEquals(List.of("running"), store.tables().rows("SELECT status FROM flow"));
    }
}
