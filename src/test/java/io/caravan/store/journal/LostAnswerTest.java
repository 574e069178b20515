package io.caravan.store.journal;

import static io.caravan.store.OpenStore.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.caravan.flow.ActionState;
import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import io.caravan.store.TroubledConnections;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A commit takes place and its answer is lost [A4]: running it again harms nobody. */
class LostAnswerTest {
    private static final SQLException BUSY = new SQLiteException("lost", SQLiteErrorCode.SQLITE_BUSY);
    private static final SQLException BROKEN = new SQLiteException("lost", SQLiteErrorCode.SQLITE_IOERR);
    private static final SQLException CLOSED = new SQLException("database connection closed");

    private final TroubledConnections connections = new TroubledConnections();
    private OpenStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = OpenStore.in(folder, 2, connections::around);
        store.settled();
    }

    @AfterEach
    void close() {
        store.verify();
        store.close();
    }

    @Test
    void an_event_is_answered_as_accepted_and_its_rows_are_taken_all_the_same() {
        connections.loseNextAnswer(BUSY);
        Accepted accepted = store.accept(Coming.event("1").starts("f", "a", "b"));
        assertFalse(accepted.duplicate());
        assertEquals("f", accepted.flows().get(0).name());
        List<Taken> taken = store.taken(2);
        store.nothingTaken();
        taken.forEach(row -> store.settle(row, done("1")));
        assertEquals(List.of("completed"), store.tables().rows("SELECT status FROM flow"));
        assertEquals(2, store.permits().free());
    }

    @Test
    void a_settle_counts_once_and_what_it_readied_is_taken() {
        String flow = store.begin("f", "a", "b needs a");
        Taken a = store.taken("a");
        connections.loseNextAnswer(BUSY);
        store.settle(a, done("1"), Coming.event("sent"));
        assertEquals(
                ActionState.SUCCEEDED,
                store.state(flow).progress("a").orElseThrow().state());
        assertEquals(1, store.tables().count("event WHERE external_id = 'sent'"));
        store.settle(store.taken("b"), done("2"));
        store.nothingTaken();
        assertEquals(2, store.permits().free());
    }

    @Test
    void a_batch_of_strangers_is_answered_each_as_it_deserves() {
        store.begin("f", "a", "b needs a");
        Taken a = store.taken("a");
        var accepts = new ArrayList<CompletableFuture<Accepted>>();
        store.together(() -> {
            connections.loseNextAnswer(BUSY);
            Stream.of("1", "2", "1")
                    .forEach(id -> accepts.add(store.journal()
                            .accept(Coming.event(id).starts("g", "x").incoming())));
            store.journal().settle(store.settlement(a, done("1"), List.of()));
        });
        assertEquals(
                List.of(false, false, true),
                accepts.stream()
                        .map(answer -> OpenStore.answer(answer).duplicate())
                        .toList());
        for (int i = 0; i < 3; i++) {
            store.settle(store.taken(), done("1"));
        }
        store.nothingTaken();
        assertEquals(2, store.permits().free());
    }

    @Test
    void after_a_broken_disk_the_writer_opens_the_database_anew_and_the_event_is_answered_as_accepted() {
        connections.loseNextAnswer(BROKEN);
        assertFalse(store.accept(Coming.event("1").starts("f", "a")).duplicate());
        store.settle(store.taken("a"), done("1"));
        assertEquals(true, store.accept(Coming.event("1").starts("f", "a")).duplicate());
        store.nothingTaken();
    }

    /** A commit in doubt may end long after the connection that it came by. */
    @Test
    void rows_that_were_taken_by_a_commit_which_ended_late_are_freed() {
        store.begin("f", "a", "b", "c");
        List<Taken> taken = store.taken(2);
        store.tables()
                .change("UPDATE outbox SET lease_epoch = (SELECT max(lease_epoch) FROM outbox), lease_number = 1000000,"
                        + " leased_at = due_at WHERE lease_epoch IS NULL");
        taken.forEach(row -> store.settle(row, done("1")));
        store.nothingTaken();
        store.clock().move(Duration.ofSeconds(11));
        store.accept(Coming.event("1"));
        store.settle(store.taken(), done("1"));
        assertEquals(List.of("completed"), store.tables().rows("SELECT status FROM flow"));
    }

    @Test
    void a_lost_connection_is_opened_anew_and_nobodys_command_is_refused_for_it() {
        String flow = store.begin("f", "a", "b needs a");
        Taken a = store.taken("a");
        connections.loseNextAnswer(CLOSED);
        store.settle(a, done("1"));
        assertEquals(
                ActionState.SUCCEEDED,
                store.state(flow).progress("a").orElseThrow().state());
        store.settle(store.taken("b"), done("2"));
    }
}
