package io.caravan.console;

import static io.caravan.RunningCaravan.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a definition: its versions, the text of its routes, how its attempts go, and a sample to try it with. */
class DefinitionsTest {
    private static final String ROUTES =
            """
            # two definitions in one file
            - route:
                id: good
                from:
                  uri: flow:good
                  parameters: { event: good, once: "${body[n]}" }
                  steps:
                    - log: good
            # its one action
            - route:
                id: good.one
                from:
                  uri: flow:good/one
                  steps:
                    - log: "{\\"password\\": \\"hidden\\"}"
            - route:
                id: goods
                from: { uri: flow:goods, parameters: { event: other }, steps: [ { log: other } ] }
            - route:
                id: goods.act
                from:
                  uri: flow:goods/act
                  parameters: { maximumRedeliveries: 1 }
                  steps:
                    - throwException: { exceptionType: java.lang.IllegalStateException, message: "not today" }
            - route:
                id: ticks
                from: { uri: flow:ticks, parameters: { schedule: "0 0 1 1 *" }, steps: [ { log: tick } ] }
            - route:
                id: ticks.act
                from: { uri: flow:ticks/act, steps: [ { log: act } ] }
            """;

    @TempDir
    Path folder;

    private RunningCaravan caravan;

    @BeforeEach
    void start() throws Exception {
        caravan = RunningCaravan.start(folder, ROUTES, Map.of("caravan.redact", "password"));
    }

    @AfterEach
    void stop() {
        caravan.close();
    }

    private String version() {
        return caravan.read("/definitions/good").path("version").asText();
    }

    @Test
    void versions_are_told_since_when_they_have_flows_and_only_the_one_in_force_with_its_source() throws Exception {
        String first = version();
        JsonNode unused = caravan.read("/definitions/good").at("/versions/0");
        assertTrue(unused.path("since").isNull());
        JsonNode flow = caravan.flow("good", "{\"n\":1}", "completed");
        JsonNode used = caravan.read("/definitions/good").at("/versions/0");
        assertEquals(flow.path("startedAt"), used.path("since"));
        assertEquals(0, used.path("running").asInt(-1));

        JsonNode page = caravan.read("/definitions/good/versions/" + first);
        assertEquals(first, page.path("version").asText());
        assertEquals("one", page.at("/actions/0/name").asText());
        assertTrue(page.path("mermaid").asText().contains("one"));
        String source = page.path("source").asText();
        assertTrue(source.startsWith("# routes.camel.yaml\n- route:\n    id: good\n"), source);
        assertTrue(source.contains("id: good.one") && !source.contains("goods"), source);
        assertFalse(source.contains("hidden"), source);

        Path file = folder.resolve("routes/routes.camel.yaml");
        Files.writeString(file, ROUTES.replace("flow:good/one\n", "flow:good/one\n      parameters: { delay: 1s }\n"));
        Awaitility.await().until(() -> !version().equals(first));
        JsonNode old = caravan.read("/definitions/good/versions/" + first);
        assertEquals(first, old.path("version").asText());
        assertTrue(old.path("source").isNull());
        String second = version();
        assertTrue(caravan.read("/definitions/good/versions/" + second)
                .path("source")
                .asText()
                .contains("delay: 1s"));
        JsonNode versions = caravan.read("/definitions/good").path("versions");
        assertEquals(second, versions.at("/0/version").asText());
        assertEquals(first, versions.at("/1/version").asText());

        assertEquals(404, caravan.get("/definitions/good/versions/none").statusCode());
        assertEquals(404, caravan.get("/definitions/none/versions/" + first).statusCode());
    }

    @Test
    void statistics_count_the_attempts_of_the_newest_flows() {
        JsonNode empty = caravan.read("/definitions/goods/statistics");
        assertEquals(0, empty.path("flows").asInt(-1));
        assertTrue(
                empty.path("since").isNull()
                        && empty.at("/actions/0/medianMillis").isNull(),
                empty.toString());

        caravan.flow("good", "{\"n\":1}", "completed");
        JsonNode failed = caravan.flow("other", "{}", "failed");
        caravan.flow("other", "{}", "failed");
        JsonNode goods = caravan.read("/definitions/goods/statistics");
        assertEquals("goods", goods.path("name").asText());
        assertEquals(2, goods.path("flows").asInt());
        assertEquals(failed.path("startedAt"), goods.path("since"));
        JsonNode act = goods.at("/actions/0");
        assertEquals("act", act.path("name").asText());
        assertEquals(4, act.path("attempts").asInt());
        assertEquals(0, act.path("succeeded").asInt(-1));
        assertEquals(2, act.path("dead").asInt());
        assertTrue(act.path("medianMillis").asLong(-1) >= 0);
        assertTrue(act.path("p99Millis").asLong() >= act.path("medianMillis").asLong());
        JsonNode one = caravan.read("/definitions/good/statistics").at("/actions/0");
        assertEquals(1, one.path("succeeded").asInt());
        assertEquals(404, caravan.get("/definitions/none/statistics").statusCode());
    }

    @Test
    void the_newest_event_is_a_sample_under_a_fresh_id() {
        HttpResponse<String> none = caravan.get("/definitions/goods/sample");
        assertEquals(404, none.statusCode());
        assertTrue(json(none).path("detail").asText().contains("samples/goods.json"), none.body());
        assertEquals(404, caravan.post("/definitions/goods/sample", "").statusCode());

        caravan.event("other", "{\"n\":1}");
        JsonNode newest = caravan.event("other", "{\"n\":2,\"password\":\"hidden\"}");
        JsonNode sample = caravan.read("/definitions/goods/sample");
        assertEquals("event " + newest.path("id").asText(), sample.path("from").asText());
        assertEquals("other", sample.at("/event/type").asText());
        assertEquals("{\"n\":2,\"password\":\"***\"}", sample.at("/event/data").toString());

        HttpResponse<String> sent = caravan.post("/definitions/goods/sample", "");
        assertEquals(202, sent.statusCode(), sent.body());
        assertFalse(json(sent).path("duplicate").asBoolean(true));
        assertEquals("goods", json(sent).at("/flows/0/name").asText());
        JsonNode flow = caravan.flowAs(json(sent).at("/flows/0/id").asText(), "failed");
        assertEquals(2, flow.at("/input/n").asInt());
        assertNotEquals(newest.path("id"), json(sent).path("id"));
        assertEquals(
                "/events/" + json(sent).path("id").asText(),
                sent.headers().firstValue("Location").orElseThrow());
    }

    @Test
    void what_the_author_has_written_goes_before_and_is_fresh_each_time() throws Exception {
        caravan.flow("good", "{\"n\":1}", "completed");
        Path samples = Files.createDirectories(folder.resolve("routes/samples"));
        Files.writeString(
                samples.resolve("good.json"),
                "{\"type\":\"good\",\"subject\":\"s\",\"data\":{\"n\":\"{{id}}\",\"at\":\"{{now}}\"}}");
        JsonNode sample = caravan.read("/definitions/good/sample");
        assertEquals("samples/good.json", sample.path("from").asText());
        assertEquals("s", sample.at("/event/subject").asText());
        Instant.parse(sample.at("/event/data/at").asText());
        for (int i = 0; i < 2; i++) {
            JsonNode sent = json(caravan.post("/definitions/good/sample", "{}"));
            assertFalse(sent.at("/flows/0/held").asBoolean(), sent.toString());
            caravan.flowAs(sent.at("/flows/0/id").asText(), "completed");
        }
        Files.writeString(samples.resolve("good.json"), "{\"data\":{}}");
        HttpResponse<String> broken = caravan.post("/definitions/good/sample", "");
        assertEquals(409, broken.statusCode());
        assertTrue(json(broken).path("detail").asText().contains("samples/good.json"), broken.body());
        assertEquals(1, caravan.read("/generations").path("items").size(), "a sample is no route");
    }

    @Test
    void what_no_event_begins_has_no_sample() {
        assertEquals(404, caravan.get("/definitions/ticks/sample").statusCode());
        assertEquals(404, caravan.get("/definitions/none/sample").statusCode());
        assertEquals(404, caravan.post("/definitions/none/sample", "").statusCode());
    }
}
