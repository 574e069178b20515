package io.caravan.store.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.flow.Command;
import io.caravan.store.OpenStore;
import io.caravan.store.Plans;
import io.caravan.store.Statements;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    private static final String ID = "11111111-1111-1111-1111-111111111111";
    private static final String THOUSAND_ROWS =
            """
            INSERT INTO outbox (flow_id, action, kind, definition, destination, attempt, due_at, lease_epoch, lease_number)
            SELECT md5(i::text)::uuid, 'a', 'action', 'f', 'd' || i, 1, 1, CASE WHEN i % 2 = 0 THEN 1 END,
                   CASE WHEN i % 2 = 0 THEN i END FROM generate_series(1, 1000) i
            UNION ALL SELECT '11111111-1111-1111-1111-111111111111', 'a', 'await', 'f', 'd', 1, 1, NULL, NULL
            """;

    private static final OutboxKey KEY = new OutboxKey(ID, "a", 0);
    private static final Lease LEASE = new Lease(1, 1);
    private static final Instant EARLY = Instant.EPOCH;

    static Stream<Plans.Plan> plans() {
        return Stream.of(
                plan("fence", statements -> OutboxTable.fence(statements, List.of(new OutboxTable.Hold(KEY, LEASE)))),
                plan(
                        "release",
                        statements ->
                                OutboxTable.release(statements, List.of(new OutboxTable.Return(KEY, LEASE, EARLY)))),
                plan("cancel", statements -> OutboxTable.cancel(statements, List.of(KEY))),
                plan("arrive", statements -> OutboxTable.arrive(statements, List.of(KEY), EARLY)),
                plan("take", statements -> DueRows.take(statements, "d", LEASE, 5, EARLY, EARLY.plusMillis(2))),
                plan(
                        "move",
                        statements -> DueRows.move(
                                statements, "d", Queue.of("d", "f", "a", 1), 5, EARLY, EARLY.plusMillis(2))));
    }

    private static Plans.Plan plan(String name, Plans.Work work) {
        return new Plans.Plan("outbox", THOUSAND_ROWS, name, work);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void a_plan_from_when_the_table_was_empty_does_not_walk_through_all_of_it_later(Plans.Plan plan)
            throws SQLException {
        plan.assertReadsFew(store);
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
