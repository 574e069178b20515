package io.caravan.console;

import static io.caravan.RunningCaravan.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding some of many flows, and cancelling them together. */
class ManyFlowsTest {
    private static final String ROUTES =
            """
            - route:
                id: stay
                from: { uri: flow:stay, parameters: { event: "stay,linger", key: "${body[k]}" }, steps: [ { log: stay } ] }
            - route:
                id: stay.act
                from: { uri: flow:stay/act, parameters: { delay: 1h }, steps: [ { log: act } ] }
            - route:
                id: bad
                from: { uri: flow:bad, parameters: { event: bad, key: "${body[k]}" }, steps: [ { log: bad } ] }
            - route:
                id: bad.act
                from:
                  uri: flow:bad/act
                  parameters: { maximumRedeliveries: 0 }
                  steps:
                    - throwException: { exceptionType: java.lang.IllegalStateException, message: "not today" }
            - route:
                id: bad.other
                from:
                  uri: flow:bad/other
                  parameters: { maximumRedeliveries: 0 }
                  steps:
                    - throwException: { exceptionType: java.lang.IllegalStateException, message: "not today" }
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

    private static String begin(String type, String key) {
        return caravan.event(type, "{\"k\":\"" + key + "\"}").at("/flows/0/id").asText();
    }

    /** All pages of a list, by small steps. */
    private static List<String> list(String query) {
        var ids = new ArrayList<String>();
        String cursor = "";
        do {
            JsonNode page = caravan.read("/flows?limit=2&" + query + cursor);
            page.path("items").forEach(each -> ids.add(each.path("id").asText()));
            cursor = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asText();
        } while (!cursor.isEmpty());
        return ids;
    }

    private static Instant startOf(String flow) {
        return Instant.parse(caravan.read("/flows/" + flow).path("startedAt").asText());
    }

    @Test
    void flows_are_found_by_the_type_of_their_event_page_by_page() {
        String first = begin("stay", "by-event");
        String second = begin("linger", "by-event");
        String third = begin("stay", "by-event");
        String fourth = begin("linger", "by-event");
        assertEquals(List.of(fourth, third, second, first), list("key=by-event"));
        assertEquals(List.of(fourth, second), list("key=by-event&event=linger"));
        List<String> lingering = list("event=linger");
        assertTrue(lingering.containsAll(List.of(fourth, second)), lingering.toString());
        assertEquals(new TreeSet<>(lingering).descendingSet().stream().toList(), lingering);
        assertEquals(lingering, list("event=linger&status=running"));
        assertEquals(lingering, list("event=linger&name=stay"));
        assertEquals(List.of(), list("event=linger&name=bad"));
        assertEquals(List.of(), list("event=linger&status=completed"));
        assertEquals(List.of(), list("event=never"));
    }

    @Test
    void flows_are_found_by_the_time_of_their_start() {
        String before = begin("stay", "by-time");
        Instant start = Awaitility.await()
                .until(() -> startOf(begin("stay", "by-time")), time -> time.isAfter(startOf(before)));
        String inside = list("key=by-time").stream()
                .filter(id -> startOf(id).equals(start))
                .findFirst()
                .orElseThrow();
        Instant end = Awaitility.await().until(() -> startOf(begin("stay", "by-time")), time -> time.isAfter(start));
        String span = "from=" + start + "&to=" + end;
        for (String narrowed :
                List.of("", "&key=by-time", "&name=stay", "&status=running", "&event=stay", "&q=by-time")) {
            List<String> found = list(span + narrowed);
            assertTrue(found.contains(inside), narrowed + found);
            for (String each : found) {
                Instant at = startOf(each);
                assertTrue(!at.isBefore(start) && at.isBefore(end), narrowed + at);
            }
        }
        assertEquals(List.of(), list("from=2100-01-01T00:00:00Z"));
        assertEquals(List.of(), list("to=2000-01-01T00:00:00Z"));
    }

    @Test
    void flows_are_found_by_the_group_of_their_dead_letters_each_of_them_once() {
        var failed = new TreeSet<String>();
        for (int i = 0; i < 3; i++) {
            failed.add(caravan.flow("bad", "{\"k\":\"by-error\"}", "failed")
                    .path("id")
                    .asText());
        }
        Awaitility.await()
                .until(() -> caravan.read("/dead-letters").path("items").size() >= 6);
        String group =
                caravan.read("/dead-letters?limit=1").at("/items/0/group").asText();
        String error = "error=" + URLEncoder.encode(group, StandardCharsets.UTF_8);
        List<String> found = list(error + "&name=bad");
        assertTrue(found.containsAll(failed), found + " of " + failed);
        assertEquals(new TreeSet<>(found).descendingSet().stream().toList(), found);
        assertEquals(found, list(error));
        assertEquals(found, list(error + "&status=failed&event=bad"));
        assertEquals(failed.descendingSet().stream().toList(), list(error + "&key=by-error"));
        assertEquals(failed.descendingSet().stream().toList(), list(error + "&q=by-err"));
        assertEquals(List.of(), list(error + "&status=running"));
        assertEquals(List.of(), list("error=never"));
    }

    @ParameterizedTest
    @CsvSource({
        "status=gone, 'status must be running, completed, failed or cancelled, not ''gone''.'",
        "from=yesterday, 'from must be a time like 2026-11-22T10:42:10Z, not ''yesterday''.'",
        "to=1, 'to must be a time like 2026-11-22T10:42:10Z, not ''1''.'"
    })
    void a_filter_that_cannot_be_read_is_refused(String query, String detail) {
        HttpResponse<String> refused = caravan.get("/flows?" + query);
        assertEquals(400, refused.statusCode());
        assertEquals(detail, json(refused).path("detail").asText());
    }

    @Test
    void many_are_cancelled_together_and_each_by_its_own_command() {
        for (int i = 0; i < 150; i++) {
            begin("stay", "together");
        }
        String other = begin("stay", "not-these");
        String body = "{\"filter\":{\"key\":\"together\"},\"note\":\"a test\"";
        JsonNode preview = json(caravan.post("/flows/cancel", body + ",\"dryRun\":true}"));
        assertTrue(preview.path("dryRun").asBoolean());
        assertEquals(150, preview.path("selected").asInt());
        assertEquals(100, preview.path("items").size());
        assertEquals("running", preview.at("/items/0/status").asText());
        assertEquals(
                150,
                caravan.read("/flows?key=together&status=running&limit=1000")
                        .path("items")
                        .size());

        HttpResponse<String> begun = caravan.post("/flows/cancel", body + ",\"limit\":120}");
        assertEquals(202, begun.statusCode());
        String report = begun.headers().firstValue("Location").orElseThrow();
        JsonNode done = Awaitility.await().until(() -> caravan.read(report), each -> each.path("state")
                .asText()
                .equals("done"));
        assertEquals(120, done.path("selected").asInt());
        assertEquals(120, done.path("cancelled").asInt());
        assertEquals(120, done.path("items").size());
        assertEquals(
                30,
                caravan.read("/flows?key=together&status=running&limit=1000")
                        .path("items")
                        .size());
        JsonNode cancelled = caravan.flowAs(done.at("/items/0/flow").asText(), "cancelled");
        assertTrue(cancelled.path("facts").toString().contains("a test"), cancelled.toString());
        assertEquals("running", caravan.read("/flows/" + other).path("status").asText());
    }

    @Test
    void failed_flows_are_among_those_that_can_be_cancelled() {
        String failed =
                caravan.flow("bad", "{\"k\":\"both\"}", "failed").path("id").asText();
        String running = begin("stay", "both");
        HttpResponse<String> begun = caravan.post("/flows/cancel", "{\"filter\":{\"key\":\"both\"}}");
        assertEquals(202, begun.statusCode(), begun.body());
        caravan.flowAs(failed, "cancelled");
        caravan.flowAs(running, "cancelled");
        HttpResponse<String> again = caravan.post("/flows/cancel", "{\"filter\":{\"key\":\"both\"}}");
        assertEquals(409, again.statusCode());
        assertEquals("Nothing to cancel", json(again).path("title").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"filter\":{}}",
                "{\"filter\":{\"status\":\"completed\"}}",
                "{\"filter\":{\"nmae\":\"stay\"}}",
                "{\"filter\":{\"name\":7}}",
                "{\"filter\":{\"name\":\"stay\"},\"limit\":0}",
                "{\"filter\":{\"name\":\"stay\"},\"rate\":1}",
                "{\"filter\":{\"name\":\"stay\"},\"dryRun\":\"false\"}",
                "[]"
            })
    void what_selects_nothing_for_sure_is_refused(String body) {
        HttpResponse<String> refused = caravan.post("/flows/cancel", body);
        assertEquals(400, refused.statusCode(), refused.body());
        assertEquals(404, caravan.get("/flows/cancellations/none").statusCode());
    }
}
