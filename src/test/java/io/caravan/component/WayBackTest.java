package io.caravan.component;

import static io.caravan.RunningCaravan.action;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flow that an operator cancels, and one that goes on again, as they are seen from outside. */
class WayBackTest {
    private static final String ROUTES =
            """
            - route:
                id: order
                from: { uri: "flow:order", parameters: { event: order, deadline: 1h }, steps: [ { log: order } ] }
            - route:
                id: order.stock
                from: { uri: flow:order/stock, steps: [ { setBody: { simple: "${header.CaravanEffectKey}" } } ] }
            - route:
                id: order.pay
                from:
                  uri: flow:order/pay
                  parameters: { needs: stock }
                  steps:
                    - delay: { expression: { simple: "${body[ms]}" }, asyncDelayed: true }
                    - setBody: { simple: "${header.CaravanEffectKey}" }
            - route:
                id: order.unstock
                from:
                  uri: flow:order/unstock
                  parameters: { compensates: stock }
                  steps: [ { setBody: { simple: "back: ${variable.stock}" } } ]
            - route:
                id: order.unpay
                from:
                  uri: flow:order/unpay
                  parameters: { compensates: pay }
                  steps: [ { setBody: { simple: "back: ${variable.pay}" } } ]
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

    private static String begin(int ms) {
        return RunningCaravan.json(caravan.post("/events", "{\"type\":\"order\",\"data\":{\"ms\":" + ms + "}}"))
                .path("flows")
                .path(0)
                .path("id")
                .asText();
    }

    private static JsonNode awaitState(String flow, String action, String state) {
        return caravan.await(
                flow, page -> action(page, action).path("state").asText().equals(state));
    }

    @Test
    void a_cancelled_flow_undoes_what_it_has_done_once_nothing_of_it_runs() {
        String flow = begin(2_000);
        assertFalse(awaitState(flow, "pay", "running").path("cancelling").asBoolean());
        assertEquals(
                202,
                caravan.post("/flows/" + flow + "/cancel", "{\"note\":\"wrong\"}")
                        .statusCode());
        JsonNode back = caravan.await(flow, page -> page.path("cancelling").asBoolean());
        assertEquals("running", back.path("status").asText());
        assertTrue(back.path("reason").asText().endsWith(": wrong"), back.toString());
        assertEquals("stock", action(back, "unstock").path("compensates").asText());
        assertFalse(action(back, "unstock").path("waitingFor").isNull());
        assertEquals(409, caravan.post("/flows/" + flow + "/cancel", "").statusCode());
        JsonNode end = caravan.flowAs(flow, "cancelled");
        assertFalse(end.path("cancelling").asBoolean());
        assertEquals(
                "back: " + flow + "/stock",
                action(end, "unstock").path("result").asText());
        assertEquals("succeeded", action(end, "unpay").path("state").asText());
        assertFalse(action(end, "unpay").path("result").asText().contains("/pay"), "its outcome is uncertain");
    }

    @Test
    void a_flow_that_has_ended_goes_on_from_one_of_its_actions_under_a_new_effect_key() {
        String flow = begin(1);
        caravan.flowAs(flow, "completed");
        assertEquals(400, caravan.post("/flows/" + flow + "/restart", "").statusCode());
        assertEquals(
                409,
                caravan.post("/flows/" + flow + "/restart?from=nowhere", "").statusCode());
        assertEquals(
                202,
                caravan.post("/flows/" + flow + "/restart?from=pay", "{\"note\":\"again\"}")
                        .statusCode());
        JsonNode page = caravan.await(
                flow,
                now -> now.path("status").asText().equals("completed")
                        && action(now, "pay").path("result").asText().endsWith("restart-1"));
        assertEquals(flow + "/pay/restart-1", action(page, "pay").path("result").asText());
        assertEquals(flow + "/stock", action(page, "stock").path("result").asText());
        assertEquals("null", page.path("deadline").asText());
    }

    @Test
    void a_compensation_is_none_of_a_flows_results() {
        HttpRequest request = caravan.to("/events")
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=20")
                .POST(BodyPublishers.ofString("{\"type\":\"order\",\"data\":{\"ms\":1}}"))
                .build();
        JsonNode result =
                RunningCaravan.json(caravan.send(request)).path("flows").path(0).path("result");
        assertTrue(result.has("pay"), result.toString());
        assertEquals(1, result.size(), result.toString());
    }
}
