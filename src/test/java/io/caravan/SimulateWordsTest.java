package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.cli.House;
import io.caravan.cli.Terminal;
import io.caravan.cli.Words;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** The words simulate and test, with the example of docs/simulate.md. */
class SimulateWordsTest {
    private static final Pattern BLOCK = Pattern.compile("```(\\w*)\\n(.*?)```", Pattern.DOTALL);
    private static final String NL = System.lineSeparator();

    @TempDir
    private Path folder;

    private List<String> blocks;

    private record Answer(int code, String out, String err) {}

    @BeforeEach
    void write() throws Exception {
        Matcher found = BLOCK.matcher(Files.readString(Path.of("docs/simulate.md")));
        blocks = found.results().map(block -> block.group(2)).toList();
        Files.writeString(folder.resolve("reminder.camel.yaml"), blocks.get(0));
        Files.writeString(folder.resolve("reminder.test.yaml"), blocks.get(1));
    }

    private Answer say(String input, String... words) {
        var settings = Settings.load(Map.of(), new Properties());
        var house = new House(
                () -> {},
                new House.Stored((found, progress) -> 0, any -> 0),
                new House.Routes(
                        settings::policies,
                        any -> List.of(),
                        routes -> Rehearsed.simulator(settings, routes.orElse(folder))),
                new House.Access(() -> "", (role, name) -> {}),
                (kinds, out) -> 0);
        var out = new StringWriter();
        var err = new StringWriter();
        var terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                false,
                Map.of());
        int code = Words.execute(house, terminal, words);
        return new Answer(code, out.toString(), err.toString());
    }

    private Path file(String name, String yaml) throws Exception {
        return Files.writeString(folder.resolve(name), yaml);
    }

    private String test(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void the_example_of_the_page_runs_and_prints_what_stands_there() {
        Answer played = say("", "simulate", "--answers", test("reminder.test.yaml"), "--routes", folder.toString());
        assertEquals(new Answer(0, blocks.get(2).replaceFirst("\\$ .*\\n", "").replace("\n", NL), ""), played);
        assertEquals(
                new Answer(0, blocks.get(3).replaceFirst("\\$ .*\\n", "").replace("\n", NL), ""),
                say("", "test", folder.toString()));
    }

    @Test
    void machines_get_json_on_one_line() throws Exception {
        Answer played = say("", "simulate", "--answers", test("reminder.test.yaml"), "--json");
        assertEquals(0, played.code(), played.err());
        JsonNode story = new ObjectMapper().readTree(played.out());
        assertEquals("completed", story.path("status").asText());
        assertEquals("2d30s", story.path("took").asText());
        assertEquals("number", story.at("/actions/1/name").asText());
        assertEquals(12, story.at("/actions/1/result/number").asInt());
        assertEquals(1, played.out().lines().count());
    }

    @Test
    void flow_and_event_may_be_words_a_file_or_standard_input() throws Exception {
        Path answers = file(
                "answers.yml.txt",
                "answers: { number: { result: { number: 1 } }, mail: [ { result: {} } ] }\nexpect: { status: completed }\n");
        Path event = file("event.json", "{\"subject\":\"ada@example.org\",\"data\":{\"name\":\"Ada\"}}");
        for (String written : List.of("{data: {name: Ada}}", event.toString(), "-")) {
            Answer played = say(
                    "{\"data\":{\"name\":\"Ada\"}}", "simulate", "reminder", written, "--answers", answers.toString());
            assertEquals(0, played.code(), played.err());
            assertTrue(played.out().endsWith("reminder: completed after 2d." + NL), played.out());
        }
    }

    @Test
    void without_answers_the_first_one_that_is_missing_is_told_after_the_timeline() {
        Answer played = say("", "simulate", "reminder", "{data: {name: Ada}}");
        assertEquals(65, played.code());
        assertTrue(
                played.out()
                        .endsWith("number  asked vertx-http:https://office.example/numbers: no answer; sent \"Ada\""
                                + NL + "reminder: running." + NL),
                played.out());
        assertEquals(
                "caravan: the command line: Action number sends to vertx-http:https://office.example/numbers; add an answer under"
                        + " 'answers', for 'number' or for 'vertx-http:https://office.example/numbers'." + NL,
                played.err());
    }

    @Test
    void what_is_not_as_expected_ends_with_1_and_each_test_has_a_line_and_a_case() throws Exception {
        file("late.test.yaml", blocks.get(1).replace("after: 2d30s", "reason: \"\\a\""));
        file("broken.test.yaml", "flow: reminder\nevnt: {}\n");
        Files.createDirectories(folder.resolve("more"));
        file("more/other.test.yaml", blocks.get(1));
        Path report = folder.resolve("out/flows.xml");
        Answer told = say("", "test", folder.toString(), "--report", report.toString());
        assertEquals(
                "FAIL  broken.test.yaml  cannot be played" + NL
                        + "      " + test("broken.test.yaml")
                        + ":2: 'evnt' is not known in a scenario; did you mean 'event'?" + NL
                        + "FAIL  late.test.yaml  reminder: completed after 2d30s" + NL
                        + "      " + test("late.test.yaml")
                        + ":11: the flow's reason is '', expected was one that contains ' '." + NL
                        + "ok    more/other.test.yaml  reminder: completed after 2d30s" + NL
                        + "ok    reminder.test.yaml  reminder: completed after 2d30s" + NL
                        + "4 tests, 2 failed." + NL,
                told.out());
        assertEquals(65, told.code());
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getDocumentElement();
        assertEquals("4", suite.getAttribute("tests"));
        assertEquals("2", suite.getAttribute("failures"));
        var failures = suite.getElementsByTagName("failure");
        assertTrue(
                ((Element) failures.item(1)).getAttribute("message").endsWith("expected was one that contains ' '."));
        Files.delete(folder.resolve("broken.test.yaml"));
        assertEquals(1, say("", "test", folder.toString()).code());
        assertEquals(1, say("", "simulate", "--answers", test("late.test.yaml")).code());
    }

    @Test
    void files_and_folders_that_are_not_there_end_with_66() throws Exception {
        String none = folder.resolve("none").toString();
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertEquals(new Answer(66, "", "caravan: there is no folder " + none + "." + NL), say("", "test", none));
        assertEquals(
                new Answer(
                        66,
                        "",
                        "caravan: there is no test in " + empty + "; the name of a test ends with .test.yaml." + NL),
                say("", "test", empty.toString()));
        assertEquals(
                new Answer(66, "", "caravan: there is no file " + none + "." + NL),
                say("", "simulate", "reminder", "--answers", none));
        assertEquals(
                new Answer(66, "", "caravan: there is no folder " + none + " with routes." + NL),
                say("", "simulate", "reminder", "--routes", none));
        assertEquals(66, say("", "simulate", "reminder", none).code());
    }

    @Test
    void a_report_that_cannot_be_written_ends_with_73() {
        Answer told = say("", "test", folder.toString(), "--report", folder.toString());
        assertEquals(73, told.code());
        assertTrue(told.err().startsWith("caravan: the report " + folder + " cannot be written: "), told.err());
    }

    @Test
    void refused_routes_are_told_and_end_with_1() throws Exception {
        file("reminder.camel.yaml", blocks.get(0).replace("needs: number", "needs: numbre"));
        Answer told = say("", "test", folder.toString());
        assertEquals(1, told.code());
        assertTrue(
                told.err()
                        .startsWith("caravan: the route files are refused, first for "
                                + folder.resolve("reminder.camel.yaml") + ":"),
                told.err());
        assertTrue(told.err().contains("numbre"), told.err());
    }

    @Test
    void secrets_among_a_kamelets_parameters_are_not_told() throws Exception {
        file(
                "reminder.camel.yaml",
                blocks.get(0).replace("text: \"Tomorrow!\"", "text: \"Tomorrow!\", password: hush-hush"));
        Answer played = say("", "simulate", "--answers", test("reminder.test.yaml"), "--json");
        assertEquals(0, played.code(), played.out() + played.err());
        assertTrue(played.out().contains("xxxxxx"), played.out());
        assertFalse(played.out().contains("hush-hush"), played.out());
    }
}
