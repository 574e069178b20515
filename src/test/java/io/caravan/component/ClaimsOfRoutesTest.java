package io.caravan.component;

import static io.caravan.RunningCaravan.action;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import io.caravan.store.ConfigurationRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code claim:check-in} and {@code claim:check-out} in routes, inside flows and outside. */
class ClaimsOfRoutesTest {
    private static final String ROUTES =
            """
            - route:
                id: letter
                from: { uri: "flow:letter", parameters: { event: letter }, steps: [ { log: letter } ] }
            - route:
                id: letter.keep
                from:
                  uri: flow:letter/keep
                  steps:
                    - to: { uri: claim:check-in, parameters: { expires: 7d } }
            - route:
                id: letter.read
                from:
                  uri: flow:letter/read
                  parameters: { needs: keep }
                  steps:
                    - setBody: { simple: "${variable.keep}" }
                    - to: claim:check-out
                    - setBody: { simple: "${body[from]}" }
            - route:
                id: brief
                from: { uri: "flow:brief", parameters: { event: brief }, steps: [ { log: brief } ] }
            - route:
                id: brief.act
                from:
                  uri: flow:brief/act
                  steps:
                    - to: { uri: claim:check-in, parameters: { expires: 1ms } }
                    - delay: { expression: { constant: "20" } }
                    - to: claim:check-out
            - route:
                id: wrong
                from: { uri: "flow:wrong", parameters: { event: wrong }, steps: [ { log: wrong } ] }
            - route:
                id: wrong.act
                from:
                  uri: flow:wrong/act
                  steps:
                    - to: claim:check-out
            - route:
                id: in
                from: { uri: "platform-http:/in", steps: [ { to: claim:check-in } ] }
            - route:
                id: out
                from: { uri: "platform-http:/out", steps: [ { to: claim:check-out } ] }
            - route:
                id: after
                from:
                  uri: platform-http:/after
                  steps:
                    - setBody: { constant: "x" }
                    - to: event:nobody.wants.it
                    - setHeader: { name: sent, simple: "${threadName}" }
                    - to: claim:check-in
                    - setBody: { simple: "${header.sent} ${threadName}" }
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
    void a_body_travels_as_a_ticket_from_one_action_to_another() {
        JsonNode flow =
                caravan.flow("letter", "{\"from\":\"Grete\",\"text\":\"" + "x".repeat(100_000) + "\"}", "completed");
        assertTrue(action(flow, "keep").path("result").asText().matches("claim:[0-9a-f-]{36}:[0-9a-f]{64}"));
        assertEquals("Grete", action(flow, "read").path("result").asText());
    }

    @Test
    void a_claim_whose_time_is_over_is_a_dead_letter_at_once() {
        JsonNode act = action(caravan.flow("brief", "{}", "failed"), "act");
        assertEquals("ClaimMissing", act.path("error").path("type").asText());
        assertEquals("rejected", act.path("error").path("outcome").asText());
    }

    @Test
    void a_body_that_is_no_ticket_is_a_dead_letter_at_once() {
        JsonNode act = action(caravan.flow("wrong", "\"plain text\"", "failed"), "act");
        assertEquals("NotATicket", act.path("error").path("type").asText());
        assertEquals("rejected", act.path("error").path("outcome").asText());
        assertTrue(act.path("error").path("message").asText().contains("'plain text' is no ticket"));
    }

    @Test
    void bytes_of_a_request_come_back_as_they_were() {
        String ticket = caravan.post("/in", "text/plain", "grüße").body();
        assertEquals("grüße", caravan.post("/out", "text/plain", ticket).body());
    }

    @Test
    void a_route_never_goes_on_in_the_writers_thread() {
        String threads = caravan.post("/after", "text/plain", "").body();
        assertFalse(threads.contains("writer"), threads);
    }

    @Test
    void bodies_are_kept_in_files_when_a_property_says_so(@TempDir Path other) throws Exception {
        Path claims = other.resolve("claims");
        try (var elsewhere = RunningCaravan.start(other, ROUTES, Map.of("caravan.claim.uri", "file:" + claims))) {
            JsonNode flow = elsewhere.flow("letter", "{\"from\":\"Grete\"}", "completed");
            assertEquals("Grete", action(flow, "read").path("result").asText());
            String ticket = elsewhere.post("/in", "text/plain", "kept").body();
            Path file = claims.resolve(ticket.split(":")[1]);
            assertEquals("kept", Files.readString(file));
            Files.writeString(file, "other");
            assertEquals(500, elsewhere.post("/out", "text/plain", ticket).statusCode());
            Files.delete(file);
            assertEquals(500, elsewhere.post("/out", "text/plain", ticket).statusCode());
        }
    }

    @Test
    void bodies_are_asked_for_where_a_property_says(@TempDir Path other) throws Exception {
        String shelf =
                """
                - route:
                    id: shelf
                    from:
                      uri: direct:bring
                      steps:
                        - setVariable: { name: "global:${header.CamelAwsS3Key}", simple: "${body}" }
                - route:
                    id: desk
                    from:
                      uri: direct:fetch
                      steps:
                        - setBody: { simple: "${variable.global:${header.CamelAwsS3Key}}" }
                """;
        var properties = Map.of("caravan.claim.uri", "direct:bring", "caravan.claim.read.uri", "direct:fetch");
        try (var elsewhere = RunningCaravan.start(other, ROUTES + shelf, properties)) {
            String ticket = elsewhere.post("/in", "text/plain", "kept").body();
            assertEquals("kept", elsewhere.post("/out", "text/plain", ticket).body());
        }
    }

    @Test
    void a_place_from_which_nothing_comes_back_refuses_the_start(@TempDir Path other) {
        var refused = assertThrows(
                ConfigurationRefused.class,
                () -> RunningCaravan.start(other, ROUTES, Map.of("caravan.claim.uri", "log:claims")));
        assertTrue(refused.getMessage().contains("caravan.claim.read.uri"), refused.getMessage());
    }

    @Test
    void a_step_that_cannot_be_is_refused_with_its_line(@TempDir Path other) throws IOException {
        for (var wrong : List.of(
                List.of("claim:check", "claim:check does not exist; it is claim:check-in or claim:check-out"),
                List.of("claim:check-in?expires=5", "'expires' must be a duration with its unit"),
                List.of("claim:check-out?expires=5d", "'expires' is said at claim:check-in"))) {
            String route =
                    "- route: { id: r, from: { uri: \"direct:r\", steps: [ { to: \"" + wrong.get(0) + "\" } ] } }";
            var refused = assertThrows(ConfigurationRefused.class, () -> RunningCaravan.start(other, route));
            assertTrue(refused.getMessage().contains(wrong.get(1)), refused.getMessage());
            assertTrue(refused.getMessage().contains("routes.camel.yaml:1"), refused.getMessage());
        }
    }
}
