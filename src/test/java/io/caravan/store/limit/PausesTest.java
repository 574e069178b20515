package io.caravan.store.limit;

import static io.caravan.store.OpenStore.answer;
import static io.caravan.store.OpenStore.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.Pause;
import io.caravan.flow.Pause.Subject;
import io.caravan.store.OpenStore;
import io.caravan.store.outbox.Taken;
import io.caravan.store.view.Backlog;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Destinations and actions that rest: their rows stay, and keep nobody else's. */
class PausesTest {
    private static final Subject SLACK = Subject.destination("slack");
    private static final Subject POST = Subject.action("f", "post");

    private OpenStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = OpenStore.in(folder, 3);
    }

    @AfterEach
    void close() {
        store.verify();
        store.close();
    }

    private void pause(Subject subject) {
        var pause = new Pause(subject, store.clock().instant(), "ann", "maintenance");
        answer(store.journal().rule(statements -> {
            PauseTable.put(statements, pause);
            return true;
        }));
    }

    private boolean resume(Subject subject) {
        return answer(store.journal().rule(statements -> PauseTable.end(statements, subject)));
    }

    private Set<String> flows(List<Taken> rows) {
        var flows = new HashSet<String>();
        rows.forEach(row -> flows.add(row.key().flow()));
        return flows;
    }

    @Test
    void rows_of_a_destination_that_rests_are_not_taken_and_others_are() {
        pause(SLACK);
        String waiting = store.begin("f", "post at slack");
        store.nothingTaken();
        store.begin("g", "call at hubspot");
        store.settle(store.taken("call"), done("1"));
        store.nothingTaken();
        assertTrue(resume(SLACK));
        Taken post = store.taken("post");
        assertEquals(waiting, post.key().flow());
        assertEquals(1, post.row().attempt().number());
        assertFalse(resume(SLACK), "it does not rest any more");
    }

    @Test
    void what_runs_ends_and_what_it_makes_ready_waits() {
        store.begin("f", "post at slack", "again needs post at slack", "call needs post at slack limit 1");
        Taken running = store.taken("post");
        pause(SLACK);
        assertTrue(store.settle(running, done("1")));
        store.nothingTaken();
        resume(SLACK);
        store.taken(2);
    }

    @Test
    void rows_of_an_action_that_rests_hide_no_others_of_its_destination() {
        pause(POST);
        for (int i = 0; i < 5; i++) {
            store.begin("f", "post at slack");
        }
        store.clock().move(Duration.ofSeconds(1));
        store.begin("f", "call at slack");
        store.settle(store.taken("call"), done("1"));
        store.nothingTaken();
        resume(POST);
        store.taken(3);
    }

    @Test
    void rows_that_were_there_before_their_action_was_paused_step_aside() {
        List<Taken> running = begin(3, "other");
        begin(7, "post");
        store.clock().move(Duration.ofSeconds(1));
        begin(2, "call");
        pause(POST);
        running.forEach(each -> store.settle(each, done("1")));
        store.taken(2).forEach(each -> {
            assertEquals("call", each.key().action());
            store.settle(each, done("1"));
        });
        store.nothingTaken();
        assertEquals(
                List.of("slack|f/post|0|7"),
                store.tables().rows("SELECT destination, count(*) FROM outbox GROUP BY destination"));
        resume(POST);
        store.taken(3);
    }

    private List<Taken> begin(int count, String action) {
        for (int i = 0; i < count; i++) {
            store.begin("f", action + " at slack");
        }
        return action.equals("other") ? store.taken(count) : List.of();
    }

    @Test
    void an_action_of_which_few_may_run_rests_too() {
        pause(POST);
        store.begin("f", "post at slack limit 2");
        store.begin("f", "post at slack limit 2");
        store.nothingTaken();
        resume(POST);
        assertEquals(2, flows(store.taken(2)).size());
    }

    @Test
    void a_pause_survives_a_restart() {
        pause(SLACK);
        store.begin("f", "post at slack");
        store = store.restart();
        store.nothingTaken();
        Pause pause = store.journal().pauses().known().of(SLACK).orElseThrow();
        assertEquals("ann", pause.by());
        assertEquals("maintenance", pause.note());
        resume(SLACK);
        store.taken("post");
    }

    @Test
    void the_last_word_counts_when_two_pause_the_same() {
        pause(SLACK);
        store.clock().move(Duration.ofSeconds(5));
        pause(SLACK);
        store.settled();
        assertEquals(
                store.clock().instant(),
                store.journal().pauses().known().of(SLACK).orElseThrow().since());
    }

    @Test
    void what_rests_does_not_count_as_due() throws SQLException {
        pause(SLACK);
        store.begin("f", "post at slack");
        store.settled();
        var backlog = new Backlog(store.database().reading(), store.journal().pauses(), store.clock());
        backlog.go();
        assertEquals(0, backlog.found().orElseThrow().due());
        resume(SLACK);
        store.taken("post");
    }

    @Test
    void a_hundred_thousand_rows_that_rest_make_taking_no_slower() {
        store.begin("f", "post at slack");
        store.taken("post");
        pause(SLACK);
        pause(POST);
        fill(100_000);
        store.settled();
        long begin = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            store.begin("g", "call at hubspot", "beside");
            store.taken(2).forEach(each -> store.settle(each, done("1")));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(took.compareTo(Duration.ofSeconds(8)) < 0, "50 flows took " + took);
        store.tables().change("DELETE FROM outbox WHERE flow_id NOT IN (SELECT id FROM flow)");
    }

    private static final String NUMBERS =
            """
            WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < %d)
            INSERT INTO outbox (flow_id, action, item, kind, definition, destination, attempt, due_at)
            SELECT %s, 'post', n, 'action', 'f', CASE WHEN n %% 2 = 0 THEN 'slack' ELSE 'slack|f/post|0' END, 1, %d
            FROM number
            """;

    private void fill(int count) {
        String flow = io.caravan.postgres.TestDatabase.isPostgres()
                ? "'018f0000-0000-7000-8000-000000000000'::uuid"
                : "'018f0000-0000-7000-8000-000000000000'";
        store.tables()
                .change(NUMBERS.formatted(count, flow, store.clock().instant().toEpochMilli()));
    }
}
