package io.caravan.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import io.caravan.store.ConfigurationRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes that only Camel can refuse: still one sentence with file and line. */
class RefusedByCamelTest {
    private static final String ROUTES =
            """
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
                  parameters: { destination: there }
                  steps:
                    - log: b
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "to: nosuch:thing|10|nosuch",
                "tooo: log:x|14|tooo",
                "to: log:x?nosuch=1|10|nosuch",
                "bean: { ref: nosuch }|10|nosuch",
                "to: kamelet:nosuch|14|nosuch",
                "setBody: { simple: \"${nosuch}\" }|10|nosuch",
                "to: kafka:x|10|brokers"
            })
    void it_is_placed(String step, int line, String word) {
        String routes = ROUTES.replace("log: b", step);
        String sentence = assertThrows(ConfigurationRefused.class, () -> RunningCaravan.start(folder, routes))
                .getMessage();
        String place = folder.resolve("routes/routes.camel.yaml") + ":" + line + ": ";
        assertTrue(sentence.contains(place), sentence);
        assertTrue(sentence.contains(word), sentence);
        assertFalse(sentence.contains("Exception"), sentence);
        assertEquals(2, sentence.split("\n").length, sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "to: \"log:x?fooo={{caravan.test.secret}}\"",
                "to: { uri: \"log:x\", parameters: { fooo: \"{{caravan.test.secret}}\" } }",
                "to: \"log:x?groupSize={{caravan.test.secret}}\"",
                "to: \"kafka:x?fooo={{caravan.test.secret}}\"",
                "to: \"direct:x?timeout={{caravan.test.secret}}\"",
                "setBody: { simple: \"${{{caravan.test.secret}}}\" }"
            })
    void a_value_that_the_file_does_not_show_is_not_told(String step) {
        String routes = ROUTES.replace("log: b", step);
        String sentence = assertThrows(
                        ConfigurationRefused.class,
                        () -> RunningCaravan.start(folder, routes, Map.of("caravan.test.secret", "letmein")))
                .getMessage();
        assertTrue(sentence.contains("routes.camel.yaml:"), sentence);
        assertFalse(sentence.contains("letmein"), sentence);
    }

    @Test
    void nor_is_it_of_files_that_change() throws Exception {
        try (var caravan = RunningCaravan.start(folder, ROUTES, Map.of("caravan.test.secret", "let me:in"))) {
            Files.writeString(
                    folder.resolve("routes/routes.camel.yaml"),
                    ROUTES.replace("log: b", "to: \"log:x?groupSize={{caravan.test.secret}}\""));
            JsonNode refused = Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(
                            () -> caravan.read("/generations").at("/items/0"),
                            newest -> newest.path("state").asText().equals("refused"));
            String sentence = refused.at("/errors/0/message").asText();
            assertTrue(sentence.contains("{{caravan.test.secret}}"), sentence);
            assertFalse(sentence.contains("let"), sentence);
        }
    }

    @Test
    void a_bean_that_is_missing_is_placed_at_its_parameter() {
        String routes = ROUTES.replace("destination: there", "redeliveryPolicy: \"#nosuch\"");
        String sentence = assertThrows(ConfigurationRefused.class, () -> RunningCaravan.start(folder, routes))
                .getMessage();
        assertTrue(sentence.contains("routes.camel.yaml:12: redeliveryPolicy '#nosuch'"), sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redeliveryDelay: -1|the delay must not be negative",
                "useCollisionAvoidance: true, collisionAvoidancePercent: 100|from 0 to below 1",
                "delayPattern: '5:1000'|a delayPattern is not kept"
            })
    void a_redelivery_policy_that_makes_no_sense_is_placed_at_its_parameter(String properties, String words) {
        String routes = ROUTES.replace("destination: there", "redeliveryPolicy: \"#odd\"")
                + """
                - beans:
                    - name: odd
                      type: org.apache.camel.processor.errorhandler.RedeliveryPolicy
                      properties: { %s }
                """
                        .formatted(properties);
        String sentence = assertThrows(ConfigurationRefused.class, () -> RunningCaravan.start(folder, routes))
                .getMessage();
        assertTrue(sentence.contains("routes.camel.yaml:12: redeliveryPolicy '#odd' cannot be used: "), sentence);
        assertTrue(sentence.contains(words), sentence);
    }

    @Test
    void placeholders_are_resolved_before_they_are_judged() throws Exception {
        String routes = ROUTES.replace("destination: there", "attemptTimeout: \"{{caravan.test.limit}}\"");
        try (var caravan = RunningCaravan.start(folder, routes, Map.of("caravan.test.limit", "3s"))) {
            assertEquals(1, caravan.read("/definitions").path("items").size());
        }
    }

    @Test
    void without_any_route_the_api_is_there() throws Exception {
        try (var caravan = RunningCaravan.start(
                folder, "", Map.of("caravan.routes", folder.resolve("missing").toString()))) {
            assertEquals(200, caravan.get("/flows").statusCode());
            assertEquals(202, caravan.post("/events", "{\"type\":\"x\"}").statusCode());
            assertEquals(200, caravan.get("/sandbox/slack/messages").statusCode());
        }
    }
}
