package io.caravan.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Route files are edited while Caravan runs. */
class ReloadTest {
    private static final String ROUTES =
            """
            - beans:
                - name: patient
                  type: org.apache.camel.processor.errorhandler.RedeliveryPolicy
                  properties: { maximumRedeliveries: 7 }
            - route:
                id: a
                from:
                  uri: flow:a
                  parameters: { event: x }
                  steps:
                    - log: x
            - route:
                id: a.b
                from:
                  uri: flow:a/b
                  steps:
                    - setBody: { constant: one }
            - route:
                id: hello
                from:
                  uri: platform-http:/hello
                  steps:
                    - to: direct:greet
            - route:
                id: greet
                from:
                  uri: direct:greet
                  steps:
                    - setBody: { constant: hello one }
            """;

    private static final String ACTION =
            """
            - route:
                id: a.c
                from:
                  uri: flow:a/c
                  parameters: { needs: b }
                  steps:
                    - setBody: { constant: c }
            """;

    private static final String KAMELET =
            """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata: { name: say-action, labels: { camel.apache.org/kamelet.type: action } }
            spec:
              definition:
                title: Say
                type: object
                required: [word]
                properties: { word: { title: Word, type: string } }
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - setBody: { constant: "{{word}} one" }
            """;

    @TempDir
    Path folder;

    private static String result(JsonNode flow, String action) {
        return RunningCaravan.action(flow, action).path("result").asText();
    }

    @Test
    void a_changed_action_is_live() throws Exception {
        try (var edited = new Edited(folder, ROUTES)) {
            assertEquals("one", result(edited.caravan().flow("x", "{}", "completed"), "b"));
            JsonNode generation = edited.edit(ROUTES.replace("constant: one", "constant: two"));
            assertEquals("applied", generation.path("state").asText(), generation.toString());
            assertTrue(generation.path("files").path(0).asText().endsWith("routes.camel.yaml"));
            assertEquals("two", result(edited.caravan().flow("x", "{}", "completed"), "b"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "constant: one|constant: [|not YAML",
                "setBody: { constant: one }|setBodi: { constant: one }|setBodi",
                "to: direct:greet|to: nosuch:greet|no component 'nosuch'",
                "to: direct:greet|to: log:greet?levle=DEBUG|did you mean 'level'",
                "to: direct:greet|to: kamelet:slack-post-mesage-action|did you mean 'slack-post-message-action'",
                "to: direct:greet|to: kamelet:slack-post-message-action?txt=x|did you mean 'text'",
                "constant: hello one|simple: '${nosuch}'|nosuch",
                "constant: hello one|constant: '{{nosuch}}'|nosuch",
                "flow:a/b|flow:a/b?needs=c|c",
                "id: greet|id: hello|twice",
                "- log: x|- to: file:x|trigger",
                "platform-http:/hello|platform-http:/hello?httpMethodRestrict=NOPE|NOPE",
                "maximumRedeliveries: 7|maximumRedeliverie: 7|maximumRedeliverie"
            })
    void a_broken_edit_changes_nothing_and_says_where(String before, String after, String word) throws Exception {
        try (var edited = new Edited(folder, ROUTES)) {
            JsonNode generation = edited.edit(ROUTES.replace(before, after)
                    .replace("constant: one", "constant: two")
                    .replace("hello one", "hello two"));
            assertEquals("refused", generation.path("state").asText());
            JsonNode error = generation.path("errors").path(0);
            assertTrue(error.path("message").asText().contains(word), error.toString());
            assertTrue(error.path("file").asText().endsWith("routes.camel.yaml"), error.toString());
            assertTrue(error.path("line").asInt() > 0, error.toString());
            assertEquals("one", result(edited.caravan().flow("x", "{}", "completed"), "b"));
            assertEquals("hello one", edited.caravan().get("/hello").body());
            edited.save(ROUTES.replace("hello one", "hello three"));
            edited.ask("/hello", "hello three"::equals);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"&p { event: x, key: *p }", "&p [ *p ]"})
    void an_alias_without_an_end_is_refused_like_any_mistake(String parameters) throws Exception {
        try (var edited = new Edited(folder, ROUTES)) {
            JsonNode generation = edited.edit(ROUTES.replace("{ event: x }", parameters));
            JsonNode error = generation.path("errors").path(0);
            assertTrue(error.path("message").asText().contains("alias"), generation.toString());
            assertEquals(9, error.path("line").asInt(), generation.toString());
            edited.edit(ROUTES.replace("hello one", "hello two"));
            assertEquals("hello two", edited.caravan().get("/hello").body());
        }
    }

    @Test
    void a_look_that_fails_altogether_is_not_the_last_one() throws Exception {
        var log = new ListAppender<ILoggingEvent>();
        var logger = (Logger) LoggerFactory.getLogger(Reload.class);
        try (var edited = new Edited(folder, ROUTES)) {
            log.start();
            logger.addAppender(log);
            edited.save("- " + "[".repeat(1_000_000));
            Awaitility.await().atMost(Edited.SOON).until(() -> List.copyOf(log.list).stream()
                    .anyMatch(line -> line.getMessage().contains("could not be judged")));
            edited.edit(ROUTES.replace("hello one", "hello two"));
            assertEquals("hello two", edited.caravan().get("/hello").body());
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void a_route_that_others_call_is_replaced() throws Exception {
        try (var edited = new Edited(folder, ROUTES)) {
            assertEquals("hello one", edited.caravan().get("/hello").body());
            edited.edit(ROUTES.replace("hello one", "hello two"));
            assertEquals("hello two", edited.caravan().get("/hello").body());
            edited.edit(ROUTES.replace("hello one", "hello three").replace("id: greet", "id: salute"));
            assertEquals("hello three", edited.caravan().get("/hello").body());
        }
    }

    @Test
    void routes_come_and_go() throws Exception {
        try (var edited = new Edited(folder, ROUTES)) {
            edited.change(() -> edited.save(
                    "more/deep.camel.yaml",
                    ROUTES.substring(ROUTES.indexOf("- route:"))
                            .replace("flow:a", "flow:z")
                            .replaceAll("id: ", "id: z-")
                            .replace("/hello", "/bye")
                            .replace("direct:greet", "direct:bye")));
            assertEquals(2, edited.caravan().event("x", "{}").path("flows").size());
            assertEquals("hello one", edited.caravan().get("/bye").body());
            edited.change(() -> Files.delete(edited.file("more/deep.camel.yaml")));
            assertEquals(1, edited.caravan().event("x", "{}").path("flows").size());
            edited.ask("/bye", answer -> answer.contains("404"));
            edited.ask("/definitions/z", answer -> answer.contains("No definition is called 'z'"));
        }
    }

    @Test
    void a_changed_kamelet_changes_those_who_use_it_and_leaves_no_route_behind() throws Exception {
        String uses = ROUTES.replace(
                "- setBody: { constant: one }", "- to: { uri: kamelet:say-action, parameters: { word: good } }");
        Files.createDirectories(folder.resolve("routes/kamelets"));
        Files.writeString(folder.resolve("routes/kamelets/say-action.kamelet.yaml"), KAMELET);
        try (var edited = new Edited(folder, uses)) {
            assertEquals("good one", result(edited.caravan().flow("x", "{}", "completed"), "b"));
            for (String word : new String[] {"two", "three"}) {
                JsonNode generation = edited.change(
                        () -> edited.save("kamelets/say-action.kamelet.yaml", KAMELET.replace("}} one", "}} " + word)));
                assertEquals("applied", generation.path("state").asText(), generation.toString());
                assertEquals("good " + word, result(edited.caravan().flow("x", "{}", "completed"), "b"));
            }
            JsonNode refused = edited.change(
                    () -> edited.save("kamelets/say-action.kamelet.yaml", KAMELET.replace("word", "sentence")));
            assertTrue(refused.path("errors").toString().contains("has no parameter 'word'"), refused.toString());
        }
    }

    @Test
    void a_running_flow_keeps_its_graph_and_waits_for_a_route_that_is_gone() throws Exception {
        String awaits = ACTION.replace("needs: b", "needs: b, awaits: go, correlate: k, timeout: 1h");
        try (var edited = new Edited(folder, ROUTES + awaits)) {
            String id = edited.caravan()
                    .event("x", "{}")
                    .path("flows")
                    .path(0)
                    .path("id")
                    .asText();
            edited.caravan().await(id, flow -> RunningCaravan.action(flow, "c")
                    .path("waitingFor")
                    .asText()
                    .contains("go"));
            JsonNode notes = edited.edit(ROUTES).path("notes");
            assertEquals(
                    "1 flows of a that have not ended wait when they come to c: its route is gone.",
                    notes.path(0).asText());
            edited.caravan().post("/events", "{\"type\":\"go\",\"subject\":\"k\"}");
            JsonNode waiting = edited.caravan().await(id, flow -> RunningCaravan.action(flow, "c")
                    .path("waitingFor")
                    .asText()
                    .contains("route"));
            assertEquals("running", waiting.path("status").asText());
            assertEquals(
                    1,
                    edited.caravan()
                            .flow("x", "{}", "completed")
                            .path("actions")
                            .size());
            edited.edit(ROUTES + ACTION);
            assertEquals("c", result(edited.caravan().flowAs(id, "completed"), "c"));
        }
    }

    @Test
    void a_definition_tells_the_versions_in_use() throws Exception {
        try (var edited = new Edited(folder, ROUTES + ACTION.replace("needs: b", "needs: b, delay: 1h"))) {
            edited.caravan().event("x", "{}");
            edited.caravan().event("x", "{}");
            JsonNode before = edited.caravan().read("/definitions/a");
            edited.edit(ROUTES);
            edited.caravan().flow("x", "{}", "completed");
            JsonNode after = edited.caravan().read("/definitions/a");
            assertEquals(2, after.path("versions").size(), after.toString());
            assertEquals(0, after.path("versions").path(0).path("flows").asInt());
            assertTrue(after.path("versions").path(0).path("current").asBoolean());
            JsonNode old = after.path("versions").path(1);
            assertEquals(before.path("version"), old.path("version"));
            assertEquals(2, old.path("flows").asInt());
            assertEquals(before.path("mermaid"), old.path("mermaid"));
            assertEquals(1, after.path("actions").size());
        }
    }

    @Test
    void a_folder_that_is_swapped_like_a_config_map_is_read() throws Exception {
        Path files = Files.createDirectories(folder.resolve("routes"));
        Path one = Files.createDirectories(files.resolve("..2026_1"));
        Files.writeString(one.resolve("m.camel.yaml"), ROUTES);
        Files.createSymbolicLink(files.resolve("..data"), Path.of("..2026_1"));
        Files.createSymbolicLink(files.resolve("m.camel.yaml"), Path.of("..data/m.camel.yaml"));
        try (var edited = new Edited(folder, "# nothing", Map.of())) {
            assertEquals("hello one", edited.caravan().get("/hello").body());
            JsonNode generation = edited.change(() -> {
                Path two = Files.createDirectories(files.resolve("..2026_2"));
                Files.writeString(two.resolve("m.camel.yaml"), ROUTES.replace("hello one", "hello two"));
                Path next = Files.createSymbolicLink(files.resolve("..data_tmp"), Path.of("..2026_2"));
                Files.move(next, files.resolve("..data"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
                Files.delete(one.resolve("m.camel.yaml"));
                Files.delete(one);
            });
            assertEquals("applied", generation.path("state").asText(), generation.toString());
            assertEquals("hello two", edited.caravan().get("/hello").body());
        }
    }

    @Test
    void a_route_that_does_not_start_brings_the_whole_old_generation_back() throws Exception {
        Path taken = Files.createDirectories(folder.resolve("there"));
        String failing =
                """
                - route:
                    id: reads
                    from:
                      uri: file:%s
                      parameters: { autoCreate: false, startingDirectoryMustExist: true }
                      steps:
                        - log: read
                """;
        try (var edited = new Edited(folder, ROUTES)) {
            JsonNode generation =
                    edited.edit(ROUTES.replace("constant: one", "constant: two").replace("hello one", "hello two")
                            + failing.formatted(taken.resolve("nosuch")));
            assertEquals("refused", generation.path("state").asText(), generation.toString());
            assertTrue(generation.path("errors").path(0).path("line").asInt() >= 30, generation.toString());
            assertEquals("one", result(edited.caravan().flow("x", "{}", "completed"), "b"));
            assertEquals("hello one", edited.caravan().get("/hello").body());
            generation = edited.edit(ROUTES.replace("hello one", "hello two") + failing.formatted(taken));
            assertEquals("applied", generation.path("state").asText(), generation.toString());
            assertEquals("hello two", edited.caravan().get("/hello").body());
        }
    }

    @Test
    void a_route_on_its_way_out_is_there_for_who_still_needs_it() throws Exception {
        String late =
                """
                - route:
                    id: late
                    from:
                      uri: direct:late
                      steps:
                        - setBody: { constant: late }
                """;
        String slow = ROUTES.replace(
                "- setBody: { constant: one }", "- delay: { constant: 6000 }\n        - to: direct:late");
        try (var edited = new Edited(folder, slow + late)) {
            String id = edited.caravan()
                    .event("x", "{}")
                    .path("flows")
                    .path(0)
                    .path("id")
                    .asText();
            edited.caravan().await(id, flow -> RunningCaravan.action(flow, "b")
                    .path("state")
                    .asText()
                    .equals("running"));
            edited.edit(ROUTES);
            edited.edit(ROUTES + late.replace("late", "later"));
            JsonNode b = RunningCaravan.action(edited.caravan().flowAs(id, "completed"), "b");
            assertEquals("late", b.path("result").asText());
            assertEquals(1, b.path("attempts").asInt());
        }
    }

    @Test
    void an_unchanged_route_is_not_restarted() throws Exception {
        String once =
                """
                - route:
                    id: once
                    from:
                      uri: timer:once
                      parameters: { repeatCount: 1, delay: 0 }
                      steps:
                        - setBody: { constant: "{}" }
                        - to: event:began
                """;
        try (var edited = new Edited(folder, ROUTES + once)) {
            edited.edit("# a remark moves the lines\n" + ROUTES.replace("hello one", "hello two") + once);
            assertEquals("hello two", edited.caravan().get("/hello").body());
            edited.edit(ROUTES.replace("hello one", "hello three") + once.replace("delay: 0", "delay: 1"));
            edited.ask("/events?type=began", list -> list.split("\"externalId\"").length == 3);
        }
    }

    @Test
    void generations_are_read_page_by_page_also_when_the_same_files_come_back() throws IOException {
        try (var edited = new Edited(folder, ROUTES)) {
            edited.edit(ROUTES + "\n# another");
            edited.edit(ROUTES);
            JsonNode all = edited.generations();
            assertEquals(3, all.size());
            assertEquals(all.at("/0/id"), all.at("/2/id"));
            String cursor = "";
            for (JsonNode each : all) {
                JsonNode page = edited.caravan().read("/generations?limit=1" + cursor);
                assertEquals(1, page.path("items").size());
                assertEquals(each, page.at("/items/0"));
                cursor = "&cursor=" + page.path("next").asText();
            }
            assertEquals("&cursor=null", cursor);
            assertEquals(400, edited.caravan().get("/generations?cursor=nosuch").statusCode());
        }
    }

    @Test
    void the_first_generation_is_listed_with_its_files() throws IOException {
        try (var edited = new Edited(folder, ROUTES)) {
            JsonNode first = edited.generations().path(0);
            assertEquals("applied", first.path("state").asText());
            assertEquals(1, first.path("files").size());
            assertEquals(0, first.path("errors").size());
        }
    }
}
