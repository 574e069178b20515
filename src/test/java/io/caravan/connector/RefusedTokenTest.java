package io.caravan.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A token that is revoked and given again, at the sandbox: the shipped kamelets and checks. */
class RefusedTokenTest {
    private static final String ROUTES =
            """
            - route:
                id: tell
                from: { uri: flow:tell, parameters: { event: told }, steps: [ { log: told } ] }
            - route:
                id: tell.slack
                from:
                  uri: flow:tell/slack
                  steps:
                    - to: { uri: kamelet:slack-post-message-action, parameters: { text: hello } }
            - route:
                id: tell.hubspot
                from:
                  uri: flow:tell/hubspot
                  steps:
                    - to: kamelet:hubspot-upsert-contact-action
            - route:
                id: check-slack
                from: { uri: direct:check-slack, steps: [ { to: kamelet:slack-check-action } ] }
            - route:
                id: check-hubspot
                from: { uri: direct:check-hubspot, steps: [ { to: kamelet:hubspot-check-action } ] }
            """;

    private RunningCaravan caravan;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        caravan = RunningCaravan.start(folder, ROUTES, Map.of("caravan.destination.check", "200ms"));
    }

    @AfterEach
    void close() {
        caravan.close();
    }

    private void refuse(String method, int status, String body) {
        String fault = "{\"method\":\"%s\",\"status\":%d,\"body\":\"%s\"}"
                .formatted(method, status, body.replace("\"", "\\\""));
        assertTrue(caravan.post("/sandbox/faults", fault).statusCode() < 300);
    }

    @ParameterizedTest
    @CsvSource({
        "slack, chat.postMessage, auth.test, 200, '{\"ok\":false,\"error\":\"invalid_auth\"}'",
        "hubspot, /crm, /account-info, 401, '{\"status\":\"error\",\"message\":\"expired\",\"category\":\"INVALID_AUTHENTICATION\"}'"
    })
    void it_costs_no_attempt_and_goes_on_by_itself(
            String destination, String method, String check, int status, String body) {
        refuse(method, status, body);
        refuse(check, status, body);
        String id = caravan.event("told", "{\"email\":\"ann@example.org\",\"name\":\"Ann\"}")
                .at("/flows/0/id")
                .asText();
        JsonNode flow = caravan.await(id, page -> waits(page, destination).contains("is paused since"));
        assertTrue(waits(flow, destination).contains("destination " + destination + " is paused"), flow.toString());
        assertTrue(waits(flow, destination).contains("it goes on once its check passes"), flow.toString());
        caravan.send(caravan.to("/sandbox/faults").DELETE().build());
        caravan.await(id, page -> caravan.read("/destinations").toString().indexOf("\"paused\"") < 0);
        assertEquals(
                0,
                RunningCaravan.action(caravan.read("/flows/" + id), destination)
                        .path("attempts")
                        .asInt());
    }

    private static String waits(JsonNode flow, String action) {
        return RunningCaravan.action(flow, action).path("waitingFor").asText();
    }

    @Test
    void the_first_kamelet_of_a_route_says_which_destination_it_uses() {
        assertEquals(
                "hubspot slack",
                String.join(" ", caravan.read("/destinations").path("items").findValuesAsText("name")));
    }
}
