package io.caravan.component;

import static io.caravan.RunningCaravan.action;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends that are neither a result nor an exception: a dead letter channel took the exchange, or the flow was cancelled. */
class EndsOfActionsTest {
    private static final String ROUTES =
            """
            - route:
                id: letters
                from:
                  uri: direct:letters
                  steps:
                    - log: "a dead letter"
            - route:
                id: slow
                from: { uri: "flow:slow", parameters: { event: slow, once: "${body[o]}" }, steps: [ { log: slow } ] }
            - route:
                id: slow.act
                from:
                  uri: flow:slow/act
                  steps:
                    - to: event:slow.began
                    - delay: { expression: { constant: "1500" }, asyncDelayed: true }
                    - to: direct:letters
            - route:
                id: taken
                from: { uri: "flow:taken", parameters: { event: taken }, steps: [ { log: taken } ] }
            - route:
                id: taken.act
                errorHandler:
                  deadLetterChannel: { deadLetterUri: "direct:letters" }
                from:
                  uri: flow:taken/act
                  steps:
                    - throwException: { exceptionType: java.lang.IllegalStateException, message: "broken" }
            """;

    @TempDir
    private static Path folder;

    private static RunningCaravan caravan;

    @BeforeAll
    static void start() throws Exception {
        caravan = RunningCaravan.start(folder, ROUTES);
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    @Test
    void what_a_dead_letter_channel_took_is_rejected() {
        JsonNode act = action(caravan.flow("taken", "{}", "failed"), "act");
        assertEquals("dead", act.path("state").asText());
        assertEquals("rejected", act.path("error").path("outcome").asText());
        assertEquals("broken", act.path("error").path("message").asText());
    }

    @Test
    void no_further_step_begins_once_the_flow_is_cancelled_though_no_thread_is_held() {
        String id = caravan.event("slow", "{\"o\":\"1\"}")
                .path("flows")
                .path(0)
                .path("id")
                .asText();
        caravan.await(id, flow -> action(flow, "act").path("state").asText().equals("running"));
        assertEquals(202, caravan.post("/flows/" + id + "/cancel", "").statusCode());
        JsonNode late =
                caravan.await(id, flow -> last(flow).path("type").asText().equals("endedLate"));
        assertEquals("uncertain", last(late).path("outcome").asText());
        assertEquals("ToldToStop", last(late).path("error").asText());
    }

    @Test
    void a_repeat_of_an_event_whose_key_was_held_names_the_holder_again() {
        String holder = caravan.event("slow", "{\"o\":\"2\"}")
                .path("flows")
                .path(0)
                .path("id")
                .asText();
        String event = "{\"type\":\"slow\",\"id\":\"again\",\"data\":{\"o\":\"2\"}}";
        JsonNode first = RunningCaravan.json(caravan.post("/events", event));
        JsonNode second = RunningCaravan.json(caravan.post("/events", event));
        assertTrue(second.path("duplicate").asBoolean());
        assertEquals(first.path("flows"), second.path("flows"));
        assertEquals(holder, second.path("flows").path(0).path("id").asText());
        assertTrue(second.path("flows").path(0).path("held").asBoolean());
    }

    private static JsonNode last(JsonNode flow) {
        JsonNode facts = flow.path("facts");
        return facts.path(facts.size() - 1);
    }
}
