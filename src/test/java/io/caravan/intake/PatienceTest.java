package io.caravan.intake;

import static io.caravan.RunningCaravan.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Prefer: wait=N}: the answer comes with what the flows have brought. */
class PatienceTest {
    private static final String ROUTES =
            """
            - route:
                id: quick
                from:
                  uri: flow:quick
                  parameters: { event: "quick,both,unique", once: "${body[once]}", when: "${body[once]} != ''" }
                  steps: [ { log: quick } ]
            - route:
                id: quick.first
                from: { uri: flow:quick/first, steps: [ { setBody: { constant: "inner" } } ] }
            - route:
                id: quick.left
                from:
                  uri: flow:quick/left
                  parameters: { needs: first }
                  steps: [ { setBody: { simple: "${variable.first}!" } } ]
            - route:
                id: quick.right
                from:
                  uri: flow:quick/right
                  parameters: { needs: first, when: "${body[skip]} != true" }
                  steps: [ { setBody: { simple: "${body}" } } ]
            - route:
                id: slow
                from: { uri: flow:slow, parameters: { event: "slow,both" }, steps: [ { log: slow } ] }
            - route:
                id: slow.waits
                from:
                  uri: flow:slow/waits
                  parameters: { awaits: go, correlate: "${body[k]}" }
                  steps: [ { setBody: { constant: "gone" } } ]
            - route:
                id: wrong
                from: { uri: flow:wrong, parameters: { event: wrong }, steps: [ { log: wrong } ] }
            - route:
                id: wrong.act
                from:
                  uri: flow:wrong/act
                  parameters: { maximumRedeliveries: 0 }
                  steps: [ { throwException: { exceptionType: java.lang.IllegalStateException, message: "broken" } } ]
            """;

    @TempDir
    static Path folder;

    static RunningCaravan caravan;

    @BeforeAll
    static void start() throws Exception {
        caravan = RunningCaravan.start(folder, ROUTES, Map.of("caravan.redact", "$.result.secret"));
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    private static HttpResponse<String> send(String preference, String body) {
        return caravan.send(caravan.to("/events")
                .header("Prefer", preference)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private static CompletableFuture<HttpResponse<String>> beside(String preference, String body) {
        return CompletableFuture.supplyAsync(() -> send(preference, body));
    }

    private static String applied(HttpResponse<String> answer) {
        return answer.headers().firstValue("Preference-Applied").orElse("");
    }

    @Test
    void the_answer_has_the_results_of_the_leaf_actions() {
        HttpResponse<String> answer =
                send("wait=10", "{\"type\":\"quick\",\"data\":{\"once\":\"1\",\"secret\":\"s\",\"n\":1.50}}");
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("wait=10", applied(answer));
        JsonNode flow = json(answer).path("flows").path(0);
        assertEquals("completed", flow.path("status").asText());
        assertEquals(
                "{\"left\":\"inner!\",\"right\":{\"once\":\"1\",\"secret\":\"***\",\"n\":1.50}}",
                flow.path("result").toString());
        assertEquals(
                "/events/" + json(answer).path("id").asText(),
                answer.headers().firstValue("Location").orElseThrow());
    }

    @Test
    void what_was_skipped_has_brought_nothing() {
        HttpResponse<String> answer = send("wait=10", "{\"type\":\"quick\",\"data\":{\"once\":\"2\",\"skip\":true}}");
        assertEquals(
                "{\"left\":\"inner!\",\"right\":null}",
                json(answer).path("flows").path(0).path("result").toString());
    }

    @Test
    void when_the_time_is_over_the_answer_is_the_usual_one() {
        HttpResponse<String> answer = send("wait=1", "{\"type\":\"slow\",\"data\":{\"k\":\"never\"}}");
        assertEquals(202, answer.statusCode());
        assertEquals("wait=1", applied(answer));
        assertFalse(json(answer).path("flows").path(0).has("result"), answer.body());
        assertFalse(json(answer).path("flows").path(0).has("status"), answer.body());
    }

    @Test
    void all_flows_of_the_event_are_waited_for() {
        var answer = beside("wait=30", "{\"type\":\"both\",\"id\":\"both\",\"data\":{\"once\":\"3\",\"k\":\"both\"}}");
        // this one may come first: then the other one is the repeat, and is told the same flows
        JsonNode accepted = json(caravan.post(
                "/events", "{\"type\":\"both\",\"id\":\"both\",\"data\":{\"once\":\"3\",\"k\":\"both\"}}"));
        caravan.flowAs(named("quick", accepted).path("id").asText(), "completed");
        assertFalse(answer.isDone());
        caravan.post("/events", "{\"type\":\"go\",\"correlation\":\"both\"}");
        assertEquals(200, answer.join().statusCode());
        assertEquals(
                "{\"waits\":\"gone\"}",
                named("slow", json(answer.join())).path("result").toString());
    }

    private static JsonNode named(String name, JsonNode answer) {
        for (JsonNode flow : answer.path("flows")) {
            if (flow.path("name").asText().equals(name)) {
                return flow;
            }
        }
        throw new AssertionError("no flow " + name + " in " + answer);
    }

    @Test
    void a_repeat_is_told_what_the_first_brought_also_when_that_is_long_over() {
        String event = "{\"type\":\"quick\",\"id\":\"again\",\"data\":{\"once\":\"4\"}}";
        send("wait=10", event);
        HttpResponse<String> repeat = send("wait=10", event);
        assertEquals(200, repeat.statusCode());
        assertTrue(json(repeat).path("duplicate").asBoolean());
        assertEquals(
                "inner!",
                json(repeat).path("flows").path(0).path("result").path("left").asText());
    }

    @Test
    void a_flow_that_another_event_began_tells_its_end_and_not_its_results() {
        send("wait=10", "{\"type\":\"unique\",\"data\":{\"once\":\"5\"}}");
        HttpResponse<String> held = send("wait=10", "{\"type\":\"unique\",\"data\":{\"once\":\"5\"}}");
        assertEquals(200, held.statusCode());
        JsonNode flow = json(held).path("flows").path(0);
        assertTrue(flow.path("held").asBoolean());
        assertEquals("completed", flow.path("status").asText());
        assertFalse(flow.has("result"), held.body());
    }

    @Test
    void a_flow_that_waits_for_a_person_has_not_ended() {
        HttpResponse<String> answer = send("wait=1", "{\"type\":\"wrong\",\"data\":{}}");
        assertEquals(202, answer.statusCode());
        assertEquals("wait=1", applied(answer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wait=0",
                "wait=-1",
                "wait=1.5",
                "wait=soon",
                "wait=",
                "wait",
                "respond-async",
                "waiting=5",
                "a=\"x, wait=5\"",
                "wait=0, wait=5"
            })
    void what_is_not_a_wait_is_ignored(String preference) {
        HttpResponse<String> answer = send(preference, "{\"type\":\"slow\",\"data\":{\"k\":\"never\"}}");
        assertEquals(202, answer.statusCode());
        assertEquals("", applied(answer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WAIT = 7",
                "respond-async, wait=7",
                "respond-async;x=1 , wait=\"7\";y",
                "a=\"\\\", wait=3\", wait=7"
            })
    void a_wait_is_found_however_it_is_written(String preference) {
        assertEquals("wait=7", applied(send(preference, "{\"type\":\"quick\",\"data\":{\"once\":\"6\"}}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=61", "wait=99999999999999999999999999"})
    void nobody_waits_longer_than_a_minute(String preference) {
        assertEquals("wait=60", applied(send(preference, "{\"type\":\"quick\",\"data\":{\"once\":\"7\"}}")));
    }

    @Test
    void an_event_without_a_flow_is_answered_at_once() {
        HttpResponse<String> answer = send("wait=30", "{\"type\":\"nobody.wants.it\"}");
        assertEquals(202, answer.statusCode());
        assertEquals("", applied(answer));
    }

    /** Vert.x has 20 workers. */
    @Test
    void those_who_wait_hold_no_thread() {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        var client = java.net.http.HttpClient.newHttpClient();
        IntStream.range(0, 60)
                .forEach(i -> answers.add(client.sendAsync(
                        caravan.to("/events")
                                .timeout(Duration.ofSeconds(60))
                                .header("Prefer", "wait=50")
                                .POST(BodyPublishers.ofString("{\"type\":\"slow\",\"data\":{\"k\":\"many\"}}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())));
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> caravan.read("/flows?name=slow&limit=1000")
                                .path("items")
                                .size()
                        >= 60);
        assertEquals(
                "completed",
                json(send("wait=10", "{\"type\":\"quick\",\"data\":{\"once\":\"8\"}}"))
                        .path("flows")
                        .path(0)
                        .path("status")
                        .asText());
        assertTrue(answers.stream().noneMatch(CompletableFuture::isDone));
        caravan.post("/events", "{\"type\":\"go\",\"correlation\":\"many\"}");
        answers.forEach(answer -> assertEquals(200, answer.join().statusCode()));
    }
}
