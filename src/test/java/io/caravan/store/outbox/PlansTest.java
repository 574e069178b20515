package io.caravan.store.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.flow.Command;
import io.caravan.store.OpenStore;
import io.caravan.store.Statements;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL plans with what it knows of a table. An outbox that was empty when it looked makes every index seem as good as the
 * key; but all rows that this node ever took stand side by side in the index of taken rows, until they are cleaned.
 */
@Tag("postgres")
class PlansTest {
    private OpenStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = OpenStore.in(folder, 4);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void rows_are_settled_given_back_and_cancelled_by_their_key_also_when_the_outbox_looked_empty() {
        everything();
        store.tables().change("VACUUM (ANALYZE) outbox");
        long byKey = scans("outbox_pkey");
        long byLease = scans("outbox_taken");
        everything();
        Awaitility.await().until(() -> scans("outbox_pkey") > byKey);
        assertEquals(byLease, scans("outbox_taken"));
    }

    @Test
    void what_is_cancelled_is_withdrawn_by_its_key_and_not_by_a_walk_through_all_free_rows() throws SQLException {
        store.tables().change("VACUUM (ANALYZE) outbox");
        String flow = store.begin("f", "a", "b", "c", "d", "e");
        store.taken(4);
        store.journal().stopTaking();
        store.settled();
        long byKey = scans("outbox_pkey");
        long free = scans("outbox_free");
        try (var connection = store.database().writing().getConnection();
                var statements = new Statements(connection)) {
            assertEquals(List.of(), OutboxTable.cancel(statements, List.of(new OutboxKey(flow, "e", 0))));
        }
        Awaitility.await().until(() -> scans("outbox_pkey") > byKey);
        assertEquals(free, scans("outbox_free"));
    }

    private void everything() {
        String flow = store.begin("f", "a", "b needs a", "c", "d");
        List<Taken> first = store.taken(3);
        store.settle(first.get(0), OpenStore.done("1"));
        Taken back = first.get(1);
        OpenStore.answer(store.journal().release(back.key(), back.lease(), Duration.ofDays(1)));
        store.taken("b");
        store.order(flow, new Command.Cancel("me", ""));
        store.settle(first.get(2), OpenStore.done("1"));
        store.settled();
    }

    private long scans(String index) {
        return Long.parseLong(store.tables()
                .rows("SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = '" + index + "'")
                .get(0));
    }
}
