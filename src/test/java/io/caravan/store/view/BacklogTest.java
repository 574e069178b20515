package io.caravan.store.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.store.OpenStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much is due, for how long, and what is open; and whether the database answers. */
class BacklogTest {
    @TempDir
    Path folder;

    @Test
    void what_nobody_has_taken_is_due_and_grows_old() throws Exception {
        try (var store = OpenStore.in(folder, 0)) {
            var backlog =
                    new Backlog(store.database().reading(), store.journal().pauses(), store.clock());
            assertEquals(Optional.empty(), backlog.found());
            backlog.go();
            assertEquals(
                    new Backlog.Found(0, Optional.empty(), 0, 0, 0),
                    backlog.found().orElseThrow());
            assertEquals(Optional.of(Duration.ZERO), backlog.oldestAge());
            store.begin("early", "a", "b");
            store.clock().move(Duration.ofSeconds(40));
            store.begin("late", "a", "b needs a");
            store.clock().move(Duration.ofSeconds(2));
            backlog.go();
            assertEquals(3, backlog.found().orElseThrow().due());
            assertEquals(2, backlog.found().orElseThrow().running());
            assertEquals(Optional.of(Duration.ofSeconds(42)), backlog.oldestAge());
        }
    }

    @Test
    void what_is_taken_is_not_due_and_what_gave_up_waits_for_a_person() throws Exception {
        try (var store = OpenStore.in(folder, 4)) {
            store.begin("f", "a", "b");
            store.settle(store.taken(2).get(0), new Outcome.Rejected(new Failure("Refused", "no")));
            var backlog =
                    new Backlog(store.database().reading(), store.journal().pauses(), store.clock());
            backlog.go();
            assertEquals(0, backlog.found().orElseThrow().due());
            assertEquals(1, backlog.found().orElseThrow().dead());
            assertEquals(1, backlog.found().orElseThrow().failed());
            assertEquals(0, backlog.found().orElseThrow().running());
        }
    }

    @Test
    void a_database_that_is_away_is_not_called_empty() throws Exception {
        Backlog backlog;
        try (var store = OpenStore.in(folder, 0)) {
            backlog = new Backlog(store.database().reading(), store.journal().pauses(), store.clock());
            backlog.go();
        }
        assertThrows(java.sql.SQLException.class, backlog::go);
        assertEquals(Optional.empty(), backlog.found());
        assertEquals(Optional.empty(), backlog.oldestAge());
    }

    @Test
    void a_database_that_answers_is_no_trouble_and_a_closed_one_is() {
        Pulse before;
        Pulse after;
        try (var store = OpenStore.in(folder, 0)) {
            before = new Pulse(store.database().reading());
            after = new Pulse(store.database().reading());
            assertEquals(Optional.empty(), before.trouble());
        }
        String trouble = after.trouble().orElseThrow();
        assertTrue(trouble.startsWith("The database does not answer"), trouble);
    }

    @Test
    void a_database_that_is_silent_is_told_within_a_second_and_asked_but_once() throws Exception {
        try (var store = OpenStore.in(folder, 0)) {
            List<Connection> held = new ArrayList<>();
            int pool = ((com.zaxxer.hikari.HikariDataSource) store.database().reading()).getMaximumPoolSize();
            for (int i = 0; i < pool; i++) {
                held.add(store.database().reading().getConnection());
            }
            var pulse = new Pulse(store.database().reading());
            long before = System.nanoTime();
            for (int i = 0; i < 2; i++) {
                String trouble = pulse.trouble().orElseThrow();
                assertTrue(trouble.matches("The database has not answered for \\d+ ms\\."), trouble);
            }
            assertTrue(Duration.ofNanos(System.nanoTime() - before).compareTo(Duration.ofSeconds(5)) < 0);
            assertEquals(
                    1,
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(each -> each.getName().equals("caravan-pulse"))
                            .count());
            for (Connection each : held) {
                each.close();
            }
        }
    }
}
