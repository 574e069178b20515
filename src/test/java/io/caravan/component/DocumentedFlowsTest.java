package io.caravan.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import io.caravan.dispatch.Schedule;
import io.caravan.flow.Policies;
import io.caravan.flow.Redelivery;
import io.caravan.routing.RouteFolder;
import io.caravan.routing.RouteScan;
import io.caravan.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that docs/flows.md shows is run, and what it says below is what happens. */
class DocumentedFlowsTest {
    private static final Pattern SECTION = Pattern.compile("(?ms)^## (.+?)$(.*?)(?=^## |\\z)");
    private static final Pattern EXAMPLE =
            Pattern.compile("(?ms)^```yaml( refused)?$\\n(.*?)^```$\\s*^```text$\\n(.*?)^```$");

    /** Routes, and what is said of them. */
    record Example(String section, boolean refused, String routes, List<String> lines) {
        @Override
        public String toString() {
            return section;
        }
    }

    @TempDir
    private static Path folder;

    private static RunningCaravan caravan;

    private static List<Example> examples() throws IOException {
        var examples = new ArrayList<Example>();
        var sections = SECTION.matcher(Files.readString(Path.of("docs/flows.md")));
        while (sections.find()) {
            var found = EXAMPLE.matcher(sections.group(2));
            while (found.find()) {
                examples.add(new Example(
                        sections.group(1),
                        found.group(1) != null,
                        found.group(2),
                        found.group(3).lines().toList()));
            }
        }
        return examples;
    }

    static Stream<Example> accepted() throws IOException {
        return examples().stream().filter(example -> !example.refused());
    }

    static Stream<Example> refused() throws IOException {
        return examples().stream().filter(Example::refused);
    }

    @BeforeAll
    static void open() throws Exception {
        var routes = new StringBuilder();
        accepted().forEach(example -> routes.append(example.routes()));
        caravan = RunningCaravan.start(folder, routes.toString());
    }

    @AfterAll
    static void close() {
        caravan.close();
    }

    @Test
    void every_parameter_is_in_an_example() throws Exception {
        String shown = String.join("\n", accepted().map(Example::routes).toList());
        var missing = new ArrayList<String>();
        for (String name : new FlowParameters().propertyNames()) {
            if (!List.of("name", "action").contains(name) && !shown.contains(name + ":")) {
                missing.add(name);
            }
        }
        assertEquals(List.of(), missing);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void what_the_page_says_happens(Example example) {
        var told = new Told();
        example.lines().forEach(told::follow);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void what_the_page_calls_a_mistake_is_refused(Example example) throws Exception {
        Path alone = Files.createDirectories(folder.resolve("refused"));
        Files.writeString(alone.resolve("refused.yaml"), example.routes());
        var redelivery = new Redelivery(8, Duration.ofSeconds(1), 2, Duration.ofMinutes(15), 0);
        var policies = new Policies(redelivery, Duration.ofMinutes(5), name -> Optional.empty(), Schedule::problem);
        List<String> told = RouteScan.of(new RouteFolder(alone).read()).refusals(policies).stream()
                .map(refusal -> refusal.place().line() + ": " + refusal.sentence())
                .toList();
        assertEquals(example.lines().size(), told.size(), told.toString());
        for (int i = 0; i < told.size(); i++) {
            assertTrue(told.get(i).startsWith(example.lines().get(i)), told.get(i));
        }
    }

    /** Follows the lines below an example. */
    private static final class Told {
        private JsonNode accepted = com.fasterxml.jackson.databind.node.MissingNode.getInstance();

        void follow(String line) {
            String[] words = line.split(" ", 2);
            switch (words[0]) {
                case "send" -> accepted = RunningCaravan.json(caravan.post("/events", words[1]));
                case "also" ->
                    assertEquals(202, caravan.post("/events", words[1]).statusCode());
                case "expect" -> expect(words[1]);
                default -> throw new AssertionError("what is '" + line + "'?");
            }
        }

        private void expect(String what) {
            JsonNode begun = accepted.path("flows").path(0);
            switch (what) {
                case "none" -> assertTrue(begun.isMissingNode(), accepted.toString());
                case "held" -> assertTrue(begun.path("held").asBoolean(), accepted.toString());
                case "completed", "failed", "cancelled", "running" ->
                    caravan.flowAs(begun.path("id").asText(), what);
                default -> expectAction(begun.path("id").asText(), what.split(" ", 3));
            }
        }

        private static void expectAction(String flow, String[] words) {
            JsonNode said = Json.tree(words[2]);
            JsonNode page = caravan.await(flow, now -> RunningCaravan.action(now, words[0])
                    .path("state")
                    .asText()
                    .equals(words[1]));
            if (List.of("waiting", "retrying").contains(words[1])) {
                caravan.await(flow, now -> RunningCaravan.action(now, words[0])
                        .path("waitingFor")
                        .asText()
                        .startsWith(said.asText()));
            } else {
                assertEquals(said, RunningCaravan.action(page, words[0]).path("result"));
            }
        }
    }
}
