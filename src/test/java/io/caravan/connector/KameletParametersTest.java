package io.caravan.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KameletParametersTest {
    private static final String ECHO =
            """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: echo-action
              labels: { camel.apache.org/kamelet.type: "action" }
            spec:
              definition:
                title: Echo
                type: object
                properties:
                  first: { title: First, type: string }
                  words: { title: Words, type: string }
                  zlast: { title: Last, type: string }
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - setVariable: { name: first, constant: "{{first}}" }
                    - setVariable: { name: zlast, constant: "{{zlast}}" }
                    - setBody: { constant: "{{words}}" }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a && b",
                "R&D",
                "a & b",
                "a+b",
                "a + b",
                "50% off",
                "100%",
                "%41%zz",
                "a=b",
                "a?b=c&d=e",
                "a;b,c|d",
                "a # b",
                "#schedule",
                "say \"hi\"",
                "it's",
                "(a) b",
                "a (b)",
                ")",
                "a)",
                "((&))",
                "{x} [y] <z>",
                "Jörg 😀",
                "https://app.example.org/p?a=b&c=%20d#e",
                "${body[n]} == 'x' && ${body[m]} > 1"
            })
    void every_character_of_a_parameter_arrives(String words) throws Exception {
        assertEquals(words, arrived(words));
    }

    @Test
    void what_begins_with_a_hash_is_wrapped_by_hand_if_it_holds_an_ampersand_too() throws Exception {
        assertEquals("#R&D + 100% #", arrived("RAW(#R&D + 100% #)"));
    }

    private Object arrived(String words) throws Exception {
        Files.writeString(folder.resolve("echo-action.kamelet.yaml"), ECHO);
        String routes =
                """
                - route:
                    id: echo
                    from:
                      uri: direct:echo
                      steps:
                        - to:
                            uri: kamelet:echo-action
                            parameters: { first: "a&b", words: %s, zlast: "y+z" }
                """
                        .formatted(new ObjectMapper().writeValueAsString(words));
        try (Stage stage = new Stage(folder, "http://127.0.0.1:1", routes, folder)) {
            Exchange exchange = stage.run("direct:echo", "", Map.of());

            assertNull(exchange.getException());
            assertEquals("a&b", exchange.getVariable("first"));
            assertEquals("y+z", exchange.getVariable("zlast"));
            return exchange.getMessage().getBody();
        }
    }
}
