package io.caravan.store.journal;

import io.caravan.flow.Event;
import io.caravan.store.OpenStore;
import io.caravan.store.Plans;
import io.caravan.store.inbox.InboxTable;
import io.caravan.store.outbox.OutboxKey;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Waits, dead letters and rows of the inbox are few or none most of the time, and many at once when they come. */
@Tag("postgres")
class PlansOfWaitsTest {
    private static final String ID = "11111111-1111-1111-1111-111111111111";
    private static final OutboxKey KEY = new OutboxKey(ID, "a", 0);
    private static final Event EVENT = new Event(
            new Event.Identity(ID, "/s", "1"),
            new Event.Attributes("t", Optional.of("k"), Instant.EPOCH, Optional.empty()),
            "{}",
            0);

    private static final String WAITS =
            """
            INSERT INTO waiting (flow_id, action, type, key, cause)
            SELECT md5(i::text)::uuid, 'a', 't', 'k' || i, md5(i::text)::uuid FROM generate_series(1, 1000) i
            """;
    private static final String LETTERS =
            """
            INSERT INTO dead (flow_id, action, definition, type, message, outcome, attempts, at, fingerprint)
            SELECT md5(i::text)::uuid, 'a', 'f', 'T', 'm', 'dead', 1, 1, 'same' FROM generate_series(1, 1000) i
            """;
    private static final String INBOX =
            """
            INSERT INTO inbox (type, key) SELECT 't', 'k' || i FROM generate_series(1, 1000) i
            """;

    private OpenStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = OpenStore.in(folder, 4);
    }

    @AfterEach
    void close() {
        store.close();
    }

    static Stream<Plans.Plan> plans() {
        return Stream.of(
                new Plans.Plan("waiting", WAITS, "come", statements -> WaitingTable.come(statements, List.of(EVENT))),
                new Plans.Plan("waiting", WAITS, "delete", statements -> WaitingTable.delete(statements, List.of(KEY))),
                new Plans.Plan("dead", LETTERS, "delete", statements -> DeadTable.delete(statements, List.of(KEY))),
                new Plans.Plan("inbox", INBOX, "take", statements -> InboxTable.take(statements, Set.of(500L))));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void a_plan_from_when_the_table_was_empty_does_not_walk_through_all_of_it_later(Plans.Plan plan)
            throws SQLException {
        plan.assertReadsFew(store);
    }
}
