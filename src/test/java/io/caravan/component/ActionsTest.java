package io.caravan.component;

import static io.caravan.RunningCaravan.action;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Actions as users write them: what they are given, what their result is, how an attempt ends. */
class ActionsTest {
    private static final String TRIGGER =
            """
            - route:
                id: %1$s
                from:
                  uri: flow:%1$s
                  parameters: { event: %1$s }
                  steps:
                    - log: %1$s
            """;

    private static final String ROUTES =
            """
            - beans:
                - name: twice
                  type: org.apache.camel.processor.errorhandler.RedeliveryPolicy
                  properties: { maximumRedeliveries: 1, redeliveryDelay: 10 }
                - name: untouched
                  type: org.apache.camel.processor.errorhandler.RedeliveryPolicy
            - onException:
                exception: [ "java.lang.UnsupportedOperationException" ]
                handled: { constant: "true" }
                steps:
                  - setBody: { constant: "mended" }
            """
                    + TRIGGER.formatted("given")
                    + """
                      - route:
                          id: given.first
                          from:
                            uri: flow:given/first
                            steps:
                              - setBody: { simple: "${body[list][1]}" }
                      - route:
                          id: given.other
                          from:
                            uri: flow:given/other
                            steps:
                              - log: other
                      - route:
                          id: given.second
                          from:
                            uri: flow:given/second
                            parameters: { needs: first }
                            steps:
                              - setBody: { simple: "${body[n]}/${variable.first}/${variable.other}/${header.CaravanFlow}/${header.CaravanAction}/${header.CaravanAttempt}/${header.CaravanUncertain}" }
                      - route:
                          id: given.keys
                          from:
                            uri: flow:given/keys
                            steps:
                              - setBody: { simple: "${header.CaravanFlowId} ${header.CaravanEffectKey}" }
                      """
                    + TRIGGER.formatted("result")
                    + """
                      - route:
                          id: result.same
                          from:
                            uri: flow:result/same
                            steps:
                              - log: same
                      - route:
                          id: result.text
                          from:
                            uri: flow:result/text
                            steps:
                              - setBody: { constant: '{"not":"sniffed"}' }
                      - route:
                          id: result.null
                          from:
                            uri: flow:result/nothing
                            steps:
                              - setBody: { simple: "${null}" }
                      - route:
                          id: result.json
                          from:
                            uri: flow:result/json
                            steps:
                              - setHeader: { name: Content-Type, constant: "application/json; charset=utf-8" }
                              - setBody: { constant: '{"a":[1,2.50]}' }
                              - convertBodyTo: { type: "java.io.InputStream" }
                      - route:
                          id: result.stream
                          from:
                            uri: flow:result/stream
                            steps:
                              - setHeader: { name: Content-Type, constant: "text/plain" }
                              - setBody: { constant: 'Größe' }
                              - convertBodyTo: { type: "byte[]", charset: UTF-8 }
                      """
                    + TRIGGER.formatted("odd")
                    + """
                      - route:
                          id: odd.object
                          from:
                            uri: flow:odd/object
                            steps:
                              - setBody: { simple: "${ref:twice}" }
                      - route:
                          id: odd.broken
                          from:
                            uri: flow:odd/broken
                            steps:
                              - setHeader: { name: Content-Type, constant: "application/json" }
                              - setBody: { constant: 'no json' }
                              - convertBodyTo: { type: "byte[]" }
                      - route:
                          id: odd.binary
                          from:
                            uri: flow:odd/binary
                            steps:
                              - setHeader: { name: Content-Type, constant: "application/pdf" }
                              - setBody: { constant: 'pdf' }
                              - convertBodyTo: { type: "byte[]" }
                      """
                    + TRIGGER.formatted("fresh")
                    + """
                      - route:
                          id: fresh.spoil
                          from:
                            uri: flow:fresh/spoil
                            parameters: { maximumRedeliveries: 1 }
                            steps:
                              - choice:
                                  when:
                                    - simple: "${header.CaravanAttempt} == 1"
                                      steps:
                                        - script: { simple: "${body.put('n', 99)}" }
                                        - setHeader: { name: stray, constant: x }
                                        - throwException: { exceptionType: java.lang.IllegalStateException, message: spoilt }
                              - setBody: { simple: "${body[n]} ${header.stray} ${header.CaravanAttempt}" }
                      """
                    + TRIGGER.formatted("tolerant")
                    + """
                      - route:
                          id: tolerant.bad
                          from:
                            uri: flow:tolerant/bad
                            parameters: { maximumRedeliveries: 0 }
                            steps:
                              - throwException: { exceptionType: java.lang.IllegalStateException, message: bad }
                      - route:
                          id: tolerant.after
                          from:
                            uri: flow:tolerant/after
                            parameters: { needs: "bad?" }
                            steps:
                              - setBody: { simple: "bad=${variable.bad}" }
                      """
                    + TRIGGER.formatted("strict")
                    + """
                      - route:
                          id: strict.bad
                          from:
                            uri: flow:strict/bad
                            parameters: { maximumRedeliveries: 0 }
                            steps:
                              - throwException: { exceptionType: java.lang.IllegalStateException, message: very bad }
                      - route:
                          id: strict.after
                          from:
                            uri: flow:strict/after
                            parameters: { needs: bad }
                            steps:
                              - log: never
                      """
                    + TRIGGER.formatted("budget")
                    + """
                      - route:
                          id: budget.bean
                          from:
                            uri: flow:budget/bean
                            parameters: { redeliveryPolicy: "#twice" }
                            steps:
                              - throwException: { exceptionType: java.lang.IllegalStateException, message: x }
                      - route:
                          id: budget.inherits
                          from:
                            uri: flow:budget/inherits
                            parameters: { redeliveryPolicy: "#untouched" }
                            steps:
                              - throwException: { exceptionType: java.lang.IllegalStateException, message: x }
                      - route:
                          id: budget.none
                          from:
                            uri: flow:budget/none
                            parameters: { maximumRedeliveries: 0, redeliveryPolicy: "#twice" }
                            steps:
                              - throwException: { exceptionType: java.lang.IllegalStateException, message: x }
                      - route:
                          id: budget.forever
                          from:
                            uri: flow:budget/forever
                            parameters: { maximumRedeliveries: -1, redeliveryPolicy: "#twice" }
                            steps:
                              - choice:
                                  when:
                                    - simple: "${header.CaravanAttempt} < 6"
                                      steps:
                                        - throwException: { exceptionType: java.lang.IllegalStateException, message: x }
                              - setBody: { simple: "${header.CaravanAttempt}" }
                      """
                    + TRIGGER.formatted("limit")
                    + """
                      - route:
                          id: limit.slow
                          from:
                            uri: flow:limit/slow
                            parameters: { attemptTimeout: 200ms, maximumRedeliveries: 0 }
                            steps:
                              - delay: { constant: "30000" }
                      """
                    + TRIGGER.formatted("said")
                    + """
                      - route:
                          id: said.word
                          from:
                            uri: flow:said/word
                            parameters: { maximumRedeliveries: 0 }
                            steps:
                              - setHeader: { name: CaravanOutcome, simple: "${body[word]}" }
                      - route:
                          id: said.thrown
                          from:
                            uri: flow:said/thrown
                            parameters: { maximumRedeliveries: 0 }
                            steps:
                              - setHeader: { name: CaravanOutcome, simple: "${body[word]}" }
                              - throwException: { exceptionType: java.lang.IllegalStateException, message: "with words" }
                      """
                    + TRIGGER.formatted("wait")
                    + """
                      - route:
                          id: wait.later
                          from:
                            uri: flow:wait/later
                            steps:
                              - setHeader: { name: CaravanOutcome, simple: "${body[word]}" }
                              - setHeader: { name: CaravanRetryAfter, constant: 10m }
                      """
                    + TRIGGER.formatted("handled")
                    + """
                      - route:
                          id: handled.act
                          from:
                            uri: flow:handled/act
                            steps:
                              - throwException: { exceptionType: java.lang.UnsupportedOperationException, message: x }
                      """;

    @TempDir
    static Path folder;

    static RunningCaravan caravan;

    @BeforeAll
    static void start() throws Exception {
        caravan = RunningCaravan.start(folder, ROUTES);
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    private static String result(JsonNode flow, String action) {
        return action(flow, action).path("result").toString();
    }

    @Test
    void an_action_is_given_the_input_its_needs_and_caravans_headers() {
        JsonNode flow = caravan.flow("given", "{\"n\":7,\"list\":[\"a\",\"b\"]}", "completed");
        assertEquals("\"b\"", result(flow, "first"));
        assertEquals("\"7/b//given/second/1/false\"", result(flow, "second"));
        String id = flow.path("id").asText();
        assertEquals("\"" + id + " " + id + "/keys\"", result(flow, "keys"));
    }

    @Test
    void a_result_is_the_json_of_the_last_body() {
        String input =
                "{\"map\":{\"k\":[1,2.50,1e3,-0.1,12345678901234567890]},\"t\":true,\"f\":false,\"n\":null,\"s\":\"1\"}";
        JsonNode flow = caravan.flow("result", input, "completed");
        assertEquals(
                "{\"map\":{\"k\":[1,2.50,1E+3,-0.1,12345678901234567890]},\"t\":true,\"f\":false,\"n\":null,\"s\":\"1\"}",
                result(flow, "same"));
        assertEquals("\"{\\\"not\\\":\\\"sniffed\\\"}\"", result(flow, "text"));
        assertEquals("null", result(flow, "nothing"));
        assertEquals("{\"a\":[1,2.50]}", result(flow, "json"));
        assertEquals("\"Größe\"", result(flow, "stream"));
    }

    @ParameterizedTest
    @CsvSource({"7", "\"text\"", "[]", "null", "true", "0.10"})
    void data_of_every_type_goes_through_unchanged(String data) {
        JsonNode flow = caravan.flow("handled", data, "completed");
        assertEquals(data, flow.path("input").toString());
    }

    @ParameterizedTest
    @CsvSource({"object", "broken", "binary"})
    void a_body_that_is_no_json_value_is_rejected(String action) {
        JsonNode flow = caravan.flow("odd", "{}", "failed");
        JsonNode settled = caravan.await(
                flow.path("id").asText(),
                page -> action(page, action).path("state").asText().equals("dead"));
        assertEquals(
                "rejected",
                action(settled, action).path("error").path("outcome").asText());
        assertEquals(1, action(settled, action).path("attempts").asInt());
    }

    @Test
    void every_attempt_has_fresh_copies() {
        JsonNode flow = caravan.flow("fresh", "{\"n\":1}", "completed");
        assertEquals("\"1  2\"", result(flow, "spoil"));
    }

    @Test
    void an_optional_need_is_met_by_a_dead_action_and_the_flow_completes() {
        JsonNode flow = caravan.flow("tolerant", "{}", "completed");
        assertEquals("dead", action(flow, "bad").path("state").asText());
        assertEquals("\"bad=\"", result(flow, "after"));
        assertEquals("bad?", action(flow, "after").path("needs").path(0).asText());
    }

    @Test
    void a_dead_action_keeps_its_dependents_waiting_and_they_say_for_whom() {
        JsonNode flow = caravan.flow("strict", "{}", "failed");
        JsonNode after = action(flow, "after");
        assertEquals("waiting", after.path("state").asText());
        String waits = after.path("waitingFor").asText();
        assertTrue(waits.startsWith("bad: is dead"), waits);
        assertTrue(waits.contains("very bad"), waits);
        assertTrue(action(flow, "bad").path("waitingFor").asText().contains("a person"));
    }

    @Test
    void a_redelivery_policy_bean_says_how_often_and_maximum_redeliveries_wins() {
        JsonNode flow = caravan.flow("budget", "{}", "failed");
        JsonNode settled = caravan.await(
                flow.path("id").asText(),
                page -> action(page, "forever").path("state").asText().equals("succeeded")
                        && action(page, "inherits").path("state").asText().equals("dead"));
        assertEquals(2, action(settled, "bean").path("attempts").asInt());
        assertEquals(3, action(settled, "inherits").path("attempts").asInt());
        assertEquals(1, action(settled, "none").path("attempts").asInt());
        assertEquals("6", result(settled, "forever"));
    }

    @Test
    void an_attempt_that_takes_too_long_is_uncertain() {
        JsonNode flow = caravan.flow("limit", "{}", "failed");
        JsonNode slow = action(flow, "slow");
        assertEquals("uncertain", slow.path("state").asText());
        assertEquals("AttemptTimeout", slow.path("error").path("type").asText());
    }

    @ParameterizedTest
    @CsvSource({"retry,dead", "rejected,dead", "uncertain,uncertain"})
    void a_route_may_say_its_outcome_by_header(String word, String state) {
        JsonNode flow = caravan.flow("said", "{\"word\":\"" + word + "\"}", "failed");
        for (String action : new String[] {"word", "thrown"}) {
            JsonNode settled = caravan.await(
                    flow.path("id").asText(),
                    page -> action(page, action).path("state").asText().equals(state));
            assertEquals(
                    word, action(settled, action).path("error").path("outcome").asText());
        }
    }

    @Test
    void the_header_may_say_done_even_though_the_route_threw() {
        JsonNode flow = caravan.flow("said", "{\"word\":\"done\"}", "completed");
        assertEquals("succeeded", action(flow, "thrown").path("state").asText());
    }

    @Test
    void an_unknown_outcome_is_rejected_with_the_known_ones() {
        JsonNode flow = caravan.flow("said", "{\"word\":\"perhaps\"}", "failed");
        JsonNode settled = caravan.await(
                flow.path("id").asText(),
                page -> action(page, "word").path("state").asText().equals("dead"));
        String message = action(settled, "word").path("error").path("message").asText();
        assertTrue(message.contains("perhaps") && message.contains("unavailable"), message);
    }

    @ParameterizedTest
    @CsvSource({"retry,1", "unavailable,0"})
    void a_delay_may_be_said_with_the_outcome(String word, int attempts) {
        String id = caravan.event("wait", "{\"word\":\"" + word + "\"}")
                .path("flows")
                .path(0)
                .path("id")
                .asText();
        JsonNode flow =
                caravan.await(id, page -> !action(page, "later").path("error").isNull());
        JsonNode later = action(flow, "later");
        assertEquals(word, later.path("error").path("outcome").asText());
        assertEquals(attempts, later.path("attempts").asInt(), later.toString());
        var due = java.time.Instant.parse(later.path("dueAt").asText());
        assertTrue(due.isAfter(java.time.Instant.now().plusSeconds(300)), later.toString());
        assertFalse(later.path("waitingFor").asText().isBlank());
    }

    @Test
    void a_handled_exception_is_a_success() {
        JsonNode flow = caravan.flow("handled", "{}", "completed");
        assertEquals("\"mended\"", result(flow, "act"));
    }
}
