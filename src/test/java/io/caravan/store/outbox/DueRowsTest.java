package io.caravan.store.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.postgres.TestDatabase;
import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hundred thousand rows of a destination that cannot be used at the moment hide nothing and slow nothing down. */
class DueRowsTest {
    private static final int PAUSED = 100_000;

    private OpenStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = OpenStore.in(folder, 4);
        store.begin("f", "a at paused");
        store.settle(store.taken("a"), io.caravan.flow.Outcome.retry(new io.caravan.flow.Failure("Away", "gone")));
        store.tables()
                .change("INSERT INTO outbox (flow_id, action, item, kind, definition, destination, attempt, due_at)"
                        + " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + PAUSED + ")"
                        + " SELECT flow_id, action, i, kind, definition, destination, attempt, due_at + 3600000 + i"
                        + " FROM outbox, n");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void others_are_taken_at_once() {
        String flow = store.begin("g", "b at slack", "c needs b");
        store.settle(store.taken("b"), OpenStore.done("1"));
        store.settle(store.taken("c"), OpenStore.done("1"));
        assertEquals("completed", store.state(flow).status().word());
        assertEquals(PAUSED + 1, store.tables().count("outbox WHERE destination = 'paused'"));
    }

    @Test
    void the_next_due_row_of_each_destination_is_found_by_the_index() throws Exception {
        store.accept(
                Coming.event("1").starts("g", "b at slack", "c at slack", "d at slack", "e at slack", "x at hubspot"));
        try (var connection = store.database().reading().getConnection();
                var statements = new io.caravan.store.Statements(connection)) {
            assertEquals(
                    List.of("hubspot", "paused"),
                    List.copyOf(DueRows.nextDue(statements).keySet()));
        }
    }

    /** On PostgreSQL the plan says how many pages were read: a walk through the rows would read thousands. */
    @Test
    @org.junit.jupiter.api.Tag("postgres")
    void neither_taking_nor_looking_walks_through_the_rows() throws Exception {
        store.tables().change("ANALYZE outbox");
        String plan = String.join(
                "\n",
                TestDatabase.server()
                        .query(
                                store.tables().rows("SELECT current_database()").get(0),
                                "EXPLAIN (ANALYZE, BUFFERS) SELECT flow_id FROM outbox WHERE destination = 'slack'"
                                        + " AND lease_epoch IS NULL AND due_at <= 4000000000000"
                                        + " ORDER BY due_at LIMIT 256 FOR UPDATE SKIP LOCKED"));
        Matcher read = Pattern.compile("shared hit=(\\d+)").matcher(plan);
        assertTrue(read.find() && Integer.parseInt(read.group(1)) < 20, plan);
        assertTrue(plan.contains("outbox_free"), plan);
    }
}
