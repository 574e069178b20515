package io.caravan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.cli.Said.Speaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The words that read route files, without a Caravan. */
class RouteFilesTest {
    private static final String NL = System.lineSeparator();
    private static final Speaker SPEAKER = Speaker.to("http://127.0.0.1:1");
    private static final String GOOD =
            """
            - route:
                id: deal
                from:
                  uri: flow:deal
                  parameters: { event: asked }
                  steps:
                    - log: asked
            - route:
                id: deal.one
                from:
                  uri: flow:deal/one
                  steps:
                    - log: one
            - route:
                id: deal.two
                from:
                  uri: flow:deal/two
                  parameters: { needs: "one?" }
                  steps:
                    - log: two
            """;

    @TempDir
    Path folder;

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("r.camel.yaml"), yaml);
    }

    @Test
    void a_folder_that_can_be_used_ends_with_0() throws Exception {
        write(GOOD);
        assertEquals(
                new Said(0, folder + ": 1 route file, can be used." + NL, ""),
                SPEAKER.say("validate", folder.toString()));
        assertEquals(
                new Said(0, "{\"valid\":true,\"errors\":[]}" + NL, ""),
                SPEAKER.say("validate", "--json", folder.toString()));
    }

    @Test
    void tests_are_no_routes() throws Exception {
        write(GOOD);
        Files.writeString(folder.resolve("deal.test.yaml"), "flow: deal\n");
        assertEquals(
                new Said(0, folder + ": 1 route file, can be used." + NL, ""),
                SPEAKER.say("validate", folder.toString()));
    }

    @Test
    void a_folder_that_is_refused_ends_with_1_and_tells_file_and_line() throws Exception {
        Path file = write(GOOD.replace("needs: \"one?\"", "needs: \"none\"").replace("event: asked", "evnt: asked"));
        Said said = SPEAKER.say("validate", folder.toString());
        assertEquals(Exit.NO, said.code());
        assertTrue(said.out().contains(file + ":5: Unknown parameter 'evnt'"), said.out());
        assertTrue(said.out().contains(file + ":18: "), said.out());
        assertTrue(said.out().endsWith(": 1 route file, refused for 3 reasons." + NL), said.out());
        var json = new ObjectMapper()
                .readTree(SPEAKER.say("validate", folder.toString(), "--json").out());
        assertEquals("false", json.path("valid").asText());
        assertEquals(3, json.path("errors").size());
        assertEquals(file.toString(), json.path("errors").path(2).path("file").asText());
        assertEquals(18, json.path("errors").path(2).path("line").asInt());
        assertTrue(json.path("errors").path(2).path("message").asText().contains("none"), json.toString());
    }

    @Test
    void no_folder_ends_with_66() throws Exception {
        Path none = folder.resolve("none");
        assertEquals(
                new Said(66, "", "caravan: there is no folder " + none + "." + NL),
                SPEAKER.say("validate", none.toString()));
        Path file = write(GOOD);
        assertEquals(
                new Said(
                        66,
                        "",
                        "caravan: " + file + " is no folder; name the folder in which the route files are." + NL),
                SPEAKER.say("validate", file.toString()));
    }

    @Test
    void a_graph_is_drawn_from_files() throws Exception {
        write(GOOD);
        assertEquals(
                new Said(
                        0,
                        "flowchart TD\n  trigger([deal])\n  one[one]\n  two[two]\n  trigger --> one\n  one -.-> two\n",
                        ""),
                SPEAKER.say("graph", "deal", "--routes", folder.toString()));
        assertEquals(
                new Said(
                        66, "", "caravan: no definition in " + folder + " is called 'dael'; did you mean 'deal'?" + NL),
                SPEAKER.say("graph", "dael", "--routes", folder.toString()));
    }

    @Test
    void no_graph_is_drawn_from_refused_files() throws Exception {
        Path file = write(GOOD.replace("event: asked", "evnt: asked"));
        Said said = SPEAKER.say("graph", "deal", "--routes", folder.toString());
        assertEquals(Exit.NO, said.code());
        assertTrue(said.err().startsWith("caravan: the route files are refused, first for " + file + ":"), said.err());
    }
}
