package io.caravan.component;

import static io.caravan.RunningCaravan.action;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import io.caravan.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
                          - simple: "${body[then]} != null"
                            steps: [ { setHeader: { name: CaravanOutcome, simple: "${body[then]}" } } ]
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
            - route:
                id: lost
                from:
                  uri: flow:lost
                  parameters: { event: lost }
                  steps: [ { setBody: { simple: "${body[list]}" } }, { choice: { when: [ { simple: "${body} == null", steps: [ { throwException: { exceptionType: "java.lang.IllegalStateException", message: "no list" } } ] } ] } } ]
            - route:
                id: lost.each
                from:
                  uri: flow:lost/each
                  parameters: { forEach: "${body}" }
                  steps: [ { setHeader: { name: CaravanOutcome, constant: rejected } } ]
            - route:
                id: slow
                from: { uri: flow:slow, parameters: { event: slow }, steps: [ { log: "slow" } ] }
            - route:
                id: slow.call
                from:
                  uri: flow:slow/call
                  parameters: { concurrency: 1 }
                  steps: [ { delay: { constant: 60000 } } ]
            - route:
                id: usual-letters
                from: { uri: direct:usual-letters, steps: [ { to: "file:COPIES?fileName=${date:now:HHmmssSSS}-${exchangeId}.usual&tempPrefix=tmp-" } ] }
            """;

    @TempDir
    private Path folder;

    private RunningCaravan caravan;

    @BeforeEach
    void open() throws Exception {
        caravan = RunningCaravan.start(
                folder,
                ROUTES.replace("COPIES", folder.resolve("copies").toString()),
                Map.of("caravan.dead-letter.uri", "direct:usual-letters"));
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
    void a_rejection_after_the_probe_found_nothing_is_dead_and_in_no_doubt() {
        JsonNode flow = caravan.flow("pay", "{\"probe\":\"absent\",\"then\":\"rejected\"}", "failed");
        assertEquals("dead", action(flow, "charge").path("state").asText());
        assertEquals("rejected", action(flow, "charge").at("/error/outcome").asText());
        flow = caravan.flow("pay", "{\"probe\":\"unknown\",\"then\":\"rejected\"}", "failed");
        assertEquals("uncertain", action(flow, "charge").path("state").asText());
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
        caravan.flow("lost", "{}", "failed");
        assertEquals(1, usual(1).size(), "an action that names an endpoint sends its copy there only");
    }

    @Test
    void the_copy_of_whoever_names_no_endpoint_goes_to_the_usual_one() throws Exception {
        JsonNode items = caravan.flow("lost", "{\"list\":[1,2]}", "failed");
        List<JsonNode> letters = usual(2);
        letters.forEach(letter -> assertEquals(items.path("id"), letter.path("flow")));
        assertEquals(
                Set.of(0, 1),
                letters.stream().map(letter -> letter.path("item").asInt(-1)).collect(Collectors.toSet()));
    }

    @Test
    void who_waits_for_concurrency_is_told_the_limit_and_who_holds_it() {
        String holder = caravan.event("slow", "{}").at("/flows/0/id").asText();
        caravan.await(
                holder, flow -> action(flow, "call").path("state").asText().equals("running"));
        String waiting = caravan.event("slow", "{}").at("/flows/0/id").asText();
        String why = action(caravan.read("/flows/" + waiting), "call")
                .path("waitingFor")
                .asText();
        String start = "waits for the one attempt that concurrency=1 allows at once on a node; now held by flow "
                + holder + " on ";
        assertTrue(why.startsWith(start), why);
        assertTrue(why.matches(".* since \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"), why);
    }

    @Test
    void a_trigger_that_threw_is_copied_as_well() throws Exception {
        JsonNode flow = caravan.flow("lost", "{\"m\":1}", "failed");
        JsonNode letter = usual(1).get(0);
        assertEquals(flow.path("id"), letter.path("flow"));
        assertEquals("trigger", letter.path("action").asText());
        assertEquals("no list", letter.path("error").path("message").asText());
        assertEquals("{\"m\":1}", letter.path("input").toString());
    }

    private List<JsonNode> usual(int count) throws Exception {
        return Awaitility.await().until(this::usual, letters -> letters.size() == count);
    }

    private List<JsonNode> usual() throws IOException {
        Path copies = folder.resolve("copies");
        if (!Files.exists(copies)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(copies)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("tmp-"))
                    .filter(file -> file.toString().endsWith(".usual"))
                    .map(PoliciesTest::read)
                    .toList();
        }
    }

    private static JsonNode read(Path letter) {
        try {
            return Json.tree(Files.readString(letter));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
