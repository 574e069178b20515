package io.caravan.component;

import static io.caravan.RunningCaravan.action;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import io.caravan.store.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Triggers as users write them: which events they want, what they make of them, what they send. */
class TriggersTest {
    private static final String ROUTES =
            """
            - route:
                id: found
                from:
                  uri: flow:found
                  parameters: { event: found, key: "${body[key]}", once: "${body[once]}", orderedBy: "${body[orderedBy]}" }
                  steps:
                    - log: found
            - route:
                id: found.act
                from: { uri: flow:found/act, steps: [ { log: act } ] }
            - route:
                id: shape
                from:
                  uri: flow:shape
                  parameters: { event: "shape.one, shape.two", when: "${body[n]} > 0", once: "${body[o]}", deadline: 1h }
                  steps:
                    - setBody: { simple: "${body[n]} of ${variable.event[type]} from ${variable.event[source]}" }
            - route:
                id: shape.echo
                from:
                  uri: flow:shape/echo
                  steps:
                    - log: echo
            - route:
                id: attributes
                from:
                  uri: flow:attributes
                  parameters: { event: attributes }
                  steps:
                    - setBody: { simple: "${variable.event[id]}|${variable.event[subject]}|${variable.event[time]}|${variable.event[correlation]}" }
            - route:
                id: attributes.echo
                from:
                  uri: flow:attributes/echo
                  steps:
                    - log: echo
            - route:
                id: manager
                from:
                  uri: flow:manager
                  parameters: { event: manager, once: "${body[o]}" }
                  steps:
                    - to: event:made.by.trigger
                    - to: flow:child
                    - choice:
                        when:
                          - simple: "${body[fail]} == true"
                            steps:
                              - throwException: { exceptionType: java.lang.IllegalStateException, message: "the trigger fails" }
            - route:
                id: manager.act
                from:
                  uri: flow:manager/act
                  steps:
                    - to: event:made.by.action
                    - choice:
                        when:
                          - simple: "${body[failAction]} == true"
                            steps:
                              - throwException: { exceptionType: java.lang.IllegalArgumentException, message: "the action fails" }
            - route:
                id: child
                from:
                  uri: flow:child
                  parameters: { event: child }
                  steps:
                    - log: child
            - route:
                id: child.act
                from:
                  uri: flow:child/act
                  steps:
                    - setBody: { simple: "child of ${variable.event[source]}" }
            - route:
                id: follower
                from:
                  uri: flow:follower
                  parameters: { event: "made.by.trigger,made.by.action,made.by.route", key: "${body[o]}" }
                  steps:
                    - log: follower
            - route:
                id: follower.act
                from:
                  uri: flow:follower/act
                  steps:
                    - setBody: { simple: "${variable.event[type]}" }
            - route:
                id: outside
                from:
                  uri: platform-http:/outside
                  steps:
                    - setBody: { simple: "{\\"o\\":\\"outside\\"}" }
                    - unmarshal: { json: {} }
                    - to: event:made.by.route
                    - to: flow:child
                    - setBody: { constant: accepted }
            - route:
                id: loop
                from:
                  uri: flow:loop
                  parameters: { event: loop }
                  steps:
                    - to: event:loop
            - route:
                id: loop.act
                from:
                  uri: flow:loop/act
                  steps:
                    - log: loop
            - route:
                id: slow
                from:
                  uri: flow:slow
                  parameters: { event: slow }
                  steps:
                    - delay: { constant: "20000" }
            - route:
                id: slow.act
                from:
                  uri: flow:slow/act
                  steps:
                    - log: slow
            - route:
                id: stray
                from:
                  uri: flow:stray
                  parameters: { event: stray }
                  steps:
                    - to: flow:nobody
            - route:
                id: stray.act
                from:
                  uri: flow:stray/act
                  steps:
                    - log: stray
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

    private static JsonNode flowsWithKey(String key) {
        return caravan.read("/flows?name=follower&key=" + key).path("items");
    }

    @Test
    void several_types_start_the_flow_and_the_last_body_is_its_input() {
        JsonNode one = caravan.flow("shape.one", "{\"n\":1,\"o\":\"s1\"}", "completed");
        assertEquals("1 of shape.one from /http", one.path("input").asText());
        assertEquals(
                "1 of shape.one from /http", action(one, "echo").path("result").asText());
        JsonNode two = caravan.flow("shape.two", "{\"n\":2,\"o\":\"s2\"}", "completed");
        assertEquals("2 of shape.two from /http", two.path("input").asText());
        assertFalse(two.path("deadline").isNull());
    }

    @Test
    void when_is_asked_before_once() {
        JsonNode unwanted = caravan.event("shape.one", "{\"n\":0}");
        assertEquals(0, unwanted.path("flows").size());
        String id = unwanted.path("id").asText();
        assertEquals(0, caravan.read("/events/" + id).path("parked").size());
        JsonNode blank = caravan.event("shape.one", "{\"n\":1}");
        assertEquals(
                1,
                caravan.read("/events/" + blank.path("id").asText())
                        .path("parked")
                        .size());
    }

    @Test
    void the_variable_event_has_the_attributes() {
        JsonNode accepted = RunningCaravan.json(
                caravan.post(
                        "/events",
                        """
                        {"type":"attributes","id":"e1","subject":"s1","time":"2026-03-01T10:00:00Z","correlation":"c1"}"""));
        String id = accepted.path("flows").path(0).path("id").asText();
        JsonNode flow = caravan.flowAs(id, "completed");
        assertEquals("e1|s1|2026-03-01T10:00:00Z|c1", flow.path("input").asText());
        assertEquals("s1", flow.path("key").asText());
    }

    @Test
    void what_a_trigger_sends_commits_with_its_event() {
        JsonNode flow = caravan.flow("manager", "{\"o\":\"m1\",\"fail\":false,\"failAction\":false}", "completed");
        JsonNode followers = flowsWithKey("m1");
        assertEquals(2, followers.size(), followers.toString());
        JsonNode children = caravan.read("/events?type=flow:child").path("items");
        assertTrue(children.size() >= 1);
        assertEquals("/flow/manager", children.path(0).path("source").asText());
        String child = children.path(0).path("flows").path(0).path("id").asText();
        JsonNode ended = caravan.flowAs(child, "completed");
        assertEquals(
                "child of /flow/manager", action(ended, "act").path("result").asText());
        assertEquals("completed", flow.path("status").asText());
    }

    @Test
    void what_a_trigger_sends_is_dropped_when_the_once_key_is_held() {
        caravan.flow("manager", "{\"o\":\"m2\",\"fail\":false,\"failAction\":false}", "completed");
        int before = flowsWithKey("m2").size();
        JsonNode again = caravan.event("manager", "{\"o\":\"m2\",\"fail\":false,\"failAction\":false}");
        assertTrue(again.path("flows").path(0).path("held").asBoolean());
        assertEquals(before, flowsWithKey("m2").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "once", "orderedBy"})
    void a_key_that_is_too_long_to_be_found_is_the_death_of_its_trigger(String parameter) {
        var data = Json.mapper()
                .createObjectNode()
                .put("key", "k")
                .put("once", parameter)
                .put("orderedBy", "o");
        data.put(parameter, parameter + "x".repeat(1_024));
        JsonNode trigger = action(caravan.flow("found", Json.write(data), "failed"), "trigger");
        assertEquals("dead", trigger.path("state").asText());
        String start =
                parameter + " '${body[" + parameter + "]}' came to " + (1_024 + parameter.length()) + " characters";
        assertTrue(trigger.at("/error/message").asText().startsWith(start), trigger.toString());
        data.put(parameter, parameter + "x".repeat(1_024 - parameter.length()));
        caravan.flow("found", Json.write(data), "completed");
    }

    @Test
    void a_trigger_that_throws_leaves_a_flow_with_a_dead_trigger_and_nothing_sent() {
        JsonNode flow = caravan.flow("manager", "{\"o\":\"m3\",\"fail\":true}", "failed");
        JsonNode trigger = action(flow, "trigger");
        assertEquals("dead", trigger.path("state").asText());
        assertTrue(trigger.path("error").path("message").asText().contains("the trigger fails"));
        assertEquals(0, flowsWithKey("m3").size());
        JsonNode again = caravan.event("manager", "{\"o\":\"m3\"}");
        assertTrue(again.path("flows").path(0).path("held").asBoolean(), "it keeps its once key");
        String id = flow.path("id").asText();
        assertEquals(
                202,
                caravan.post("/flows/" + id + "/actions/trigger/replay", "{}").statusCode());
        caravan.await(
                id,
                page -> action(page, "trigger").path("attempts").asInt() > 1
                        && page.path("status").asText().equals("failed"));
    }

    @Test
    void what_an_action_sends_is_dropped_when_it_fails() {
        JsonNode flow = caravan.flow("manager", "{\"o\":\"m4\",\"fail\":false,\"failAction\":true}", "failed");
        assertEquals("dead", action(flow, "act").path("state").asText());
        JsonNode followers = flowsWithKey("m4");
        assertEquals(1, followers.size(), "only what the trigger sent");
    }

    @Test
    void a_route_outside_any_flow_accepts_events_like_post() {
        var answer = caravan.get("/outside");
        assertEquals("accepted", answer.body());
        assertEquals(1, flowsWithKey("outside").size());
        JsonNode event =
                caravan.read("/events?type=made.by.route").path("items").path(0);
        assertEquals("/route/outside", event.path("source").asText());
    }

    @Test
    void a_loop_of_triggers_ends_at_the_hop_limit_and_is_parked_with_the_reason() {
        caravan.flow("loop", "{}", "completed");
        JsonNode parked = caravan.read("/events?type=loop&parked=true").path("items");
        assertEquals(1, parked.size());
        assertTrue(parked.path(0).path("parked").path(0).path("reason").asText().contains("64"), parked.toString());
    }

    @Test
    void a_trigger_that_runs_too_long_is_interrupted_and_its_event_is_kept() {
        JsonNode flow = caravan.flow("slow", "{}", "failed");
        JsonNode trigger = action(flow, "trigger");
        assertEquals("dead", trigger.path("state").asText());
        assertTrue(trigger.path("error").path("message").asText().contains("1000 ms"), trigger.toString());
    }

    @Test
    void a_flow_that_does_not_exist_is_parked() {
        caravan.flow("stray", "{}", "completed");
        JsonNode parked = caravan.read("/events?type=flow:nobody").path("items").path(0);
        assertTrue(parked.path("parked").path(0).path("reason").asText().contains("nobody"), parked.toString());
    }
}
