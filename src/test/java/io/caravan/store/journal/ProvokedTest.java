package io.caravan.store.journal;

import static io.caravan.store.OpenStore.answer;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.postgres.TestDatabase;
import io.caravan.store.Coming;
import io.caravan.store.Observer.Point;
import io.caravan.store.OpenStore;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors that PostgreSQL raises at somebody who has done nothing wrong. */
@Tag("postgres")
class ProvokedTest {
    private OpenStore store;
    private Connection stranger;

    @BeforeEach
    void open(@TempDir Path folder) throws SQLException {
        store = OpenStore.in(folder, 4);
        stranger = TestDatabase.server().connect(TestDatabase.name(folder));
        stranger.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        stranger.close();
        store.verify();
        store.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = stranger.createStatement()) {
            statement.execute(sql);
        }
    }

    private void lock(Taken taken) throws SQLException {
        execute("SELECT 1 FROM flow WHERE id = '" + taken.key().flow() + "' FOR UPDATE");
    }

    private Taken begun() {
        store.begin("f", "a");
        return store.taken("a");
    }

    /** The next batch meets this error of PostgreSQL, and the one after it does not. */
    private void raiseOnce(String state) {
        store.tables().change("CREATE SEQUENCE raised");
        store.tables()
                .change("CREATE FUNCTION raise_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " IF nextval('raised') = 1 THEN RAISE EXCEPTION 'provoked' USING ERRCODE = '" + state
                        + "'; END IF; RETURN NEW; END $$");
        store.tables()
                .change("CREATE TRIGGER raise_once BEFORE INSERT ON fact FOR EACH ROW EXECUTE FUNCTION raise_once()");
    }

    @Test
    void the_victim_of_a_deadlock_runs_its_batch_again() throws Exception {
        Taken low = begun();
        Taken high = begun();
        assertTrue(low.key().flow().compareTo(high.key().flow()) < 0);
        execute("SET deadlock_timeout = '1min'"); // so that not the stranger is the victim
        lock(high);
        var answers = List.of(TwoWriters.settle(store, low, "1"), TwoWriters.settle(store, high, "2"));
        await().until(() -> !store.tables()
                .rows("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
                .isEmpty());
        lock(low);
        store.gate().awaitPoint(Point.ROLLED_BACK);
        stranger.rollback();
        answers.forEach(answer -> assertTrue(answer(answer)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void a_serialisation_failure_or_a_deadlock_runs_the_batch_again(String state) {
        raiseOnce(state);
        assertFalse(store.accept(Coming.event("1").starts("f", "a")).duplicate());
        store.gate().awaitPoint(Point.ROLLED_BACK);
        assertTrue(answer(TwoWriters.settle(store, store.taken("a"), "1")));
    }

    @Test
    void a_statement_that_took_too_long_is_run_again() {
        raiseOnce("57014");
        assertFalse(store.accept(Coming.event("1").starts("f", "a")).duplicate());
        store.gate().awaitPoint(Point.ROLLED_BACK);
    }

    @Test
    void a_server_that_goes_down_in_the_middle_of_a_batch_is_asked_again() {
        raiseOnce("57P01");
        assertFalse(store.accept(Coming.event("1").starts("f", "a")).duplicate());
        store.gate().awaitPoint(Point.ROLLED_BACK);
    }

    @Test
    void a_batch_that_needs_more_locks_than_there_is_room_for_is_halved() {
        store.tables()
                .change("CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " IF (SELECT count(*) FROM added) > 1 THEN RAISE EXCEPTION 'out of shared memory'"
                        + " USING ERRCODE = '53200'; END IF; RETURN NULL; END $$");
        store.tables()
                .change("CREATE TRIGGER no_room AFTER INSERT ON fact REFERENCING NEW TABLE AS added"
                        + " FOR EACH STATEMENT EXECUTE FUNCTION no_room()");
        var answers = new ArrayList<CompletableFuture<Accepted>>();
        store.together(() -> List.of("1", "2", "3")
                .forEach(id -> answers.add(
                        store.journal().accept(Coming.event(id).starts("f", "a").incoming()))));
        answers.forEach(answer -> assertFalse(answer(answer).duplicate()));
    }

    @Test
    void a_flow_that_somebody_keeps_locked_waits_alone() throws Exception {
        Taken locked = begun();
        Taken other = begun();
        lock(locked);
        var answers = new CompletableFuture<?>[3];
        store.together(() -> {
            answers[0] = TwoWriters.settle(store, locked, "1");
            answers[1] = TwoWriters.settle(store, other, "1");
            answers[2] =
                    store.journal().accept(Coming.event("1").starts("g", "a").incoming());
        });
        assertEquals(true, answer(answers[1]));
        answer(answers[2]);
        assertFalse(answers[0].isDone());
        stranger.rollback();
        assertEquals(true, answer(answers[0]));
    }

    @Test
    void events_do_not_overtake_one_of_their_source_and_subject_that_waits_for_a_lock() throws Exception {
        execute("INSERT INTO once (definition, key, flow_id, at) VALUES ('f', 'k', gen_random_uuid(), 0)");
        var answers = new ArrayList<CompletableFuture<Accepted>>();
        store.together(() -> {
            answers.add(accept(Coming.event("1").startsOnce("k", "f")));
            answers.add(accept(Coming.event("2")));
            answers.add(accept(Coming.event("3", "happened", "bob")));
            answers.add(accept(Coming.event("4")));
        });
        answer(answers.get(2));
        answers.add(accept(Coming.event("5")));
        answer(accept(Coming.event("6", "happened", "bob")));
        assertEquals(
                List.of(2),
                IntStream.range(0, 5)
                        .filter(i -> answers.get(i).isDone())
                        .boxed()
                        .toList());
        stranger.rollback();
        answers.forEach(OpenStore::answer);
        assertEquals(
                List.of("3", "6", "1", "2", "4", "5"),
                store.tables()
                        .rows("SELECT external_id FROM event ORDER BY "
                                + store.tables().insertion()));
    }

    private CompletableFuture<Accepted> accept(Coming coming) {
        return store.journal().accept(coming.incoming());
    }

    @Test
    void a_connection_that_is_cut_is_made_anew() {
        Taken a = begun();
        TestDatabase.server()
                .execute(
                        "postgres",
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'caravan test'");
        assertTrue(answer(TwoWriters.settle(store, a, "1")));
        assertFalse(store.accept(Coming.event("1").starts("f", "a")).duplicate());
    }
}
