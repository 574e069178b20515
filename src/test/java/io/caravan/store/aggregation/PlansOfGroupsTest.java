package io.caravan.store.aggregation;

import io.caravan.store.OpenStore;
import io.caravan.store.Plans;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups come and go all at once, so that PostgreSQL often sees their tables empty when it plans. */
@Tag("postgres")
class PlansOfGroupsTest {
    private static final String ID = "11111111-1111-1111-1111-111111111111";
    private static final GroupKey KEY = new GroupKey("a", "k");
    private static final Delivery DELIVERED = new Delivery(ID, 1, Optional.empty());
    private static final Delivery FAILED =
            new Delivery(ID, 1, Optional.of(new Delivery.Setback(Instant.EPOCH, Optional.of("broken"))));

    private static final String GROUPS =
            """
            INSERT INTO aggregation (aggregator, key, version, size, content)
            SELECT 'a', 'k' || i, md5(i::text)::uuid, 1, '{}' FROM generate_series(1, 1000) i
            """;
    private static final String MESSAGES =
            """
            INSERT INTO gathered (aggregator, message, forgotten_at) SELECT 'a', 'm' || i, 1 FROM generate_series(1, 1000) i
            """;
    private static final String COMPLETED =
            """
            INSERT INTO completed_group (id, aggregator, key, size, completed_by, content, completed_at, due_at, epoch)
            SELECT md5(i::text)::uuid, 'a', 'k', 1, 'size', '{}', 1, i, 1 FROM generate_series(1, 1000) i
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
        var group = new Group(ID, "{}", 1, Optional.empty());
        return Stream.of(
                new Plans.Plan(
                        "aggregation", GROUPS, "versions", statements -> GroupTable.versions(statements, List.of(KEY))),
                new Plans.Plan(
                        "aggregation",
                        GROUPS,
                        "update",
                        statements -> GroupTable.update(statements, Map.of(KEY, group), Map.of(KEY, ID))),
                new Plans.Plan(
                        "aggregation", GROUPS, "delete", statements -> GroupTable.delete(statements, Map.of(KEY, ID))),
                new Plans.Plan(
                        "gathered",
                        MESSAGES,
                        "known",
                        statements -> MessageTable.known(statements, List.of(new MessageTable.Key("a", "m")))),
                new Plans.Plan(
                        "completed_group",
                        COMPLETED,
                        "delete",
                        statements -> CompletedTable.delete(statements, List.of(DELIVERED))),
                new Plans.Plan(
                        "completed_group",
                        COMPLETED,
                        "put back",
                        statements -> CompletedTable.putBack(statements, List.of(FAILED))),
                new Plans.Plan(
                        "completed_group",
                        COMPLETED,
                        "take",
                        statements -> CompletedTable.take(
                                statements, List.of("a"), new Taken.Limit(Instant.ofEpochMilli(3), 3), 2)));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void a_plan_from_when_the_table_was_empty_does_not_walk_through_all_of_it_later(Plans.Plan plan)
            throws SQLException {
        plan.assertReadsFew(store);
    }
}
