package io.caravan.console;

import static io.caravan.RunningCaravan.action;
import static io.caravan.RunningCaravan.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP API for people: lists, a flow's page, definitions, and what may be done to a flow. */
class ReadingTest {
    private static final String ROUTES =
            """
            - route:
                id: good
                from:
                  uri: flow:good
                  parameters: { event: good, key: "${body[k]}" }
                  steps:
                    - log: good
            - route:
                id: good.one
                from:
                  uri: flow:good/one
                  steps:
                    - setBody: { constant: first }
            - route:
                id: good.two
                from:
                  uri: flow:good/two
                  parameters: { needs: "one, aside?" }
                  steps:
                    - setBody: { simple: "${variable.one} second" }
            - route:
                id: good.aside
                from:
                  uri: flow:good/aside
                  steps:
                    - log: aside
            - route:
                id: bad
                from:
                  uri: flow:bad
                  parameters: { event: bad }
                  steps:
                    - log: bad
            - route:
                id: bad.act
                from:
                  uri: flow:bad/act
                  parameters: { maximumRedeliveries: 0 }
                  steps:
                    - throwException: { exceptionType: java.lang.IllegalStateException, message: "not today" }
            - route:
                id: bad.after
                from:
                  uri: flow:bad/after
                  parameters: { needs: act }
                  steps:
                    - log: after
            - route:
                id: later
                from:
                  uri: flow:later
                  parameters: { event: later }
                  steps:
                    - log: later
            - route:
                id: later.act
                from:
                  uri: flow:later/act
                  steps:
                    - setHeader: { name: CaravanOutcome, constant: retry }
                    - setHeader: { name: CaravanRetryAfter, constant: 1h }
            - route:
                id: later.after
                from:
                  uri: flow:later/after
                  parameters: { needs: act }
                  steps:
                    - log: after
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

    private static List<String> names(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode later() {
        JsonNode accepted = caravan.event("later", "{}");
        return caravan.await(
                accepted.path("flows").path(0).path("id").asText(),
                page -> action(page, "act").path("state").asText().equals("retrying"));
    }

    @Test
    void the_page_of_a_flow_is_what_the_contract_says() {
        JsonNode flow = caravan.flow("good", "{\"k\":\"page\"}", "completed");
        assertTrue(names(flow)
                .containsAll(List.of(
                        "id",
                        "name",
                        "version",
                        "status",
                        "key",
                        "event",
                        "startedAt",
                        "endedAt",
                        "input",
                        "actions",
                        "facts")));
        assertEquals("page", flow.path("key").asText());
        assertEquals("{\"k\":\"page\"}", flow.path("input").toString());
        assertFalse(Instant.parse(flow.path("endedAt").asText())
                .isBefore(Instant.parse(flow.path("startedAt").asText())));
        JsonNode two = action(flow, "two");
        assertEquals(
                List.of("name", "state", "needs", "attempts", "waitingFor", "dueAt", "result", "error"), names(two));
        assertEquals("[\"one\",\"aside?\"]", two.path("needs").toString());
        assertEquals("\"first second\"", two.path("result").toString());
        assertEquals(1, two.path("attempts").asInt());
        assertTrue(two.path("waitingFor").isNull()
                && two.path("error").isNull()
                && two.path("dueAt").isNull());
        int seq = 0;
        for (JsonNode fact : flow.path("facts")) {
            assertEquals(++seq, fact.path("seq").asInt());
            assertFalse(fact.path("type").asText().isEmpty());
            Instant.parse(fact.path("at").asText());
        }
        assertEquals("started", flow.path("facts").path(0).path("type").asText());
    }

    @Test
    void a_dead_action_shows_its_error_and_what_it_waits_for() {
        JsonNode flow = caravan.flow("bad", "{}", "failed");
        JsonNode error = action(flow, "act").path("error");
        assertEquals(List.of("type", "message", "outcome", "attempt", "at"), names(error));
        assertEquals("not today", error.path("message").asText());
        assertTrue(flow.path("endedAt").isNull(), "a failed flow can still be mended");
        assertTrue(action(flow, "act").path("waitingFor").asText().startsWith("a person"));
        assertTrue(action(flow, "after").path("waitingFor").asText().startsWith("act: is dead"));
    }

    @Test
    void a_retrying_action_says_when_it_goes_on_and_its_dependents_say_on_whom_they_wait() {
        JsonNode flow = later();
        assertEquals("running", flow.path("status").asText());
        String waits = action(flow, "act").path("waitingFor").asText();
        assertTrue(waits.matches("retries at \\d{4}-.*Z after CaravanOutcome .*"), waits);
        assertEquals("act: " + waits, action(flow, "after").path("waitingFor").asText());
        assertFalse(action(flow, "act").path("dueAt").isNull());
    }

    @Test
    void flows_are_listed_by_status_name_and_key() {
        JsonNode flow = caravan.flow("good", "{\"k\":\"listed\"}", "completed");
        JsonNode items =
                caravan.read("/flows?status=completed&name=good&key=listed").path("items");
        assertEquals(1, items.size());
        assertEquals(flow.path("id"), items.path(0).path("id"));
        assertEquals(
                0, caravan.read("/flows?status=failed&key=listed").path("items").size());
        assertEquals(0, caravan.read("/flows?name=bad&key=listed").path("items").size());
    }

    @Test
    void q_finds_flows_by_the_beginning_of_id_key_correlation_external_id_and_subject() {
        var accepted = caravan.post(
                "/events",
                """
                {"type":"good","id":"ext-4711","subject":"sub+j%ct","correlation":"corr-1","data":{"k":"kee_per"}}""");
        String id = json(accepted).path("flows").path(0).path("id").asText();
        for (String q : List.of(id, "ext-47", "sub+j%", "corr-", "kee_", "ext-4711")) {
            String list = caravan.get("/flows?q=" + URLEncoder.encode(q, StandardCharsets.UTF_8))
                    .body();
            assertTrue(list.contains(id), q + ": " + list);
        }
        for (String q : List.of("4711", "ee_per", "%", "kee%", "EXT-47")) {
            String list = caravan.get("/flows?q=" + URLEncoder.encode(q, StandardCharsets.UTF_8))
                    .body();
            assertFalse(list.contains(id), q);
        }
    }

    @Test
    void a_list_is_read_page_by_page() {
        for (int i = 0; i < 7; i++) {
            caravan.event("good", "{\"k\":\"paged\"}");
        }
        Set<String> seen = new HashSet<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = caravan.read("/flows?key=paged&limit=3" + cursor);
            page.path("items")
                    .forEach(item -> assertTrue(seen.add(item.path("id").asText())));
            cursor = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asText();
            pages++;
        } while (!cursor.isEmpty());
        assertEquals(7, seen.size());
        assertEquals(3, pages);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0", "-1", "1.5", "%20"})
    void a_limit_that_is_none_is_refused(String limit) {
        for (String list :
                List.of("/flows", "/events", "/definitions", "/dead-letters/groups", "/generations", "/destinations")) {
            var answer = caravan.get(list + "?limit=" + limit);
            assertEquals(400, answer.statusCode());
            assertTrue(answer.body().contains("limit"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1000", "1001", "99999999999999999999"})
    void a_limit_that_is_too_large_is_cut(String limit) {
        assertEquals(200, caravan.get("/flows?limit=" + limit).statusCode());
    }

    @Test
    void definitions_are_listed_with_their_needs_and_drawn() {
        JsonNode items = caravan.read("/definitions").path("items");
        assertEquals(3, items.size());
        JsonNode good = caravan.read("/definitions/good");
        assertEquals("good", good.path("name").asText());
        assertFalse(good.path("version").asText().isEmpty());
        String mermaid = good.path("mermaid").asText();
        assertTrue(mermaid.startsWith("flowchart"), mermaid);
        assertTrue(mermaid.contains("one --> two") && mermaid.contains("aside -.-> two"), mermaid);
        assertEquals(404, caravan.get("/definitions/nosuch").statusCode());
    }

    @Test
    void definitions_are_read_page_by_page() {
        JsonNode first = caravan.read("/definitions?limit=2");
        JsonNode second =
                caravan.read("/definitions?limit=2&cursor=" + first.path("next").asText());
        assertEquals("bad", first.at("/items/0/name").asText());
        assertEquals("good", first.at("/items/1/name").asText());
        assertEquals(1, second.path("items").size());
        assertEquals("later", second.at("/items/0/name").asText());
        assertTrue(second.path("next").isNull());
        var refused = caravan.get("/definitions?cursor=nosuch");
        assertEquals(400, refused.statusCode());
        assertEquals("Bad cursor", json(refused).path("title").asText());
    }

    @Test
    void a_running_flow_is_cancelled_and_then_is_final() {
        String id = later().path("id").asText();
        var cancelled = caravan.post("/flows/" + id + "/cancel", "{\"note\":\"a mistake\"}");
        assertEquals(202, cancelled.statusCode(), cancelled.body());
        JsonNode flow = caravan.flowAs(id, "cancelled");
        assertFalse(flow.path("endedAt").isNull());
        assertEquals("cancelled", action(flow, "act").path("state").asText());
        assertTrue(flow.path("facts").toString().contains("a mistake"));
        var again = caravan.post("/flows/" + id + "/cancel", "");
        assertEquals(409, again.statusCode());
        assertFalse(json(again).path("detail").asText().isBlank());
    }

    @Test
    void a_dead_action_is_replayed_with_a_fresh_budget_and_its_number_goes_on() {
        String id = caravan.flow("bad", "{}", "failed").path("id").asText();
        assertEquals(
                202,
                caravan.post("/flows/" + id + "/actions/act/replay", "{\"note\":\"again\"}")
                        .statusCode());
        JsonNode flow = caravan.await(
                id,
                page -> action(page, "act").path("attempts").asInt() == 2
                        && action(page, "act").path("state").asText().equals("dead"));
        assertEquals(2, action(flow, "act").path("error").path("attempt").asInt());
    }

    @Test
    void a_dead_action_is_resolved_with_a_result_and_the_flow_goes_on_with_it() {
        String id = caravan.flow("bad", "{}", "failed").path("id").asText();
        String body = "{\"note\":\"done by hand\",\"result\":{\"id\":7}}";
        assertEquals(
                202, caravan.post("/flows/" + id + "/actions/act/resolve", body).statusCode());
        JsonNode flow = caravan.flowAs(id, "completed");
        assertEquals("succeeded", action(flow, "act").path("state").asText());
        assertEquals(7, action(flow, "act").path("result").path("id").asInt());
        JsonNode resolved = flow.path("facts").path(3);
        flow.path("facts").forEach(fact -> {
            if (fact.path("type").asText().equals("resolved")) {
                assertEquals("done by hand", fact.path("note").asText());
            }
        });
        assertFalse(resolved.isMissingNode());
    }

    @Test
    void a_dead_action_is_skipped_and_so_is_what_needs_it() {
        String id = caravan.flow("bad", "{}", "failed").path("id").asText();
        assertEquals(
                202,
                caravan.post("/flows/" + id + "/actions/act/skip", "{\"note\":\"old\"}")
                        .statusCode());
        JsonNode flow = caravan.flowAs(id, "completed");
        assertEquals("skipped", action(flow, "act").path("state").asText());
        assertEquals("skipped", action(flow, "after").path("state").asText());
        assertEquals(409, caravan.post("/flows/" + id + "/actions/act/skip", "").statusCode());
    }

    @Test
    void a_result_that_cannot_be_stored_is_refused() {
        String id = caravan.flow("bad", "{}", "failed").path("id").asText();
        assertEquals(
                400,
                caravan.post("/flows/" + id + "/actions/act/resolve", "{\"result\":\"\\u0000\"}")
                        .statusCode());
    }

    @Test
    void what_cannot_be_replayed_is_refused_with_the_reason() {
        String done =
                caravan.flow("good", "{\"k\":\"r\"}", "completed").path("id").asText();
        var replay = caravan.post("/flows/" + done + "/actions/one/replay", "");
        assertEquals(409, replay.statusCode());
        assertEquals(
                "application/problem+json",
                replay.headers().firstValue("Content-Type").orElse(""));
        String failed = caravan.flow("bad", "{}", "failed").path("id").asText();
        assertEquals(
                409,
                caravan.post("/flows/" + failed + "/actions/after/replay", "").statusCode());
        var unknown = caravan.post("/flows/" + failed + "/actions/nosuch/replay", "");
        assertTrue(Set.of(404, 409).contains(unknown.statusCode()), unknown.body());
        assertTrue(unknown.body().contains("nosuch"), unknown.body());
    }

    @Test
    void an_unknown_flow_is_not_found_and_a_note_that_is_no_json_is_refused() {
        for (String path : List.of("/flows/nosuch/cancel", "/flows/nosuch/actions/act/replay")) {
            assertEquals(404, caravan.post(path, "").statusCode());
            assertEquals(400, caravan.post(path, "{").statusCode());
            assertEquals(400, caravan.post(path, "[1]").statusCode());
        }
        assertEquals(404, caravan.get("/flows/nosuch").statusCode());
    }

    @Test
    void an_event_is_read_with_its_external_id_and_its_flows() {
        JsonNode accepted =
                json(caravan.post("/events", "{\"type\":\"good\",\"id\":\"read-me\",\"data\":{\"k\":\"e\"}}"));
        JsonNode event = caravan.read("/events/" + accepted.path("id").asText());
        assertEquals("read-me", event.path("externalId").asText());
        assertEquals(
                Map.of("id", accepted.path("flows").path(0).path("id").asText(), "name", "good"),
                Map.of(
                        "id", event.path("flows").path(0).path("id").asText(),
                        "name", event.path("flows").path(0).path("name").asText()));
    }
}
