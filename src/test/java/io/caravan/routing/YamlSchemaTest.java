package io.caravan.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.caravan.flow.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;

/** What Camel's schema, and so Kaoto, says of route files and kamelets: the line, the key, and what was meant. */
class YamlSchemaTest {
    private static List<String> refusals(String yaml) {
        var root = new Compose(LoadSettings.builder().setUseMarks(true).build()).composeString(yaml);
        return new YamlSchema()
                .refusals("r.yaml", root.orElseThrow()).stream()
                        .map(Refusal::toString)
                        .toList();
    }

    private static void refused(String yaml, String... sentences) {
        assertEquals(List.of(sentences), refusals(yaml));
    }

    /** The step stands on line 4. */
    private static String route(String step) {
        return "- route:\n    id: a\n    from: { uri: direct:a, steps: [\n      " + step + "\n    ] }\n";
    }

    static Stream<Path> shipped() throws IOException {
        return Stream.of(Path.of("routes"), Path.of("bench", "routes"))
                .flatMap(YamlSchemaTest::yaml)
                .sorted();
    }

    private static Stream<Path> yaml(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".camel.yaml")
                            || file.toString().endsWith(".kamelet.yaml"))
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    static Stream<Path> shippedKamelets() throws IOException {
        return shipped().filter(file -> file.toString().endsWith(".kamelet.yaml"));
    }

    /** What Kaoto's catalogue shows of a kamelet, and what its form shows of the parameters. */
    @ParameterizedTest
    @MethodSource("shippedKamelets")
    void every_shipped_kamelet_has_what_kaoto_shows(Path file) throws IOException {
        JsonNode kamelet = new YAMLMapper().readTree(Files.readString(file));
        String name = kamelet.at("/metadata/name").asText();
        assertEquals(name + ".kamelet.yaml", file.getFileName().toString());
        JsonNode annotations = kamelet.at("/metadata/annotations");
        for (String each : List.of("support.level", "group", "namespace")) {
            assertFalse(
                    annotations
                            .path("camel.apache.org/kamelet." + each)
                            .asText()
                            .isEmpty(),
                    each);
        }
        assertFalse(annotations.path("camel.apache.org/provider").asText().isEmpty());
        String icon = annotations.path("camel.apache.org/kamelet.icon").asText();
        String[] parts = icon.split(",", 2);
        assertEquals("data:image/svg+xml;base64", parts[0]);
        String drawing = new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        assertTrue(drawing.startsWith("<svg ") && drawing.endsWith("</svg>"), drawing);
        assertTrue(
                name.endsWith("-"
                        + kamelet.at("/metadata/labels/camel.apache.org~1kamelet.type")
                                .asText()),
                name);
        JsonNode definition = kamelet.at("/spec/definition");
        assertTrue(definition.has("title") && definition.has("description"), name);
        for (var property : definition.path("properties").properties()) {
            for (String field : List.of("title", "description", "type")) {
                assertTrue(property.getValue().has(field), () -> property.getKey() + " has no " + field);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void every_shipped_file_passes(Path file) throws IOException {
        assertEquals(List.of(), refusals(Files.readString(file)));
    }

    @Test
    void there_are_shipped_files_of_both_kinds() throws IOException {
        List<Path> shipped = shipped().toList();
        for (String kind : List.of(".camel.yaml", ".kamelet.yaml")) {
            assertFalse(
                    shipped.stream()
                            .filter(file -> file.toString().endsWith(kind))
                            .toList()
                            .isEmpty(),
                    kind);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            { lgo: x }                                    | 4: 'lgo' is not known in an entry of 'steps'; did you mean 'log'?
            { to: { urii: direct:b } }                    | 4: 'urii' is not known in 'to'; did you mean 'uri'?
            { setBody: { simpl: x } }                     | 4: 'simpl' is not known in 'setBody'; did you mean 'simple'?
            { setBody: { simple: { expresion: x } } }     | 4: 'expresion' is not known in 'simple'; did you mean 'expression'?
            { setBody: { simple: a, constant: b } }       | 4: 'setBody' has what excludes each other: simple, constant; keep one.
            { to: { uri: direct:b, pattern: InMostly } }  | 4: 'pattern' must be one of InOnly, InOut, not 'InMostly'.
            { log: { message: x, disabled: maybe } }      | 4: 'disabled' must be true or false, not 'maybe'.
            { throttle: { constant: 1, timePeriodMillis: [ 1 ] } } | 4: 'timePeriodMillis' must be a single value, not a list.
            { to: [ a ] }                                 | 4: 'to' must be a single value or a mapping, not a list.
            { to: { } }                                   | 4: 'to' has no 'uri', which it needs.
            { log: a, to: b }                             | 4: an entry of 'steps' has more than one key: log, to; begin each with '- ', or indent what belongs to the first.
            { choice: { when: [ { simple: x, stepz: [ ] } ] } } | 4: 'stepz' is not known in an entry of 'when'; did you mean 'steps'?
            """)
    void the_sentence_names_the_key_and_what_was_meant(String step, String sentence) {
        refused(route(step), "r.yaml:" + sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ log: { message: 5, disabled: \"{{quiet}}\" } }",
                "{ to: { uri: direct:b, pattern: \"{{pattern:InOnly}}\" } }",
                "{ stop: }",
                "{ stop: { } }",
                "{ setBody: { constant: 5 } }",
                "{ to: direct:b }",
                "{ loop: { constant: 3, steps: [ { log: x } ] } }",
                "{ delay: { constant: \"{{pause}}\", asyncDelayed: \"false\" } }"
            })
    void what_camel_takes_passes(String step) {
        refused(route(step));
    }

    @Test
    void several_mistakes_are_told_each_on_its_line() {
        refused(
                """
                - route:
                    id: a
                    descripton: x
                    from:
                      uri: direct:a
                      steps:
                        - log: x
                        - lgo: y
                        - to:
                            uri: direct:b
                            parametres: { a: b }
                - rout:
                    id: b
                """,
                "r.yaml:3: 'descripton' is not known in 'route'; did you mean 'description'?",
                "r.yaml:8: 'lgo' is not known in an entry of 'steps'; did you mean 'log'?",
                "r.yaml:11: 'parametres' is not known in 'to'; did you mean 'parameters'?",
                "r.yaml:12: 'rout' is not known in an entry of the file; did you mean 'route'?");
    }

    @Test
    void a_kamelet_is_held_against_the_schema_with_its_own_lines() {
        refused(
                """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                spec:
                  template:
                    from:
                      uri: kamelet:source
                      steps:
                        - lgo: x
                """,
                "r.yaml:8: 'lgo' is not known in an entry of 'steps'; did you mean 'log'?");
    }

    @Test
    void what_is_neither_a_list_nor_a_kamelet_is_left_to_others() {
        refused("route: { id: a }");
        refused("{ apiVersion: camel.apache.org/v1, kind: Pipe }");
    }

    @Test
    void an_alias_that_leads_into_itself_ends() {
        assertFalse(refusals("- route: &r\n    id: a\n    from: *r\n").isEmpty());
    }
}
