package io.caravan.component;

import static io.caravan.RunningCaravan.action;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import io.caravan.store.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code probe} and {@code deadLetterUri} on a running Caravan. */
class PoliciesTest {
    private static final String ROUTES =
            """
            - route:
                id: pay
                from: { uri: flow:pay, parameters: { event: pay }, steps: [ { log: "pay" } ] }
            - route:
                id: pay.charge
                from:
                  uri: flow:pay/charge
                  parameters:
                    probe: direct:was-it-charged
                    maximumRedeliveries: 1
                  steps:
                    - choice:
                        when:
                          - simple: "${header.CaravanAttempt} == 1"
                            steps: [ { setHeader: { name: CaravanOutcome, constant: uncertain } } ]
                    - setBody: { simple: "attempt ${header.CaravanAttempt}, uncertain ${header.CaravanUncertain}" }
            - route:
                id: was-it-charged
                from:
                  uri: direct:was-it-charged
                  steps:
                    - setHeader: { name: CaravanProbe, simple: "${body[probe]}" }
                    - setBody: { simple: "found for ${header.CaravanEffectKey}" }
            - route:
                id: dying
                from: { uri: flow:dying, parameters: { event: dying }, steps: [ { log: "dying" } ] }
            - route:
                id: dying.last
                from:
                  uri: flow:dying/last
                  parameters: { deadLetterUri: "file:COPIES?fileName=letter.json" }
                  steps: [ { setHeader: { name: CaravanOutcome, constant: rejected } } ]
            """;

    @TempDir
    private Path folder;

    private RunningCaravan caravan;

    @BeforeEach
    void open() throws Exception {
        caravan = RunningCaravan.start(
                folder, ROUTES.replace("COPIES", folder.resolve("copies").toString()));
    }

    @AfterEach
    void close() {
        caravan.close();
    }

    @Test
    void an_effect_that_the_probe_finds_is_not_repeated() {
        JsonNode flow = caravan.flow("pay", "{\"probe\":\"found\"}", "completed");
        assertEquals(
                "found for " + flow.path("id").asText() + "/charge",
                action(flow, "charge").path("result").asText());
        assertEquals(1, action(flow, "charge").path("attempts").asInt());
    }

    @Test
    void an_effect_that_the_probe_does_not_find_is_made_by_an_ordinary_attempt() {
        JsonNode flow = caravan.flow("pay", "{\"probe\":\"absent\"}", "completed");
        assertEquals(
                "attempt 2, uncertain false",
                action(flow, "charge").path("result").asText());
    }

    @Test
    void when_the_probe_cannot_tell_the_repeat_is_marked() {
        JsonNode flow = caravan.flow("pay", "{\"probe\":\"unknown\"}", "completed");
        assertEquals(
                "attempt 2, uncertain true",
                action(flow, "charge").path("result").asText());
        flow = caravan.flow("pay", "{\"probe\":\"what?\"}", "completed");
        assertEquals(
                "attempt 2, uncertain true",
                action(flow, "charge").path("result").asText());
    }

    @Test
    void a_copy_of_a_dead_letter_is_sent_to_the_endpoint() throws Exception {
        JsonNode flow = caravan.flow("dying", "{\"n\":1}", "failed");
        Path copy = folder.resolve("copies/letter.json");
        Awaitility.await().until(() -> Files.exists(copy));
        JsonNode letter = Json.tree(Files.readString(copy));
        assertEquals(flow.path("id"), letter.path("flow"));
        assertEquals("last", letter.path("action").asText());
        assertEquals("rejected", letter.path("error").path("outcome").asText());
        assertEquals("{\"n\":1}", letter.path("input").toString());
    }
}
