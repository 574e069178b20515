package io.caravan.component.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code aggregationRepository: "#caravan"} in routes: what is gathered arrives behind the aggregator, once. */
class AggregatorTest {
    private static final String LIST = "\"#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy\"";
    private static final String TEXT = "\"#class:org.apache.camel.processor.aggregate.StringAggregationStrategy\"";
    private static final String LATEST = "\"#class:org.apache.camel.processor.aggregate.UseLatestAggregationStrategy\"";

    /** A route that gathers what is posted to /NAME; its groups are sent as events of that type. */
    private static String route(String name, String before, String strategy, String options, String behind) {
        return """
                - route:
                    id: %1$s
                    from:
                      uri: platform-http:/%1$s
                      steps:
                        - setHeader: { name: CaravanMessageId, simple: "${header.message}" }%2$s
                        - aggregate:
                            aggregationRepository: "#caravan"
                            aggregationStrategy: %3$s
                            correlationExpression: { simple: "${header.key}" }
                            %4$s
                            steps:%5$s
                              - to: event:%1$s
                        - setBody: { constant: "gathered" }
                """
                .formatted(name, before, strategy, options, behind);
    }

    private static final String ROUTES = route("size", "", LIST, "completionSize: 3", "")
            + route("crowd", "", LIST, "completionSize: 3", "")
            + route("at-once", "", LIST, "completionSize: 1", "")
            + route(
                    "predicate",
                    "",
                    LIST,
                    "completionPredicate: { simple: \"${header.last} == 'yes'\" }\n" + " ".repeat(12)
                            + "eagerCheckCompletion: true",
                    "")
            + route("timeout", "", LIST, "completionTimeout: 300", "")
            + route("interval", "", TEXT, "completionInterval: 400", "")
            + route(
                            "latest",
                            "",
                            LATEST,
                            "completionSize: 2",
                            "\n              - setBody: { simple: \"${body} ${exchangeProperty.mine}"
                                    + " ${exchangeProperty.CamelAggregatedSize} ${exchangeProperty.CamelAggregatedCompletedBy}"
                                    + " ${exchangeProperty.CamelAggregatedCorrelationKey}\" }")
                    .replace(
                            "- aggregate:",
                            "- setProperty: { name: mine, simple: \"p${header.message}\" }\n        - aggregate:")
            + route(
                    "odd",
                    "\n        - process: { ref: \"#class:" + OddHeader.class.getName() + "\" }",
                    LIST,
                    "completionSize: 1",
                    "")
            + route(
                    "failing",
                    "",
                    LIST,
                    "completionSize: 1",
                    "\n              - to: event:failing.before\n              - process: { ref: \"#class:"
                            + FailsTwice.class.getName() + "\" }");

    @TempDir
    private static Path folder;

    private static RunningCaravan caravan;

    /** Puts something in a header that is not JSON, if it is asked for. */
    public static final class OddHeader implements Processor {
        @Override
        public void process(Exchange exchange) {
            if (exchange.getMessage().getHeader("odd") != null) {
                exchange.getMessage().setHeader("odd", new Object());
            }
        }
    }

    /** Fails at the first two attempts of each group; they know that they are repeats. */
    public static final class FailsTwice implements Processor {
        private static final Map<String, AtomicInteger> SEEN = new ConcurrentHashMap<>();

        @Override
        public void process(Exchange exchange) {
            String group = exchange.getMessage().getHeader("CaravanEffectKey", String.class);
            int attempt =
                    SEEN.computeIfAbsent(group, first -> new AtomicInteger()).incrementAndGet();
            if (attempt != exchange.getMessage().getHeader("CaravanAttempt", int.class)
                    || exchange.getMessage().getHeader("CaravanUncertain", boolean.class) != attempt > 1) {
                throw new IllegalArgumentException("attempt " + attempt + " has the wrong headers");
            }
            if (attempt < 3) {
                throw new IllegalStateException("not yet");
            }
        }
    }

    @BeforeAll
    static void start() throws Exception {
        caravan = RunningCaravan.start(folder, ROUTES);
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    private static HttpResponse<String> post(String query, String body) {
        return caravan.post("/" + query, "text/plain", body);
    }

    private static void gathered(String query, String body) {
        HttpResponse<String> answer = post(query, body);
        assertEquals("200 gathered", answer.statusCode() + " " + answer.body());
    }

    /** The bodies of the events of this type, which must be so many in the end. */
    private static List<JsonNode> sent(String type, int count) {
        Awaitility.await(type)
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(25))
                .until(() -> events(type).size() >= count);
        assertEquals(count, events(type).size(), type);
        var bodies = new ArrayList<JsonNode>();
        events(type)
                .forEach(event -> bodies.add(
                        0, caravan.read("/events/" + event.path("id").asText()).path("data")));
        return bodies;
    }

    private static JsonNode events(String type) {
        return caravan.read("/events?type=" + type).path("items");
    }

    @Test
    void a_group_is_complete_at_its_size_and_each_key_has_its_own() {
        for (int i = 1; i <= 3; i++) {
            gathered("size?key=a", "a" + i);
            gathered("size?key=b", "b" + i);
        }
        gathered("size?key=a", "a4");
        List<String> sent =
                sent("size", 2).stream().map(JsonNode::toString).sorted().toList();
        assertEquals(List.of("[\"a1\",\"a2\",\"a3\"]", "[\"b1\",\"b2\",\"b3\"]"), sent);
    }

    @Test
    void a_group_that_its_first_message_completes_arrives_too_and_what_comes_again_does_not() {
        gathered("at-once?key=a&message=m1", "x");
        gathered("at-once?key=a&message=m1", "x");
        gathered("at-once?key=a&message=m2", "y");
        assertEquals(
                List.of("[\"x\"]", "[\"y\"]"),
                sent("at-once", 2).stream().map(JsonNode::toString).toList());
    }

    @Test
    void a_predicate_completes_it_with_the_message_that_is_asked() {
        gathered("predicate?key=a", "x");
        gathered("predicate?key=a&last=yes", "y");
        assertEquals("[\"x\",\"y\"]", sent("predicate", 1).get(0).toString());
    }

    @Test
    void a_group_to_which_nothing_comes_any_more_is_complete_after_the_timeout() {
        gathered("timeout?key=a", "x");
        assertEquals("[\"x\"]", sent("timeout", 1).get(0).toString());
    }

    @Test
    void an_interval_completes_every_group_at_the_beat_of_the_clock() {
        gathered("interval?key=a", "x");
        gathered("interval?key=b", "y");
        assertEquals(
                List.of("\"x\"", "\"y\""),
                sent("interval", 2).stream().map(JsonNode::toString).sorted().toList());
    }

    @Test
    void the_latest_message_keeps_headers_and_properties_and_the_steps_behind_know_the_group() {
        gathered("latest?key=k&message=1", "x");
        gathered("latest?key=k&message=2", "y");
        assertEquals("\"y p2 2 size k\"", sent("latest", 1).get(0).toString());
    }

    @Test
    void a_header_that_is_not_json_is_refused_and_nothing_is_stored() {
        HttpResponse<String> refused = post("odd?key=a&odd=yes&message=m1", "x");
        assertEquals(500, refused.statusCode());
        gathered("odd?key=a&message=m1", "x");
        assertEquals("[\"x\"]", sent("odd", 1).get(0).toString());
    }

    @Test
    void a_failed_delivery_is_repeated_and_what_it_had_sent_before_is_a_duplicate() {
        gathered("failing?key=a", "x");
        assertEquals("[\"x\"]", sent("failing", 1).get(0).toString());
        assertEquals(1, events("failing.before").size());
    }

    @Test
    void a_message_without_a_key_is_refused() {
        assertEquals(500, post("size", "x").statusCode());
    }

    @Test
    void many_messages_of_one_key_from_many_callers_are_gathered_once_each() {
        var callers = Executors.newFixedThreadPool(16);
        List<CompletableFuture<String>> answers = IntStream.range(0, 30)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> post("crowd?key=k&message=m" + i, "c" + i).body(), callers))
                .toList();
        answers.forEach(answer -> assertEquals("gathered", answer.join()));
        callers.shutdown();
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> crowd().size() == 30);
        assertEquals(30, crowd().stream().distinct().count());
    }

    private static List<String> crowd() {
        var bodies = new ArrayList<String>();
        caravan.read("/events?type=crowd&limit=1000").path("items").forEach(event -> caravan.read(
                        "/events/" + event.path("id").asText())
                .path("data")
                .forEach(body -> bodies.add(body.asText())));
        return bodies;
    }

    @Test
    void groups_and_their_time_survive_a_restart(@TempDir Path own) throws Exception {
        try (RunningCaravan before =
                RunningCaravan.start(own, route("late", "", LIST, "completionTimeout: 1500", ""))) {
            assertEquals(
                    "gathered", before.post("/late?key=a", "text/plain", "x").body());
        }
        try (RunningCaravan after = RunningCaravan.start(own, route("late", "", LIST, "completionTimeout: 1500", ""))) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> after.read("/events?type=late").path("items").size() == 1);
            assertTrue(after.post("/late?key=", "text/plain", "x").statusCode() == 500);
        }
    }
}
