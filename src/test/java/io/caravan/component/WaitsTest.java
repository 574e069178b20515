package io.caravan.component;

import static io.caravan.RunningCaravan.action;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code awaits}, {@code cancelOn}, {@code orderedBy}, {@code onceWithin} and life-cycle events, on a running Caravan. */
class WaitsTest {
    private static final String ROUTES =
            """
            - route:
                id: order
                from:
                  uri: flow:order
                  parameters: { event: ordered, key: "${body[order]}", cancelOn: "order.cancelled" }
                  steps: [ { log: "order" } ]
            - route:
                id: order.payment
                from:
                  uri: flow:order/payment
                  parameters: { awaits: paid, correlate: "${body[order]}" }
                  steps: [ { setBody: { simple: "${variable.input[order]}: ${body[amount]}" } } ]
            - route:
                id: order.parcel
                from:
                  uri: flow:order/parcel
                  parameters: { needs: payment }
                  steps: [ { setBody: { simple: "sent for ${variable.payment}" } } ]
            - route:
                id: party
                from: { uri: flow:party, parameters: { event: party }, steps: [ { log: "party" } ] }
            - route:
                id: party.invite
                from:
                  uri: flow:party/invite
                  parameters:
                    awaits: guests.listed
                    correlate: "${body[id]}"
                    forEach: "${body[guests]}"
                    budgetKey: "${body[room]}"
                  steps: [ { setBody: { simple: "${variable.input[id]} ${body}" } } ]
            - route:
                id: brief
                from: { uri: flow:brief, parameters: { event: brief }, steps: [ { log: "brief" } ] }
            - route:
                id: brief.failing
                from:
                  uri: flow:brief/failing
                  parameters: { awaits: never, correlate: "${body[id]}", timeout: 300ms }
                  steps: [ { log: "never" } ]
            - route:
                id: brief.skipping
                from:
                  uri: flow:brief/skipping
                  parameters: { awaits: never, correlate: "${body[id]}", timeout: 300ms, onTimeout: skip }
                  steps: [ { log: "never" } ]
            - route:
                id: ride
                from:
                  uri: flow:ride
                  parameters: { event: ride, orderedBy: "${body[driver]}" }
                  steps: [ { log: "ride" } ]
            - route:
                id: ride.arrival
                from:
                  uri: flow:ride/arrival
                  parameters: { awaits: arrived, correlate: "${body[ride]}" }
                  steps: [ { log: "arrived" } ]
            - route:
                id: alarm
                from:
                  uri: flow:alarm
                  parameters: { event: alarm, once: "${body[device]}", onceWithin: 1500ms }
                  steps: [ { log: "alarm" } ]
            - route:
                id: alarm.ring
                from: { uri: flow:alarm/ring, steps: [ { log: "ring" } ] }
            - route:
                id: thanks
                from:
                  uri: flow:thanks
                  parameters: { event: caravan.flow.completed, when: "${body[name]} == 'order'" }
                  steps: [ { log: "thanks" } ]
            - route:
                id: thanks.letter
                from:
                  uri: flow:thanks/letter
                  steps: [ { setBody: { simple: "thank you for ${body[key]}" } } ]
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

    private static String begin(String type, String data) {
        return caravan.event(type, data).at("/flows/0/id").asText();
    }

    private static void send(String type, String correlation, String data) {
        assertEquals(
                202,
                caravan.post(
                                "/events",
                                "{\"type\":\"" + type + "\",\"correlation\":\"" + correlation + "\",\"data\":" + data
                                        + "}")
                        .statusCode());
    }

    private static JsonNode waiting(String flow, String name) {
        return caravan.await(
                flow, page -> action(page, name).path("waitingFor").asText().startsWith("event "));
    }

    @Test
    void an_action_waits_for_an_event_and_is_given_its_data() {
        String flow = begin("ordered", "{\"order\":\"w1\"}");
        JsonNode page = waiting(flow, "payment");
        assertEquals("waiting", action(page, "payment").path("state").asText());
        assertEquals(
                "event paid with the key 'w1'",
                action(page, "payment").path("waitingFor").asText());
        send("paid", "w2", "{\"amount\":1}");
        send("paid", "w1", "{\"amount\":7}");
        page = caravan.flowAs(flow, "completed");
        assertEquals("w1: 7", action(page, "payment").path("result").asText());
        assertEquals("sent for w1: 7", action(page, "parcel").path("result").asText());
    }

    @Test
    void a_correlation_that_is_too_long_to_be_found_is_a_rejection_that_says_so() {
        JsonNode flow = caravan.flow("brief", "{\"id\":\"" + "x".repeat(1_025) + "\"}", "failed");
        JsonNode error = action(flow, "failing").path("error");
        assertEquals("rejected", error.path("outcome").asText());
        assertTrue(
                error.path("message").asText().startsWith("correlate '${body[id]}' came to 1025 characters"),
                error.toString());
    }

    @Test
    void the_latest_event_that_came_before_counts_as_well() {
        send("paid", "e1", "{\"amount\":1}");
        send("paid", "e1", "{\"amount\":2}");
        JsonNode page = caravan.flow("ordered", "{\"order\":\"e1\"}", "completed");
        assertEquals("e1: 2", action(page, "payment").path("result").asText());
    }

    @Test
    void an_event_is_found_by_its_subject_if_it_has_no_correlation_and_wakes_all_who_wait() {
        String one = begin("ordered", "{\"order\":\"s1\"}");
        String other = begin("ordered", "{\"order\":\"s1\"}");
        waiting(one, "payment");
        waiting(other, "payment");
        caravan.post("/events", "{\"type\":\"paid\",\"subject\":\"s1\",\"data\":{\"amount\":3}}");
        caravan.flowAs(one, "completed");
        caravan.flowAs(other, "completed");
    }

    @Test
    void when_the_time_has_passed_the_action_fails_or_is_skipped() {
        JsonNode page = caravan.flow("brief", "{\"id\":\"t1\"}", "failed");
        page = caravan.await(
                page.path("id").asText(),
                flow -> action(flow, "skipping").path("state").asText().equals("skipped"));
        JsonNode error = action(page, "failing").path("error");
        assertEquals("AwaitTimeout", error.path("type").asText());
        assertEquals(
                "no event never with the key 't1' came within PT0.3S",
                error.path("message").asText());
    }

    @Test
    void the_list_is_evaluated_on_the_event_and_everything_else_once_before_it() {
        String flow = begin("party", "{\"id\":\"p1\",\"room\":\"blue\"}");
        waiting(flow, "invite");
        send("guests.listed", "p1", "{\"guests\":[\"ann\",\"bob\"],\"room\":\"red\"}");
        JsonNode page = caravan.flowAs(flow, "completed");
        assertEquals(
                "[\"p1 ann\",\"p1 bob\"]", action(page, "invite").path("result").toString());
        assertEquals(
                List.of("blue"),
                StreamSupport.stream(page.path("facts").spliterator(), false)
                        .filter(fact -> fact.path("type").asText().equals("budgeted"))
                        .map(fact -> fact.path("budgetKey").asText())
                        .toList());
    }

    @Test
    void an_event_cancels_flows_with_its_key() {
        String flow = begin("ordered", "{\"order\":\"c1\"}");
        String other = begin("ordered", "{\"order\":\"c2\"}");
        waiting(flow, "payment");
        send("order.cancelled", "c1", "{}");
        JsonNode page = caravan.flowAs(flow, "cancelled");
        assertTrue(page.path("reason").asText().startsWith("event order.cancelled came"), page.toString());
        assertEquals("running", waiting(other, "payment").path("status").asText());
    }

    @Test
    void flows_of_one_key_run_one_after_another_and_one_that_is_cancelled_passes_its_turn_on() {
        String first = begin("ride", "{\"driver\":\"d\",\"ride\":\"r1\"}");
        String second = begin("ride", "{\"driver\":\"d\",\"ride\":\"r2\"}");
        String third = begin("ride", "{\"driver\":\"d\",\"ride\":\"r3\"}");
        String elsewhere = begin("ride", "{\"driver\":\"e\",\"ride\":\"r4\"}");
        waiting(first, "arrival");
        waiting(elsewhere, "arrival");
        assertEquals(
                "its turn: flows of ride with the key 'd' run one after another, and flow " + first + " is before it",
                action(caravan.read("/flows/" + second), "arrival")
                        .path("waitingFor")
                        .asText());
        assertEquals(202, caravan.post("/flows/" + second + "/cancel", "").statusCode());
        send("arrived", "r1", "{}");
        caravan.flowAs(first, "completed");
        waiting(third, "arrival");
        send("arrived", "r3", "{}");
        caravan.flowAs(third, "completed");
        JsonNode again = caravan.event("ride", "{\"driver\":\"d\",\"ride\":\"r5\"}");
        waiting(again.at("/flows/0/id").asText(), "arrival");
    }

    @Test
    void a_key_is_held_for_a_time() {
        JsonNode first = caravan.event("alarm", "{\"device\":\"x\"}").at("/flows/0");
        assertFalse(first.has("held"));
        assertTrue(
                caravan.event("alarm", "{\"device\":\"x\"}").at("/flows/0/held").asBoolean());
        org.awaitility.Awaitility.await().until(() -> !caravan.event("alarm", "{\"device\":\"x\"}")
                .at("/flows/0")
                .has("held"));
    }

    @Test
    void the_end_of_a_flow_is_an_event_that_starts_others() {
        send("paid", "l1", "{\"amount\":1}");
        caravan.flow("ordered", "{\"order\":\"l1\"}", "completed");
        JsonNode letter = org.awaitility.Awaitility.await()
                .until(() -> thanks("thank you for l1"), found -> !found.isMissingNode());
        assertEquals("completed", letter.path("status").asText());
    }

    private static JsonNode thanks(String letter) {
        for (JsonNode line : caravan.read("/flows?name=thanks").path("items")) {
            JsonNode flow = caravan.read("/flows/" + line.path("id").asText());
            if (action(flow, "letter").path("result").asText().equals(letter)
                    && flow.path("status").asText().equals("completed")) {
                return flow;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
}
