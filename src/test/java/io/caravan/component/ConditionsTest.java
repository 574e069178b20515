package io.caravan.component;

import static io.caravan.RunningCaravan.action;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code when}, {@code delay} and {@code at} of actions, on a running Caravan. */
class ConditionsTest {
    private static final String ROUTES =
            """
            - route:
                id: order
                from: { uri: flow:order, parameters: { event: order }, steps: [ { log: "order" } ] }
            - route:
                id: order.price
                from: { uri: flow:order/price, steps: [ { setBody: { simple: "${body[amount]}" } } ] }
            - route:
                id: order.discount
                from:
                  uri: flow:order/discount
                  parameters: { needs: price, when: "${variable.price} > 100 && ${body[club]} == true" }
                  steps: [ { setBody: { constant: "10 %" } } ]
            - route:
                id: order.letter
                from:
                  uri: flow:order/letter
                  parameters: { needs: discount }
                  steps: [ { setBody: { constant: "dear member" } } ]
            - route:
                id: order.invoice
                from:
                  uri: flow:order/invoice
                  parameters: { needs: "discount?,price" }
                  steps: [ { setBody: { simple: "discount: ${variable.discount}" } } ]
            - route:
                id: later
                from: { uri: flow:later, parameters: { event: later }, steps: [ { log: "later" } ] }
            - route:
                id: later.delayed
                from:
                  uri: flow:later/delayed
                  parameters: { delay: "${body[delay]}" }
                  steps: [ { setBody: { constant: "after a while" } } ]
            - route:
                id: until
                from: { uri: flow:until, parameters: { event: until }, steps: [ { log: "until" } ] }
            - route:
                id: until.then
                from:
                  uri: flow:until/then
                  parameters: { at: "${body[at]}" }
                  steps: [ { setBody: { constant: "now" } } ]
            """;

    @TempDir
    private static Path folder;

    private static RunningCaravan caravan;

    @BeforeAll
    static void open() throws Exception {
        caravan = RunningCaravan.start(folder, ROUTES);
    }

    @AfterAll
    static void close() {
        caravan.close();
    }

    @Test
    void a_condition_sees_input_and_results_and_a_true_one_lets_the_action_run() {
        JsonNode flow = caravan.flow("order", "{\"amount\":120,\"club\":true}", "completed");
        assertEquals("10 %", action(flow, "discount").path("result").asText());
        assertEquals("dear member", action(flow, "letter").path("result").asText());
        assertEquals("discount: 10 %", action(flow, "invoice").path("result").asText());
    }

    @Test
    void a_false_condition_skips_the_action_and_what_cannot_do_without_it() {
        JsonNode flow = caravan.flow("order", "{\"amount\":99,\"club\":true}", "completed");
        assertEquals("skipped", action(flow, "discount").path("state").asText());
        assertEquals(0, action(flow, "discount").path("attempts").asInt());
        assertEquals("skipped", action(flow, "letter").path("state").asText());
        assertEquals("discount: ", action(flow, "invoice").path("result").asText());
    }

    @Test
    void a_delayed_action_says_until_when_it_waits_and_runs_then() {
        String id = caravan.event("later", "{\"delay\":\"1500ms\"}")
                .at("/flows/0/id")
                .asText();
        JsonNode waiting = caravan.await(
                id,
                flow -> !action(flow, "delayed").path("dueAt").isNull()
                        && action(flow, "delayed").path("waitingFor").asText().startsWith("waits until"));
        assertEquals("waiting", action(waiting, "delayed").path("state").asText());
        JsonNode flow = caravan.flowAs(id, "completed");
        Duration took = Duration.between(
                Instant.parse(flow.path("startedAt").asText()),
                Instant.parse(flow.path("endedAt").asText()));
        assertTrue(took.toMillis() >= 1_500, took.toString());
    }

    @Test
    void a_moment_that_no_clock_tells_is_a_rejection_that_says_so() {
        JsonNode flow = caravan.flow("until", "{\"at\":\"+999999999-01-01T00:00:00Z\"}", "failed");
        JsonNode error = action(flow, "then").path("error");
        assertEquals("rejected", error.path("outcome").asText());
        assertTrue(error.path("message").asText().contains("which is not a moment"), error.toString());
    }

    @Test
    void a_delay_of_more_than_a_hundred_years_is_a_rejection_that_says_so() {
        JsonNode flow = caravan.flow("later", "{\"delay\":\"200000000000d\"}", "failed");
        JsonNode error = action(flow, "delayed").path("error");
        assertEquals("rejected", error.path("outcome").asText());
        assertTrue(error.path("message").asText().contains("longer than a hundred years"), error.toString());
    }

    @Test
    void a_delay_that_is_none_is_a_rejection_that_names_it() {
        JsonNode flow = caravan.flow("later", "{\"delay\":\"5\"}", "failed");
        JsonNode error = action(flow, "delayed").path("error");
        assertEquals("rejected", error.path("outcome").asText());
        assertTrue(error.path("message").asText().contains("came to '5', which is not a duration"), error.toString());
        assertEquals(0, action(flow, "delayed").path("attempts").asInt());
    }

    @Test
    void a_moment_in_the_past_is_now_and_one_in_the_future_is_waited_for() {
        caravan.flow("until", "{\"at\":\"2020-01-01T00:00:00Z\"}", "completed");
        String at = Instant.now().plusSeconds(3_600).toString();
        String id = caravan.event("until", "{\"at\":\"" + at + "\"}")
                .at("/flows/0/id")
                .asText();
        JsonNode flow = caravan.await(
                id, page -> action(page, "then").path("waitingFor").asText().startsWith("waits until"));
        assertFalse(action(flow, "then").path("dueAt").isNull());
        assertEquals(202, caravan.post("/flows/" + id + "/cancel", "").statusCode());
    }
}
