package io.caravan.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import io.caravan.component.SpanReceiver.Received;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trace goes on where the node that began it is gone, and what happens to its collector is nothing to a flow. */
class TracesElsewhereTest {
    private static final String ROUTES =
            """
            - route:
                id: order
                from: { uri: flow:order, parameters: { event: ordered }, steps: [ { log: ordered } ] }
            - route:
                id: order.call
                from:
                  uri: flow:order/call
                  parameters: { maximumRedeliveries: -1 }
                  steps:
                    - setBody: { constant: "" }
                    - to: "vertx-http:{{caravan.test.http}}/status/{{caravan.test.status}}?httpMethod=GET"
            """;

    @TempDir
    private Path folder;

    private ThirdParty thirdParty;

    @BeforeEach
    void start() throws Exception {
        thirdParty = new ThirdParty();
    }

    @AfterEach
    void stop() throws Exception {
        thirdParty.close();
    }

    private RunningCaravan caravan(String node, String status, String endpoint) throws Exception {
        Map<String, String> properties = new HashMap<>(thirdParty.addresses());
        properties.put("caravan.tracing.endpoint", endpoint);
        properties.put("caravan.node", node);
        properties.put("caravan.test.status", status);
        return RunningCaravan.start(folder, ROUTES, properties);
    }

    @Test
    void what_another_node_does_after_it_is_in_the_same_trace() throws Exception {
        try (var collector = new SpanReceiver()) {
            String flow;
            String trace;
            try (RunningCaravan first = caravan("first", "503", collector.endpoint())) {
                JsonNode accepted = first.event("ordered", "{}");
                flow = accepted.path("flows").path(0).path("id").asText();
                trace = accepted.path("id").asText().replace("-", "");
                first.await(
                        flow,
                        page -> RunningCaravan.action(page, "call")
                                        .path("attempts")
                                        .asInt()
                                > 0);
            }
            try (RunningCaravan second = caravan("second", "200", collector.endpoint())) {
                second.flowAs(flow, "completed");
            }
            List<Received> calls = collector.await(trace, "order/call", 2);
            Received trigger = collector.await(trace, "order/trigger");
            calls.forEach(call -> assertEquals(trigger.id(), call.parent()));
            Map<Object, List<Boolean>> failed = calls.stream()
                    .collect(Collectors.groupingBy(
                            call -> call.attributes().get("caravan.node"),
                            Collectors.mapping(Received::failed, Collectors.toList())));
            assertEquals(List.of(false), failed.get("second"));
            assertTrue(failed.get("first").stream().allMatch(each -> each), failed.toString());
            assertEquals(
                    calls.stream()
                            .map(call -> "00-" + trace + "-" + call.id() + "-01")
                            .toList(),
                    thirdParty.received().stream()
                            .map(headers -> headers.get("Traceparent").get(0))
                            .toList());
        }
    }

    @Test
    void a_collector_that_is_away_changes_nothing() throws Exception {
        int nobody;
        try (var free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }
        try (RunningCaravan caravan = caravan("one", "200", "http://127.0.0.1:" + nobody)) {
            for (int i = 0; i < 20; i++) {
                caravan.flow("ordered", "{}", "completed");
            }
        }
    }

    @Test
    void without_a_collector_no_header_is_added() throws Exception {
        try (RunningCaravan caravan = caravan("one", "200", "")) {
            caravan.flow("ordered", "{}", "completed");
        }
        assertFalse(thirdParty.received().isEmpty());
        thirdParty.received().forEach(headers -> assertFalse(headers.containsKey("Traceparent")));
    }
}
