package io.caravan.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import io.caravan.store.ConfigurationRefused;
import io.caravan.store.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that nobody shall read: hidden wherever people read, unharmed for the actions. */
class RedactionTest {
    private static final String ROUTES =
            """
            - route:
                id: pay
                from: { uri: flow:pay, parameters: { event: order }, steps: [ { log: "order" } ] }
            - route:
                id: pay.use
                from:
                  uri: flow:pay/use
                  steps:
                    - setBody: { simple: '{"used":"${body[password]}","card":{"number":"${body[card][number]}","kind":"${body[card][kind]}"}}' }
                    - unmarshal: { json: { library: Jackson } }
            - route:
                id: pay.check
                from:
                  uri: flow:pay/check
                  parameters: { needs: use }
                  steps:
                    - choice:
                        when:
                          - simple: "${variable.use[used]} == 'hunter2' && ${variable.use[card][number]} == '4711'"
                            steps: [ { setBody: { constant: "unharmed" } } ]
            - route:
                id: pay.each
                from:
                  uri: flow:pay/each
                  parameters: { forEach: "${body[list]}" }
                  steps:
                    - setBody: { simple: "done" }
            - route:
                id: pay.tell
                from:
                  uri: flow:pay/tell
                  parameters: { needs: "check,use", maximumRedeliveries: 0 }
                  steps:
                    - throwException:
                        exceptionType: java.lang.IllegalStateException
                        message: 'refused {"password": "hunter2", "kind": "gold"}'
            """;

    @TempDir
    private Path folder;

    @Test
    void hidden_wherever_people_read_and_unharmed_for_the_actions() throws Exception {
        try (RunningCaravan caravan = RunningCaravan.start(
                folder, ROUTES, Map.of("caravan.redact", "password, $.data.card.number, $.result.used,card.number"))) {
            JsonNode flow = caravan.flow(
                    "order",
                    """
                    {"password":"hunter2","card":{"number":"4711","kind":"gold"},"list":[{"password":"hunter2","n":1}]}""",
                    "failed");
            assertEquals(
                    "unharmed",
                    RunningCaravan.action(flow, "check").path("result").asText());
            String id = flow.path("id").asText();
            for (String path : List.of(
                    "/events",
                    "/events/" + flow.path("event").asText(),
                    "/flows/" + id,
                    "/flows/" + id + "?at=2999-01-01T00:00:00Z",
                    "/dead-letters",
                    "/dead-letters/" + id + "/tell",
                    "/dead-letters/groups")) {
                String shown = caravan.get(path).body();
                assertTrue(shown.contains("***"), path + shown);
                assertTrue(shown.contains("gold"), path + shown);
                assertFalse(shown.contains("hunter2") || shown.contains("4711"), path + shown);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "password | {\"a\":{\"Password\":\"x\"},\"b\":[{\"password\":1}]} | {\"a\":{\"Password\":\"***\"},\"b\":[{\"password\":\"***\"}]}",
                "card.number | {\"card\":[{\"number\":1}],\"number\":2} | {\"card\":[{\"number\":\"***\"}],\"number\":2}",
                "$.data.card.number | {\"card\":{\"number\":1},\"a\":{\"card\":{\"number\":2}}} | {\"card\":{\"number\":\"***\"},\"a\":{\"card\":{\"number\":2}}}",
                "$.input.cards[*].number | {\"cards\":[{\"number\":1}]} | {\"cards\":[{\"number\":\"***\"}]}",
                "$.result.card | {\"card\":1} | {\"card\":1}",
                "card | {\"card\":{\"number\":1},\"none\":null} | {\"card\":\"***\",\"none\":null}",
                "none | {\"none\":null,\"amount\":1.10} | {\"none\":null,\"amount\":1.10}",
                "x | \"x\" | \"x\"",
                "'' | {\"a\": 1} | {\"a\": 1}"
            })
    void paths_of_an_input(String paths, String json, String shown) {
        assertEquals(Json.tree(shown), Json.tree(Redaction.of(paths).input(json)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a {\"password\":\"x y\",\"b\":1} | a {\"password\":\"***\",\"b\":1}",
                "{\"password\" : 12, \"b\":1} | {\"password\" : \"***\", \"b\":1}",
                "{\\\"password\\\":\\\"x\\\",\\\"b\\\":1} | {\\\"password\\\":\"***\",\\\"b\\\":1}",
                "{\"password\":\"x\\\"y\",\"b\":1} | {\"password\":\"***\",\"b\":1}",
                "cut {\"PASSWORD\":\"x y | cut {\"PASSWORD\":\"***\"",
                "the password is wrong | the password is wrong"
            })
    void values_quoted_in_a_message(String text, String shown) {
        assertEquals(shown, Redaction.of("a.password").text(text));
    }

    @Test
    void a_long_quoted_value_is_hidden_whole() {
        String text = "{\"password\":\"" + "x".repeat(100_000) + "\"}";
        assertEquals("{\"password\":\"***\"}", Redaction.of("password").text(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$.", "$.password", "a..b", "a[0]", "$.flow.x", "$..a"})
    void a_path_that_cannot_be_meant_is_refused(String path) {
        var refused = assertThrows(ConfigurationRefused.class, () -> Redaction.of("ok, " + path));
        assertTrue(refused.getMessage().startsWith("caravan.redact: '" + path + "'"), refused.getMessage());
    }
}
