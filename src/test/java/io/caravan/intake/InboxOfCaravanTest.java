package io.caravan.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import io.caravan.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole Caravan on PostgreSQL takes what is inserted into its inbox. */
@Tag("postgres")
class InboxOfCaravanTest {
    private static final String ROUTES =
            """
            - route:
                id: order
                from: { uri: flow:order, parameters: { event: order.placed }, steps: [ { log: order } ] }
            - route:
                id: order.ship
                from: { uri: flow:order/ship, steps: [ { setBody: { simple: "${body[item]}" } } ] }
            """;

    @Test
    void a_row_starts_a_flow_and_a_parked_one_is_counted(@TempDir Path folder) throws Exception {
        try (RunningCaravan caravan = RunningCaravan.start(folder, ROUTES)) {
            TestDatabase.server()
                    .execute(
                            TestDatabase.name(folder),
                            "INSERT INTO inbox (type, data, subject) VALUES ('order.placed', '{\"item\":\"boots\"}', 'ann')");
            JsonNode flow = Awaitility.await()
                    .atMost(Duration.ofSeconds(15))
                    .until(
                            () -> caravan.read("/flows?key=ann").path("items").path(0),
                            found -> found.path("status").asText().equals("completed"));
            assertEquals(
                    "boots",
                    RunningCaravan.action(
                                    caravan.read("/flows/" + flow.path("id").asText()), "ship")
                            .path("result")
                            .asText());
            TestDatabase.server()
                    .execute(TestDatabase.name(folder), "INSERT INTO inbox (type, data) VALUES ('t', 'broken')");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertTrue(caravan.observe("/observe/metrics")
                            .body()
                            .contains("caravan_parked_total{way=\"inbox\"} 1.0")));
        }
    }
}
