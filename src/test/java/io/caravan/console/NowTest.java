package io.caravan.console;

import static io.caravan.RunningCaravan.action;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code GET /now} says of all nodes together. */
class NowTest {
    private static final String ROUTES =
            """
            - route:
                id: good
                from: { uri: flow:good, parameters: { event: good }, steps: [ { log: good } ] }
            - route:
                id: good.one
                from: { uri: flow:good/one, steps: [ { log: one } ] }
            - route:
                id: bad
                from: { uri: flow:bad, parameters: { event: bad }, steps: [ { log: bad } ] }
            - route:
                id: bad.act
                from:
                  uri: flow:bad/act
                  parameters: { maximumRedeliveries: 0 }
                  steps:
                    - throwException: { exceptionType: java.lang.IllegalStateException, message: "not today" }
            - route:
                id: later
                from: { uri: flow:later, parameters: { event: later }, steps: [ { log: later } ] }
            - route:
                id: later.after
                from: { uri: flow:later/after, parameters: { needs: hold }, steps: [ { log: after } ] }
            - route:
                id: later.hold
                from: { uri: flow:later/hold, parameters: { delay: 1h }, steps: [ { log: hold } ] }
            """;

    private static long sum(JsonNode now, String what) {
        long sum = 0;
        for (JsonNode minute : now.path("rates")) {
            sum += minute.path(what).asLong();
        }
        return sum;
    }

    private static List<Long> sums(RunningCaravan caravan) {
        JsonNode now = caravan.read("/now");
        return List.of(sum(now, "accepted"), sum(now, "started"), sum(now, "completed"), sum(now, "failed"));
    }

    @Test
    void rates_are_those_of_the_last_hour_and_the_same_after_a_restart(@TempDir Path folder) throws Exception {
        var expected = List.of(5L, 4L, 2L, 1L);
        try (var caravan = RunningCaravan.start(folder, ROUTES)) {
            caravan.flow("good", "{}", "completed");
            caravan.flow("good", "{}", "completed");
            caravan.flow("bad", "{}", "failed");
            caravan.event("later", "{}");
            caravan.event("unrouted", "{}");
            assertEquals(expected, sums(caravan));
            caravan.post("/events", "{\"type\":\"good\",\"id\":\"twice\"}");
            caravan.post("/events", "{\"type\":\"good\",\"id\":\"twice\"}");
            Awaitility.await().until(() -> sums(caravan), List.of(6L, 5L, 3L, 1L)::equals);

            JsonNode rates = caravan.read("/now").path("rates");
            assertEquals(60, rates.size());
            var minutes = new ArrayList<Instant>();
            rates.forEach(rate -> minutes.add(Instant.parse(rate.path("minute").asText())));
            for (int i = 1; i < minutes.size(); i++) {
                assertEquals(Duration.ofMinutes(1), Duration.between(minutes.get(i - 1), minutes.get(i)));
            }
            Instant at = Instant.parse(caravan.read("/now").path("at").asText());
            assertTrue(Duration.between(Collections.max(minutes), at).toSeconds() < 120);
        }
        try (var caravan = RunningCaravan.start(folder, ROUTES)) {
            assertEquals(List.of(6L, 5L, 3L, 1L), sums(caravan));
        }
    }

    @Test
    void what_has_not_ended_is_counted_and_the_oldest_that_waits_says_why(@TempDir Path folder) throws Exception {
        try (var caravan = RunningCaravan.start(folder, ROUTES)) {
            JsonNode empty = caravan.read("/now");
            assertTrue(empty.path("oldestWaiting").isNull());
            assertEquals(0, empty.path("running").asInt(-1));
            assertEquals(0, empty.path("waiting").asInt(-1));
            assertEquals(0, empty.path("deadLetters").asInt(-1));

            JsonNode first = caravan.event("later", "{}");
            caravan.event("later", "{}");
            caravan.flow("bad", "{}", "failed");
            String id = first.path("flows").path(0).path("id").asText();
            JsonNode flow = caravan.await(
                    id, page -> action(page, "hold").path("waitingFor").asText().startsWith("waits until"));
            Awaitility.await().until(() -> caravan.read("/now").path("waiting").asInt(), size -> size == 2);

            JsonNode now = caravan.read("/now");
            assertEquals(2, now.path("running").asInt());
            assertEquals(1, now.path("deadLetters").asInt());
            JsonNode oldest = now.path("oldestWaiting");
            assertEquals(id, oldest.path("flow").asText());
            assertEquals("hold", oldest.path("action").asText());
            assertEquals(action(flow, "hold").path("waitingFor"), oldest.path("waitingFor"));
            Instant since = Instant.parse(oldest.path("since").asText());
            assertFalse(since.isBefore(Instant.parse(flow.path("startedAt").asText())));
        }
    }

    @Test
    void the_generation_in_force_is_told_and_an_edit_that_was_refused(@TempDir Path folder) throws Exception {
        try (var caravan = RunningCaravan.start(folder, ROUTES)) {
            JsonNode now = caravan.read("/now");
            JsonNode generation = caravan.read("/generations").path("items").path(0);
            assertEquals(generation, now.path("generation"));
            assertTrue(now.path("refused").isNull());

            Path file = folder.resolve("routes/routes.camel.yaml");
            Files.writeString(file, ROUTES.replace("needs: hold", "needs: held"));
            JsonNode refused =
                    Awaitility.await().until(() -> caravan.read("/now").path("refused"), JsonNode::isObject);
            assertEquals("refused", refused.path("state").asText());
            assertEquals(generation, caravan.read("/now").path("generation"));

            Files.writeString(file, ROUTES);
            Awaitility.await().until(() -> caravan.read("/now").path("refused").isNull());
        }
    }
}
