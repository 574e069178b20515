package io.caravan.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import io.caravan.component.SpanReceiver.Received;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A trace as a collector receives it: from the event that came to the last action of all that it caused. */
class TracesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    private static final String ROUTES =
            """
            - route:
                id: order
                from:
                  uri: flow:order
                  parameters: { event: ordered }
                  steps:
                    - to: event:counted
            - route:
                id: order.call
                from:
                  uri: flow:order/call
                  steps:
                    - setBody: { constant: "" }
                    - removeHeaders: { pattern: "traceparent" }
                    - choice:
                        when:
                          - simple: "${header.CaravanAttempt} == 1"
                            steps:
                              - to: "vertx-http:{{caravan.test.http}}/status/503?httpMethod=GET"
                        otherwise:
                          steps:
                            - to:
                                uri: vertx-http:{{caravan.test.http}}/status/200
                                parameters:
                                  httpMethod: GET
                                  headerFilterStrategy: "#class:io.caravan.connector.OnlyRetryAfter"
            - route:
                id: order.tell
                from:
                  uri: flow:order/tell
                  parameters: { needs: call }
                  steps:
                    - setBody: { constant: "{}" }
                    - to: event:told
            - route:
                id: reckon
                from: { uri: flow:reckon, parameters: { event: counted }, steps: [ { log: counted } ] }
            - route:
                id: reckon.note
                from: { uri: flow:reckon/note, steps: [ { setBody: { constant: noted } } ] }
            - route:
                id: listen
                from: { uri: flow:listen, parameters: { event: told }, steps: [ { log: told } ] }
            - route:
                id: listen.note
                from: { uri: flow:listen/note, steps: [ { setBody: { constant: noted } } ] }
            - route:
                id: broken
                from:
                  uri: flow:broken
                  parameters: { event: breaks }
                  steps:
                    - throwException: { exceptionType: java.lang.IllegalStateException, message: "no" }
            - route:
                id: broken.never
                from: { uri: flow:broken/never, steps: [ { log: never } ] }
            - route:
                id: list
                from: { uri: flow:list, parameters: { event: listed }, steps: [ { log: listed } ] }
            - route:
                id: list.each
                from:
                  uri: flow:list/each
                  parameters: { forEach: "${body[items]}" }
                  steps:
                    - setBody: { constant: "" }
                    - to: "vertx-http:{{caravan.test.http}}/status/200?httpMethod=GET"
            """;

    @TempDir
    static Path folder;

    static SpanReceiver collector;
    static ThirdParty thirdParty;
    static RunningCaravan caravan;

    @BeforeAll
    static void start() throws Exception {
        System.setProperty("otel.bsp.schedule.delay", "50");
        collector = new SpanReceiver();
        thirdParty = new ThirdParty();
        var properties = new HashMap<>(thirdParty.addresses());
        properties.put("caravan.tracing.endpoint", collector.endpoint());
        caravan = RunningCaravan.start(folder, ROUTES, properties);
    }

    @AfterAll
    static void stop() throws Exception {
        System.clearProperty("otel.bsp.schedule.delay");
        caravan.close();
        thirdParty.close();
        collector.close();
    }

    /** Sends an event in the plain form; the answer. */
    private static JsonNode send(String type, String data, String traceparent) {
        return RunningCaravan.json(caravan.send(caravan.to("/events")
                .header("Content-Type", "application/json")
                .header("traceparent", traceparent)
                .POST(BodyPublishers.ofString("{\"type\":\"" + type + "\",\"data\":" + data + "}"))
                .build()));
    }

    private static String flow(JsonNode accepted) {
        return accepted.path("flows").path(0).path("id").asText();
    }

    /** The traceparents that the third party was sent in this trace. */
    private static List<String> sent(String trace) {
        return thirdParty.received().stream()
                .flatMap(headers -> headers.getOrDefault("Traceparent", List.of()).stream())
                .filter(value -> value.contains(trace))
                .toList();
    }

    @Test
    void one_trace_leads_from_the_event_to_the_last_action_of_all_that_it_caused() {
        JsonNode accepted = send("ordered", "{}", "00-" + TRACE + "-" + SPAN + "-01");
        Received event = collector.await(TRACE, "ordered");
        assertEquals(SPAN, event.parent());
        assertEquals(accepted.path("id").asText(), event.attributes().get("caravan.event.id"));
        Received trigger = collector.await(TRACE, "order/trigger");
        assertEquals(event.id(), trigger.parent());
        List<Received> calls = collector.await(TRACE, "order/call", 2);
        assertEquals(List.of(true, false), calls.stream().map(Received::failed).toList());
        assertEquals(
                List.of(1L, 2L),
                calls.stream()
                        .map(call -> call.attributes().get("caravan.attempt"))
                        .toList());
        assertEquals("done", calls.get(1).attributes().get("caravan.outcome"));
        assertEquals(flow(accepted), calls.get(1).attributes().get("caravan.flow.id"));
        Received tell = collector.await(TRACE, "order/tell");
        calls.forEach(call -> assertEquals(trigger.id(), call.parent()));
        assertEquals(trigger.id(), tell.parent());
        assertEquals(
                calls.stream()
                        .map(call -> "00-" + TRACE + "-" + call.id() + "-01")
                        .toList(),
                sent(TRACE));
        chain(tell, "told", "listen");
        chain(trigger, "counted", "reckon");
        assertEquals(11, collector.of(TRACE).size());
        assertEquals(
                11, collector.of(TRACE).stream().map(Received::id).distinct().count());
    }

    /** What was sent goes on below the sender: event, trigger, action. */
    private static void chain(Received sender, String type, String flow) {
        Received event = collector.await(TRACE, type);
        Received trigger = collector.await(TRACE, flow + "/trigger");
        Received note = collector.await(TRACE, flow + "/note");
        assertEquals(
                List.of(sender.id(), event.id(), trigger.id()),
                List.of(event.parent(), trigger.parent(), note.parent()));
    }

    @ParameterizedTest
    @CsvSource({
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "4bf92f3577b34da6a3ce929d0e0e4736",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"
    })
    void a_broken_traceparent_is_ignored_and_the_event_begins_its_own(String broken) {
        JsonNode accepted = send("counted", "{}", broken);
        String trace = accepted.path("id").asText().replace("-", "");
        assertEquals("", collector.await(trace, "counted").parent());
        assertEquals(
                collector.await(trace, "reckon/trigger").id(),
                collector.await(trace, "reckon/note").parent());
    }

    @Test
    void a_trace_that_its_sender_does_not_record_is_not_recorded_here_but_carried_on() {
        String trace = "5".repeat(32);
        String flow = flow(send("ordered", "{}", "00-" + trace + "-" + SPAN + "-00"));
        caravan.flowAs(flow, "completed");
        assertEquals(2, sent(trace).size());
        sent(trace).forEach(value -> assertTrue(value.endsWith("-00"), value));
        String after = send("counted", "{}", "none").path("id").asText().replace("-", "");
        collector.await(after, "reckon/note");
        assertEquals(List.of(), collector.of(trace));
    }

    @Test
    void a_trigger_that_throws_is_a_span_that_failed() {
        JsonNode accepted = send("breaks", "{}", "none");
        Received trigger = collector.await(accepted.path("id").asText().replace("-", ""), "broken/trigger");
        assertTrue(trigger.failed());
        assertEquals("IllegalStateException", trigger.attributes().get("error.type"));
    }

    @Test
    void each_item_of_a_list_has_its_own_span_and_passes_it_on() {
        String trace = "6".repeat(32);
        String flow = flow(send("listed", "{\"items\":[1,2,3]}", "00-" + trace + "-" + SPAN + "-01"));
        caravan.flowAs(flow, "completed");
        List<Received> items = collector.await(trace, "list/each", 3);
        assertEquals(
                Set.of(0L, 1L, 2L),
                items.stream()
                        .map(item -> item.attributes().get("caravan.item"))
                        .collect(Collectors.toSet()));
        assertEquals(
                items.stream()
                        .map(item -> "00-" + trace + "-" + item.id() + "-01")
                        .collect(Collectors.toSet()),
                Set.copyOf(sent(trace)));
    }

    @Test
    void the_attribute_of_a_cloud_event_beats_the_request_in_every_form() {
        String attribute = "00-" + "a".repeat(32) + "-" + SPAN + "-01";
        String around = "00-" + "b".repeat(32) + "-" + SPAN + "-01";
        String event = "{\"specversion\":\"1.0\",\"source\":\"/s\",\"id\":\"%s\",\"type\":\"%s\",\"traceparent\":%s}";
        var request = caravan.to("/events").header("traceparent", around);
        caravan.send(request.copy()
                .header("ce-specversion", "1.0")
                .header("ce-source", "/s")
                .header("ce-id", "1")
                .header("ce-type", "binary")
                .header("ce-traceparent", attribute)
                .POST(BodyPublishers.ofString("{}"))
                .build());
        caravan.send(request.copy()
                .header("Content-Type", "application/cloudevents+json")
                .POST(BodyPublishers.ofString(event.formatted("2", "structured", '"' + attribute + '"')))
                .build());
        caravan.send(request.copy()
                .header("Content-Type", "application/cloudevents-batch+json")
                .POST(BodyPublishers.ofString("[" + event.formatted("3", "batched", '"' + attribute + '"') + ","
                        + event.formatted("4", "around", "{\"no\":1}") + "]"))
                .build());
        List.of("binary", "structured", "batched")
                .forEach(type ->
                        assertEquals(SPAN, collector.await("a".repeat(32), type).parent()));
        assertEquals(SPAN, collector.await("b".repeat(32), "around").parent());
    }

    @Test
    void a_repeated_event_is_no_second_span() {
        String event = "{\"type\":\"once\",\"id\":\"one and only\"}";
        String first =
                RunningCaravan.json(caravan.post("/events", event)).path("id").asText();
        JsonNode again = RunningCaravan.json(caravan.post("/events", event));
        assertTrue(again.path("duplicate").asBoolean());
        String after = send("counted", "{}", "none").path("id").asText().replace("-", "");
        collector.await(after, "reckon/note");
        assertEquals(1, collector.of(first.replace("-", "")).size());
    }
}
