package io.caravan.store.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.store.OpenStore;
import io.caravan.store.Statements;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DueSearchTest {
    private static final Instant NOW = Instant.parse("2026-11-25T09:00:00Z");

    private final DueSearch search = new DueSearch();
    private OpenStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = OpenStore.in(folder, 0);
        store.begin("f", "a at slack");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void the_first_look_finds_what_was_due_long_ago() throws SQLException {
        dueAt(NOW.minus(Duration.ofDays(3)));
        assertEquals(Map.of("slack", NOW.minus(Duration.ofDays(3))), look(NOW));
        assertEquals(Map.of("slack", NOW.minus(Duration.ofDays(3))), look(NOW.plusMillis(1)), "still there");
    }

    @Test
    void what_a_late_commit_brings_is_found_at_once() throws SQLException {
        dueAt(NOW.plusSeconds(60));
        look(NOW);
        dueAt(NOW.minusMillis(900));
        assertEquals(Map.of("slack", NOW.minusMillis(900)), look(NOW.plusMillis(50)));
    }

    @Test
    void what_another_node_gives_back_from_long_ago_is_found_within_five_seconds() throws SQLException {
        dueAt(NOW.plusSeconds(60));
        look(NOW);
        dueAt(NOW.minusSeconds(30));
        assertEquals(Map.of(), look(NOW.plusSeconds(4)), "looks behind the line are few");
        assertEquals(Map.of("slack", NOW.minusSeconds(30)), look(NOW.plusSeconds(5)));
    }

    @Test
    void a_destination_that_another_node_has_brought_is_found_within_five_seconds() throws SQLException {
        look(NOW);
        store.begin("g", "a at hubspot");
        dueAt(NOW);
        assertEquals(Map.of("slack", NOW), look(NOW.plusSeconds(4)));
        assertEquals(Map.of("hubspot", NOW, "slack", NOW), look(NOW.plusSeconds(5)));
    }

    @Test
    void what_this_node_inserts_is_found_wherever_it_is() throws SQLException {
        dueAt(NOW.plusSeconds(60));
        look(NOW);
        store.begin("g", "a at hubspot");
        dueAt("hubspot", NOW.minusSeconds(30));
        search.expect("hubspot", NOW.minusSeconds(30));
        assertEquals(Map.of("hubspot", NOW.minusSeconds(30), "slack", NOW.plusSeconds(60)), look(NOW.plusMillis(1)));
    }

    @Test
    void starting_over_finds_everything() throws SQLException {
        dueAt(NOW.plusSeconds(60));
        look(NOW);
        dueAt(NOW.minusSeconds(30));
        search.startOver();
        assertEquals(Map.of("slack", NOW.minusSeconds(30)), look(NOW.plusMillis(1)));
    }

    @Test
    void a_queue_whose_rows_stay_keeps_the_line_of_no_other() throws SQLException {
        store.begin("g", "a at hubspot");
        dueAt("slack", NOW.minus(Duration.ofDays(3)));
        dueAt("hubspot", NOW.plusSeconds(60));
        look(NOW);
        dueAt("hubspot", NOW.minusSeconds(30));
        assertEquals(
                Map.of("slack", NOW.minus(Duration.ofDays(3))),
                look(NOW.plusSeconds(4)),
                "looks behind the line are few");
    }

    private void dueAt(String destination, Instant dueAt) {
        store.tables()
                .change("UPDATE outbox SET due_at = " + dueAt.toEpochMilli() + " WHERE destination = '" + destination
                        + "'");
    }

    private void dueAt(Instant dueAt) {
        store.tables().change("UPDATE outbox SET due_at = " + dueAt.toEpochMilli());
    }

    private SortedMap<String, Instant> look(Instant now) throws SQLException {
        try (var connection = store.database().reading().getConnection();
                var statements = new Statements(connection)) {
            return new TreeMap<>(search.nextDue(statements, now));
        }
    }
}
