package io.caravan.component;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import io.caravan.store.Json;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions in YAML parameters arrive as they were written, whatever characters they hold. */
class ExpressionsTest {
    private static final String ROUTES = whenRoutes(
                    "and", "\"${body[a]} == 1 && ${body[b]} == 2\"",
                    "or", "\"${body[a]} == 1 || ${body[b]} == 2\"",
                    "greater", "\"${body[a]} > 1\"",
                    "less", "\"${body[a]} < 1\"",
                    "single", "\"${body[s]} == 'it is'\"",
                    "double", "'${body[s]} == \"it is\"'",
                    "ampersand", "\"${body[s]} == 'a&b=c'\"",
                    "plus", "\"${body[s]} == 'a+b'\"",
                    "percent", "\"${body[s]} == '100%25 %'\"",
                    "hash", "\"${body[s]} == '#1'\"",
                    "question", "\"${body[s]} == 'why?'\"",
                    "semicolon", "\"${body[s]} == 'a;b'\"",
                    "umlaut", "\"${body[s]} == 'Jürgen Größe'\"",
                    "emoji", "\"${body[s]} == '🚚 fährt'\"",
                    "slash", "\"${body[s]} == 'a/b\\\\c'\"",
                    "regex", "\"${body[s]} regex '^[a-z]+[0-9]{2,3}$'\"")
            + """
            - route:
                id: keyed
                from:
                  uri: flow:keyed
                  parameters: { event: keyed, key: "${body[a]}+${body[b]} & 100% #${body[c]}; 'q' \\"d\\" = ü🚚 (x)" }
                  steps:
                    - log: keyed
            - route:
                id: keyed.act
                from:
                  uri: flow:keyed/act
                  steps:
                    - log: act
            - route:
                id: split
                from:
                  uri: flow
                  parameters: { name: split, event: split, key: "${body[a]} && ${body[b]}" }
                  steps:
                    - log: split
            - route:
                id: split.act
                from:
                  uri: flow
                  parameters: { name: split, action: act }
                  steps:
                    - log: act
            - route:
                id: split.then
                from:
                  uri: flow
                  parameters: { name: split, action: then, needs: act }
                  steps:
                    - setBody: { simple: "after ${variable.act[a]}" }
            - route:
                id: query
                from:
                  uri: "flow:query?event=query&when=${body[a]} > 1&key=${body[b]}"
                  steps:
                    - log: query
            - route:
                id: query.act
                from:
                  uri: flow:query/act
                  steps:
                    - log: act
            - route:
                id: query.then
                from:
                  uri: flow:query/then?needs=act?
                  steps:
                    - log: then
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

    private static String whenRoutes(String... namesAndPredicates) {
        var routes = new StringBuilder();
        for (int i = 0; i < namesAndPredicates.length; i += 2) {
            routes.append(
                    """
                    - route:
                        id: %1$s
                        from:
                          uri: flow:%1$s
                          parameters:
                            event: %1$s
                            when: %2$s
                          steps:
                            - log: %1$s
                    """
                            .formatted(namesAndPredicates[i], namesAndPredicates[i + 1]));
        }
        return routes.toString();
    }

    private static boolean begins(String type, Object data) {
        JsonNode answer = caravan.event(type, Json.write(data));
        return answer.path("flows").size() == 1;
    }

    @ParameterizedTest
    @CsvSource({
        "and,1,2,true",
        "and,1,3,false",
        "or,1,9,true",
        "or,9,2,true",
        "or,9,9,false",
        "greater,2,0,true",
        "greater,1,0,false",
        "less,0,0,true",
        "less,1,0,false"
    })
    void a_predicate_of_numbers_arrives(String flow, int a, int b, boolean wanted) {
        assertEquals(wanted, begins(flow, Map.of("a", a, "b", b)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "single|it is",
                "double|it is",
                "ampersand|a&b=c",
                "plus|a+b",
                "percent|100%25 %",
                "hash|#1",
                "question|why?",
                "semicolon|a;b",
                "umlaut|Jürgen Größe",
                "emoji|🚚 fährt",
                "slash|a/b\\c",
                "regex|abc123"
            })
    void a_predicate_of_text_arrives(String flow, String text) {
        assertEquals(true, begins(flow, Map.of("s", text)));
        assertEquals(false, begins(flow, Map.of("s", "something else")));
    }

    @Test
    void a_key_of_many_signs_arrives() {
        JsonNode flow = caravan.flow("keyed", "{\"a\":1,\"b\":2,\"c\":3}", "completed");
        assertEquals("1+2 & 100% #3; 'q' \"d\" = ü🚚 (x)", flow.path("key").asText());
    }

    @Test
    void name_and_action_may_stand_among_the_parameters() {
        JsonNode flow = caravan.flow("split", "{\"a\":\"x\",\"b\":\"y\"}", "completed");
        assertEquals("x && y", flow.path("key").asText());
        assertEquals(
                "after x", RunningCaravan.action(flow, "then").path("result").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "with space", "ümlaut🚚"})
    void simple_expressions_may_stand_in_the_uri(String key) {
        JsonNode flow = caravan.flow("query", Json.write(Map.of("a", 2, "b", key)), "completed");
        assertEquals(key, flow.path("key").asText());
        assertEquals(false, begins("query", Map.of("a", 1, "b", key)));
    }
}
