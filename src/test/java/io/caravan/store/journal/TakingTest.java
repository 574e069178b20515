package io.caravan.store.journal;

import static io.caravan.store.OpenStore.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.Command;
import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import io.caravan.store.outbox.Lease;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows are taken as far as permits reach: at once, when permits come free, and when they are due. */
class TakingTest {
    @TempDir
    private Path folder;

    private OpenStore store;

    private OpenStore open(int permits) {
        store = OpenStore.in(folder, permits);
        return store;
    }

    @AfterEach
    void close() {
        store.verify();
        store.close();
    }

    private int free() {
        return Integer.parseInt(store.tables()
                .rows("SELECT count(*) FROM outbox WHERE lease_epoch IS NULL")
                .get(0));
    }

    @Test
    void rows_made_ready_are_born_taken_while_permits_last() {
        open(2).begin("f", "a", "b", "c", "d");
        assertEquals(2, new HashSet<>(store.taken(2).stream().map(Taken::lease).toList()).size());
        store.nothingTaken();
        assertEquals(2, free());
        assertEquals(0, store.permits().free());
    }

    @Test
    void the_backlog_is_taken_in_the_commit_that_frees_a_permit() {
        open(1).begin("f", "a", "b", "c");
        int commits = store.tables().count("fact");
        for (String action : List.of("a", "b", "c")) {
            store.settle(store.taken(action), done("1"));
        }
        assertEquals(commits + 3, store.tables().count("fact"));
        store.nothingTaken();
        assertEquals(1, store.permits().free());
    }

    @Test
    void a_flow_that_begins_in_the_batch_in_which_a_permit_comes_free_waits_behind_older_work() {
        open(1).begin("f", "a");
        Taken a = store.taken("a");
        store.begin("g", "old");
        store.clock().move(Duration.ofSeconds(1));
        store.together(() -> {
            store.journal().settle(store.settlement(a, done("1"), List.of()));
            store.journal().accept(Coming.event("new").starts("h", "new").incoming());
        });
        store.taken("old");
        store.nothingTaken();
    }

    @Test
    void a_storm_of_replays_does_not_starve_work_that_waits() {
        String dead = open(1).begin("f", "dead");
        store.settle(store.taken("dead"), new Outcome.Rejected(new Failure("Wrong", "bad data")));
        store.begin("g", "a");
        Taken a = store.taken("a");
        store.begin("h", "new");
        store.clock().move(Duration.ofSeconds(1));
        store.together(() -> {
            store.journal().settle(store.settlement(a, done("1"), List.of()));
            store.journal().order(dead, new Command.Replay("dead", "ann", ""));
        });
        store.settle(store.taken("new"), done("1"));
        store.taken("dead");
    }

    @Test
    void never_more_is_taken_than_there_are_permits() {
        open(3);
        var held = new ArrayList<Taken>();
        for (int i = 0; i < 8; i++) {
            store.begin("f", "a", "b", "c needs a,b");
        }
        int settled = 0;
        while (settled < 24) {
            held.add(store.taken());
            store.settled();
            assertTrue(24 - settled >= held.size());
            assertTrue(Integer.parseInt(store.tables()
                            .rows("SELECT count(*) FROM outbox WHERE lease_epoch IS NOT NULL")
                            .get(0))
                    <= 3);
            store.settle(held.remove(0), done("1"));
            settled++;
        }
        store.nothingTaken();
        assertEquals(3, store.permits().free());
    }

    @Test
    void nothing_is_taken_before_the_routes_are_ready() {
        open(0).begin("f", "a");
        store.settled();
        assertEquals(1, free());
        var handed = new java.util.concurrent.LinkedBlockingQueue<Taken>();
        store.permits().release(1);
        store.journal().startTaking(handed::addAll);
        org.awaitility.Awaitility.await().until(() -> handed.size() == 1);
    }

    @Test
    void a_row_is_taken_when_it_is_due_and_not_before() {
        open(4).begin("f", "a");
        store.settle(store.taken("a"), Outcome.retry(new Failure("Away", "not there")));
        store.clock().move(Duration.ofMillis(999));
        store.nothingTaken();
        store.clock().move(Duration.ofMillis(1));
        store.settled();
        assertEquals(2, store.taken("a").row().attempt().number());
    }

    @Test
    void a_row_that_is_not_due_stays_when_others_are_taken() {
        open(4).begin("f", "a", "b");
        store.settle(store.taken("a"), Outcome.retry(new Failure("Away", "not there")));
        Taken b = store.taken("b");
        OpenStore.answer(store.journal().release(b.key(), b.lease(), Duration.ZERO));
        store.taken("b");
        store.nothingTaken();
    }

    @Test
    void a_sleeping_writer_wakes_by_itself_when_a_row_is_due() {
        open(4).begin("f", "a");
        Taken a = store.taken("a");
        OpenStore.answer(store.journal().release(a.key(), a.lease(), Duration.ofMillis(300)));
        store.clock().move(Duration.ofMillis(300));
        assertEquals(1, store.taken("a").row().attempt().number());
    }

    @Test
    void a_row_given_back_is_due_after_its_delay_and_no_attempt_is_burnt() {
        open(1).begin("f", "a");
        Taken a = store.taken("a");
        assertTrue(OpenStore.answer(store.journal().release(a.key(), a.lease(), Duration.ofSeconds(5))));
        assertEquals(1, store.permits().free());
        store.nothingTaken();
        store.clock().move(Duration.ofSeconds(5));
        store.settled();
        Taken again = store.taken("a");
        assertEquals(1, again.row().attempt().number());
        assertEquals(new Lease(a.lease().epoch(), a.lease().number() + 1), again.lease());
    }

    @Test
    void giving_back_under_a_lost_lease_changes_nothing() {
        open(1).begin("f", "a");
        Taken a = store.taken("a");
        var wrong = new Lease(a.lease().epoch(), a.lease().number() + 1);
        assertEquals(false, OpenStore.answer(store.journal().release(a.key(), wrong, Duration.ZERO)));
        store.nothingTaken();
        assertEquals(0, store.permits().free());
    }

    @Test
    void destinations_take_turns() {
        open(1).begin("first", "x");
        Taken running = store.taken("x");
        for (int i = 0; i < 4; i++) {
            store.begin("f", "a at hubspot");
        }
        store.begin("f", "b at slack");
        var order = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            store.settle(running, done("1"));
            running = store.taken();
            order.add(running.row().target().queue().destination());
        }
        assertTrue(order.contains("hubspot"), order.toString());
        assertTrue(order.contains("slack"), order.toString());
    }

    @Test
    void the_deadline_ends_the_flow_and_frees_what_has_not_started() {
        open(1);
        String flow = store.accept(Coming.event("1")
                        .startsWithDeadline(store.clock().instant().plusSeconds(60), "f", "a", "b"))
                .flows()
                .get(0)
                .id();
        Taken a = store.taken("a");
        store.clock().move(Duration.ofSeconds(60));
        store.settle(a, Outcome.retry(new Failure("Away", "not there")));
        Taken next = store.taken();
        while (next.row().kind() != io.caravan.store.outbox.OutboxRow.Kind.DEADLINE) {
            store.settle(next, done("1"));
            next = store.taken();
        }
        OpenStore.answer(
                store.journal().settle(io.caravan.store.Settlements.of(next, new Command.Expire(), List.of())));
        assertEquals("the deadline has passed", store.state(flow).standing().reason());
        assertEquals(0, store.tables().count("outbox"));
        assertEquals(1, store.permits().free());
    }

    @Test
    void the_deadline_of_a_flow_that_has_ended_is_gone() {
        open(2);
        store.accept(
                Coming.event("1").startsWithDeadline(store.clock().instant().plusSeconds(60), "f", "a"));
        assertEquals(2, store.tables().count("outbox"));
        store.settle(store.taken("a"), done("1"));
        assertEquals(0, store.tables().count("outbox"));
    }
}
