package io.caravan.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import io.caravan.postgres.TestDatabase;
import io.caravan.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code GET /flows?asleep=true}: the running flows that nothing will wake. */
class AsleepTest {
    private static final String ROUTES =
            """
            - route:
                id: later
                from:
                  uri: flow:later
                  parameters: { event: later }
                  steps:
                    - log: later
            - route:
                id: later.act
                from:
                  uri: flow:later/act
                  parameters: { delay: 1h }
                  steps:
                    - log: act
            """;

    @TempDir
    Path folder;

    @Test
    void a_flow_that_has_lost_its_row_is_listed_and_its_healthy_neighbour_is_not() throws Exception {
        String asleep;
        try (var caravan = RunningCaravan.start(folder, ROUTES)) {
            asleep = begin(caravan);
            begin(caravan);
            assertEquals(0, caravan.read("/flows?asleep=true").path("items").size());
        }
        lose(asleep);
        try (var caravan = RunningCaravan.start(folder, ROUTES)) {
            JsonNode list = Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> caravan.read("/flows?asleep=true"), read -> !read.path("items")
                            .isEmpty());
            assertEquals(1, list.path("items").size());
            assertEquals(asleep, list.path("items").path(0).path("id").asText());
            assertEquals("running", list.path("items").path(0).path("status").asText());
            assertEquals(2, caravan.read("/flows?status=running").path("items").size());
        }
    }

    private static String begin(RunningCaravan caravan) {
        String id =
                caravan.event("later", "{}").path("flows").path(0).path("id").asText();
        caravan.await(id, page -> page.path("facts").toString().contains("delayed"));
        return id;
    }

    private void lose(String flow) throws Exception {
        try (Database database = TestDatabase.url(folder)
                        .map(url -> Database.postgres(new Database.Address(url, "", ""), "test"))
                        .orElseGet(() -> Database.embedded(folder.resolve("data")));
                var connection = database.writing().getConnection();
                var statement = connection.createStatement()) {
            assertEquals(1, statement.executeUpdate("DELETE FROM outbox WHERE flow_id = '" + flow + "'"));
        }
    }
}
