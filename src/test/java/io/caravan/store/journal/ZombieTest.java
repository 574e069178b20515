package io.caravan.store.journal;

import static io.caravan.store.OpenStore.answer;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.ActionState;
import io.caravan.postgres.TestDatabase;
import io.caravan.store.Barriers;
import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import io.caravan.store.outbox.Lease;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node is declared dead while it lives: in the middle of a transaction, between two, or stopped for good (promise P4). */
@Tag("postgres")
class ZombieTest {
    private static final String CONFIRM = "FOR KEY SHARE";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private TwoWriters nodes;
    private OpenStore zombie;
    private OpenStore other;

    @BeforeEach
    void open() {
        nodes = new TwoWriters(folder, 4, 4);
        zombie = nodes.first();
        other = nodes.second();
        zombie.settled();
    }

    @AfterEach
    void close() {
        nodes.verify();
        nodes.close();
    }

    private static final String BURY =
            """
            WITH dead AS (DELETE FROM node WHERE epoch = (SELECT min(epoch) FROM node) RETURNING epoch)
            INSERT INTO lost (epoch, saviour) SELECT epoch, 0 FROM dead
            """;

    /** What a judge does to the first node. */
    private CompletableFuture<Void> declareDead() {
        return CompletableFuture.runAsync(
                () -> TestDatabase.server().execute(nodes.database(), "SET lock_timeout = '20s';" + BURY));
    }

    private void awaitRow(String state) {
        await(state).atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> !other.tables()
                .rows("SELECT 1 FROM outbox WHERE action = 'a' AND " + state)
                .isEmpty());
    }

    @Test
    void what_it_held_is_freed_elsewhere_and_its_own_end_of_it_changes_nothing() {
        String flow = zombie.begin("f", "a");
        Taken a = zombie.taken("a");
        declareDead().join();
        awaitRow("attempt = 2");
        assertFalse(answer(TwoWriters.settle(zombie, a, "1", Coming.event("sent"))));
        assertEquals(0, zombie.tables().count("event WHERE external_id = 'sent'"));
        assertEquals(
                ActionState.RETRYING,
                zombie.state(flow).progress("a").orElseThrow().state());
        assertEquals(a.key(), zombie.stopped());
    }

    @Test
    void it_goes_on_under_a_new_epoch_with_all_its_permits() {
        zombie.begin("f", "a");
        Taken a = zombie.taken("a");
        declareDead().join();
        assertEquals(a.key(), zombie.stopped());
        other.journal().stopTaking();
        Lease next = null;
        for (int i = 0; i < 4; i++) {
            String flow = zombie.begin("g", "x");
            Taken x = zombie.taken("x");
            assertEquals(flow, x.key().flow());
            next = x.lease();
        }
        assertTrue(next.epoch() > a.lease().epoch());
        assertFalse(zombie.journal().mayBegin(a.lease()));
        assertTrue(zombie.journal().mayBegin(next));
        assertEquals(0, zombie.permits().free());
    }

    @Test
    void who_declares_it_dead_while_it_takes_a_row_waits_until_the_row_can_be_seen() {
        Barriers.Stop confirmed = nodes.firstStops().after(CONFIRM);
        var accepted =
                zombie.journal().accept(Coming.event("1").starts("f", "a").incoming());
        confirmed.awaitReached();
        CompletableFuture<Void> dead = declareDead();
        nodes.awaitBlockedOrDone(dead);
        assertFalse(dead.isDone(), "declared dead while a row that it takes cannot be seen yet");
        confirmed.goOn();
        answer(accepted);
        dead.join();
        awaitRow("attempt = 2");
    }

    @Test
    void when_it_is_dead_already_its_transaction_takes_nothing() {
        Barriers.Stop unconfirmed = nodes.firstStops().before(CONFIRM);
        var accepted =
                zombie.journal().accept(Coming.event("1").starts("f", "a").incoming());
        unconfirmed.awaitReached();
        declareDead().join();
        await().atMost(PATIENCE).until(() -> other.tables().count("lost") == 0);
        unconfirmed.goOn();
        assertFalse(answer(accepted).duplicate());
        other.journal().stopTaking();
        assertTrue(answer(TwoWriters.settle(zombie, zombie.taken("a"), "1")));
    }

    @Test
    void a_settle_that_commits_just_before_the_death_counts_and_nothing_is_repeated() {
        zombie.begin("f", "a");
        Taken a = zombie.taken("a");
        Barriers.Stop committing = nodes.firstStops().before(Barriers.COMMIT);
        CompletableFuture<Boolean> settle = TwoWriters.settle(zombie, a, "1");
        committing.awaitReached();
        declareDead().join();
        committing.goOn();
        assertTrue(answer(settle));
        await().atMost(PATIENCE).until(() -> other.tables().count("lost") == 0);
        assertEquals(0, other.tables().count("outbox"));
        assertEquals(1, other.tables().count("flow WHERE status = 'completed'"));
    }

    @Test
    void a_node_that_beats_no_more_is_judged_dead_by_the_others() {
        try (OpenStore judge = TwoWriters.judge(folder, 0)) {
            zombie.begin("f", "a");
            Taken a = zombie.taken("a");
            judge.tables()
                    .change("CREATE FUNCTION unheard() RETURNS trigger LANGUAGE plpgsql AS"
                            + " $$ BEGIN RAISE EXCEPTION 'nobody hears this beat'; END $$");
            judge.tables()
                    .change("CREATE TRIGGER unheard BEFORE UPDATE ON node FOR EACH ROW WHEN (NEW.epoch = "
                            + a.lease().epoch() + ") EXECUTE FUNCTION unheard()");
            awaitRow("attempt = 2");
            assertEquals(a.key(), zombie.stopped());
        }
    }

    @Test
    void a_node_that_stops_in_the_middle_of_a_transaction_holds_nobody_up_for_long() {
        String flow = zombie.begin("f", "a", "b");
        Taken a = zombie.taken("a");
        Taken b = zombie.taken("b");
        Barriers.Stop committing = nodes.firstStops().before(Barriers.COMMIT);
        CompletableFuture<Boolean> asleep = TwoWriters.settle(zombie, a, "1");
        committing.awaitReached();
        long stopped = System.nanoTime();
        assertTrue(answer(TwoWriters.settle(other, b, "2")));
        long waited = (System.nanoTime() - stopped) / 1_000_000;
        assertTrue(waited < 10_000, "waited " + waited + " ms");
        committing.goOn();
        assertTrue(answer(asleep));
        assertEquals("completed", zombie.state(flow).status().word());
    }
}
