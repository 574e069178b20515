package io.caravan.console;

import static io.caravan.RunningCaravan.action;
import static io.caravan.RunningCaravan.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.caravan.RunningCaravan;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Actions that gave up, and the incidents that they amount to. */
class DeadLettersTest {
    private static final String ROUTES =
            """
            - route:
                id: f
                from: { uri: flow:f, parameters: { event: t }, steps: [ { log: "t" } ] }
            - route:
                id: f.pay
                from:
                  uri: flow:f/pay
                  parameters: { maximumRedeliveries: 0 }
                  steps:
                    - throwException: { exceptionType: "java.lang.IllegalArgumentException", message: "no account ${body[n]}" }
            - route:
                id: f.ship
                from:
                  uri: flow:f/ship
                  parameters: { maximumRedeliveries: 0 }
                  steps:
                    - throwException: { exceptionType: "java.lang.IllegalStateException", message: "no stock" }
            - route:
                id: h
                from: { uri: flow:h, parameters: { event: v }, steps: [ { log: "v" } ] }
            - route:
                id: h.look
                from: { uri: flow:h/look, steps: [ { setBody: { constant: found } } ] }
            - route:
                id: h.each
                from:
                  uri: flow:h/each
                  parameters: { needs: look, forEach: "${body[list]}", maximumRedeliveries: 1 }
                  steps:
                    - throwException: { exceptionType: "java.lang.IllegalStateException", message: "no ${body} after ${variable.look}" }
            - route:
                id: g
                from: { uri: flow:g, parameters: { event: u }, steps: [ { log: "u" } ] }
            - route:
                id: g.call
                from:
                  uri: flow:g/call
                  steps:
                    - setBody: { constant: "{}" }
                    - to: vertx-http:http://127.0.0.1:{{caravan.test.port}}/
            """;

    private final AtomicBoolean mended = new AtomicBoolean();
    private HttpServer thirdParty;
    private RunningCaravan caravan;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        thirdParty = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        thirdParty.createContext("/", exchange -> {
            exchange.sendResponseHeaders(mended.get() ? 204 : 400, -1);
            exchange.close();
        });
        thirdParty.start();
        var port = Map.of(
                "caravan.test.port", Integer.toString(thirdParty.getAddress().getPort()));
        caravan = RunningCaravan.start(folder, ROUTES, port);
    }

    @AfterEach
    void close() {
        caravan.close();
        thirdParty.stop(0);
    }

    private String failed(int n) {
        String id = caravan.event("t", "{\"n\":" + n + "}").at("/flows/0/id").asText();
        caravan.await(id, flow -> {
            int dead = 0;
            for (JsonNode action : flow.path("actions")) {
                dead += action.path("state").asText().equals("dead") ? 1 : 0;
            }
            return dead == 2;
        });
        return id;
    }

    @Test
    void letters_are_listed_the_newest_flow_first_page_by_page() {
        String first = failed(1);
        String second = failed(2);
        var letters = new ArrayList<String>();
        String cursor = "";
        while (!cursor.equals("null")) {
            JsonNode page = caravan.read("/dead-letters?limit=3" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.path("items")
                    .forEach(each -> letters.add(each.path("flow").asText() + " "
                            + each.path("action").asText()));
            cursor = page.path("next").asText("null");
        }
        assertEquals(List.of(second + " ship", second + " pay", first + " ship", first + " pay"), letters);
    }

    @Test
    void a_letter_tells_its_error_and_its_group() {
        String flow = failed(17);
        JsonNode letter = caravan.read("/dead-letters").at("/items/1");
        assertEquals(flow, letter.path("flow").asText());
        assertEquals("pay", letter.path("action").asText());
        assertEquals("no account 17", letter.at("/error/message").asText());
        assertEquals("IllegalArgumentException", letter.at("/error/type").asText());
        assertEquals(1, letter.path("attempts").asInt());
        assertTrue(letter.path("at").asText().endsWith("Z"), letter.toString());
    }

    @Test
    void one_letter_tells_what_its_attempts_were_given_and_how_each_of_them_ended() {
        String flow =
                caravan.event("v", "{\"list\":[\"x\",\"y\"]}").at("/flows/0/id").asText();
        caravan.flowAs(flow, "failed");
        JsonNode letter = caravan.read("/dead-letters/" + flow + "/each?item=1");
        assertEquals(flow, letter.path("flow").asText());
        assertEquals("each", letter.path("action").asText());
        assertEquals(1, letter.path("item").asInt());
        assertEquals("no y after found", letter.at("/error/message").asText());
        assertEquals("{\"list\":[\"x\",\"y\"]}", letter.path("input").toString());
        assertEquals("\"y\"", letter.path("body").toString());
        assertEquals("{\"look\":\"found\"}", letter.path("needs").toString());
        JsonNode history = letter.path("history");
        assertEquals(2, history.size(), letter.toString());
        assertEquals(1, history.at("/0/number").asInt());
        assertEquals("retry", history.at("/0/outcome").asText());
        assertEquals("IllegalStateException", history.at("/0/error/type").asText());
        assertEquals("no y after found", history.at("/0/error/message").asText());
        assertTrue(history.at("/0/at").asText().endsWith("Z"), letter.toString());
        assertTrue(!history.at("/0/node").asText().isEmpty(), letter.toString());
        assertEquals(2, history.at("/1/number").asInt());
    }

    @Test
    void the_history_goes_on_across_a_replay() {
        String flow = failed(1);
        caravan.post("/flows/" + flow + "/actions/pay/replay", "");
        JsonNode letter = Awaitility.await()
                .until(
                        () -> caravan.read("/dead-letters/" + flow + "/pay"),
                        now -> now.path("history").size() == 2);
        assertEquals(2, letter.path("attempts").asInt());
        assertEquals("retry", letter.at("/history/0/outcome").asText());
        assertEquals(2, letter.at("/history/1/number").asInt());
    }

    @Test
    void what_is_no_dead_letter_is_not_found() {
        String flow = failed(1);
        caravan.post("/flows/" + flow + "/actions/pay/skip", "");
        for (String none : List.of(
                flow + "/pay",
                flow + "/nobody",
                flow + "/ship?item=0",
                "x/ship",
                "00000000-0000-0000-0000-000000000000/ship")) {
            var answer = caravan.get("/dead-letters/" + none);
            assertEquals(404, answer.statusCode(), none);
            assertEquals("No dead letter", json(answer).path("title").asText());
        }
        assertEquals(200, caravan.get("/dead-letters/" + flow + "/ship").statusCode());
        assertEquals(
                400, caravan.get("/dead-letters/" + flow + "/ship?item=first").statusCode());
    }

    @Test
    void a_replay_keeps_to_its_rate() {
        for (int i = 0; i < 5; i++) {
            caravan.flowAs(caravan.event("u", "{}").at("/flows/0/id").asText(), "failed");
        }
        mended.set(true);
        JsonNode report = replay("{\"filter\":{\"definition\":\"g\"},\"rate\":10}");
        assertEquals(5, report.path("replayed").asInt());
        var times = new ArrayList<Instant>();
        for (JsonNode item : report.path("items")) {
            for (JsonNode fact :
                    caravan.read("/flows/" + item.path("flow").asText()).path("facts")) {
                if (fact.path("type").asText().equals("replayed")) {
                    times.add(Instant.parse(fact.path("at").asText()));
                }
            }
        }
        Duration took = Duration.between(times.get(0), times.get(4));
        assertTrue(took.toMillis() >= 350, "four pauses of 100 ms: " + took);
    }

    @Test
    void letters_of_one_cause_are_one_group_whatever_their_values() {
        failed(1);
        failed(2);
        JsonNode groups = caravan.read("/dead-letters/groups").path("items");
        assertEquals(2, groups.size());
        for (JsonNode group : groups) {
            assertEquals(2, group.path("count").asInt());
            JsonNode letters =
                    caravan.read("/dead-letters?group=" + group.path("group").asText());
            assertEquals(2, letters.path("items").size());
            letters.path("items")
                    .forEach(each -> assertEquals(
                            group.path("action").asText(), each.path("action").asText()));
        }
    }

    @Test
    void what_was_mended_is_no_letter_any_more() {
        String flow = failed(1);
        caravan.post("/flows/" + flow + "/actions/pay/skip", "");
        JsonNode letters = caravan.read("/dead-letters").path("items");
        assertEquals(1, letters.size());
        assertEquals("ship", letters.at("/0/action").asText());
    }

    private JsonNode replay(String body) {
        var answer = caravan.post("/dead-letters/replay", body);
        assertEquals(202, answer.statusCode(), answer.body());
        String report = answer.headers().firstValue("Location").orElse("");
        if (report.isEmpty()) {
            return json(answer);
        }
        return Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> caravan.read(report), each -> !each.path(
                        "state")
                .asText()
                .equals("running"));
    }

    @Test
    void a_dry_run_says_what_would_be_replayed_and_changes_nothing() {
        String flow = failed(1);
        JsonNode preview = replay("{\"filter\":{\"action\":\"pay\"},\"dryRun\":true}");
        assertEquals(1, preview.path("selected").asInt());
        assertEquals(flow, preview.at("/items/0/flow").asText());
        assertEquals(2, caravan.read("/dead-letters").path("items").size());
        assertEquals(
                1,
                action(caravan.read("/flows/" + flow), "pay").path("attempts").asInt());
    }

    @Test
    void a_replay_stops_by_itself_when_the_first_one_fails_again() {
        String first = failed(1);
        String second = failed(2);
        JsonNode report = replay("{\"filter\":{\"action\":\"pay\"},\"note\":\"try\"}");
        assertEquals("stopped", report.path("state").asText());
        assertEquals(2, report.path("selected").asInt());
        assertEquals(1, report.path("replayed").asInt());
        assertTrue(report.path("reason").asText().contains("failed again: no account 1"), report.toString());
        assertEquals(
                2,
                action(caravan.read("/flows/" + first), "pay").path("attempts").asInt());
        assertEquals(
                1,
                action(caravan.read("/flows/" + second), "pay").path("attempts").asInt());
    }

    @Test
    void a_replay_of_what_works_again_goes_through_to_the_end() {
        mended.set(false);
        var flows = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            String id = caravan.event("u", "{}").at("/flows/0/id").asText();
            flows.add(caravan.flowAs(id, "failed").path("id").asText());
        }
        mended.set(true);
        JsonNode report = replay("{\"filter\":{\"definition\":\"g\"},\"rate\":500,\"limit\":4}");
        assertEquals("done", report.path("state").asText());
        assertEquals(4, report.path("replayed").asInt());
        flows.subList(0, 4).forEach(flow -> caravan.flowAs(flow, "completed"));
        assertEquals(
                "failed", caravan.read("/flows/" + flows.get(4)).path("status").asText());
    }

    @Test
    void what_cannot_be_meant_is_refused() {
        assertEquals(400, caravan.post("/dead-letters/replay", "{}").statusCode());
        assertEquals(400, caravan.post("/dead-letters/replay", "[").statusCode());
        assertEquals(
                400,
                caravan.post("/dead-letters/replay", "{\"filter\":{\"flow\":\"x\"}}")
                        .statusCode());
        assertEquals(
                400,
                caravan.post("/dead-letters/replay", "{\"group\":\"x\",\"limit\":0}")
                        .statusCode());
        assertEquals(
                409, caravan.post("/dead-letters/replay", "{\"group\":\"x\"}").statusCode());
        assertEquals(404, caravan.get("/dead-letters/replays/x").statusCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"group\":7}|group must be text",
                "{\"filter\":\"x\"}|filter must be an object",
                "{\"group\":\"x\",\"filter\":[]}|filter must be an object",
                "{\"filter\":{\"action\":[\"pay\"]}}|filter.action must be text",
                "{\"group\":\"x\",\"dryRun\":\"yes\"}|dryRun must be true or false"
            })
    void a_field_of_another_type_is_named(String body, String detail) {
        var refused = caravan.post("/dead-letters/replay", body);
        assertEquals(400, refused.statusCode(), refused.body());
        assertTrue(json(refused).path("detail").asText().startsWith(detail), refused.body());
    }

    @Test
    void a_field_that_is_null_was_not_given() {
        var nothing = caravan.post("/dead-letters/replay", "{\"group\":\"x\",\"filter\":null,\"dryRun\":null}");
        assertEquals(409, nothing.statusCode(), nothing.body());
        assertEquals(
                400, caravan.post("/dead-letters/replay", "{\"group\":null}").statusCode());
    }

    @Test
    void a_cursor_that_is_none_is_refused() {
        for (String list : List.of("/dead-letters", "/dead-letters/groups")) {
            var refused = caravan.get(list + "?cursor=x");
            assertEquals(400, refused.statusCode(), list);
            assertEquals("Bad cursor", json(refused).path("title").asText());
        }
    }

    @Test
    void groups_are_read_page_by_page() {
        failed(1);
        JsonNode all = caravan.read("/dead-letters/groups");
        assertEquals(2, all.path("items").size());
        assertTrue(all.path("next").isNull());
        JsonNode first = caravan.read("/dead-letters/groups?limit=1");
        JsonNode second = caravan.read("/dead-letters/groups?limit=1&cursor="
                + URLEncoder.encode(first.path("next").asText(), StandardCharsets.UTF_8));
        assertEquals(all.at("/items/0"), first.at("/items/0"));
        assertEquals(all.at("/items/1"), second.at("/items/0"));
        assertEquals(1, first.path("items").size());
        assertTrue(second.path("next").isNull());
    }
}
