package io.caravan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.RunningCaravan;
import io.caravan.cli.Said.Speaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The words that speak to a running Caravan. */
@Tag("sqlite")
class SpeakingTest {
    private static final String NL = System.lineSeparator();
    private static final String ROUTES =
            """
            - route:
                id: fragile
                from:
                  uri: flow:fragile
                  parameters: { event: asked, key: "${body[key]}" }
                  steps:
                    - log: asked
            - route:
                id: fragile.one
                from:
                  uri: flow:fragile/one
                  parameters: { maximumRedeliveries: 0 }
                  steps:
                    - setBody: { constant: "file:%s" }
                    - pollEnrich: { simple: "${body}?fileName=mended&noop=true&idempotent=false", timeout: 0 }
                    - choice:
                        when:
                          - simple: "${body} == null"
                            steps:
                              - throwException: { exceptionType: java.lang.IllegalStateException, message: not mended }
                    - setBody: { constant: done }
            """;

    @TempDir
    Path folder;

    private RunningCaravan caravan;
    private Speaker speaker;

    @BeforeEach
    void start() throws IOException {
        caravan = RunningCaravan.start(folder, ROUTES.formatted(Files.createDirectories(folder.resolve("gate"))));
        speaker = Speaker.to("http://127.0.0.1:" + caravan.port());
    }

    @AfterEach
    void stop() {
        caravan.close();
    }

    private void mend() throws IOException {
        Files.writeString(folder.resolve("gate").resolve("mended"), "yes");
    }

    private static JsonNode json(Said said) throws IOException {
        assertEquals(0, said.code(), said.err());
        return new ObjectMapper().readTree(said.out());
    }

    /** A flow whose action is dead. */
    private String dead(String key) throws IOException {
        JsonNode accepted = json(speaker.say("send", "asked", "--data", "{\"key\":\"" + key + "\"}", "--json"));
        String flow = accepted.path("flows").path(0).path("id").asText();
        caravan.flowAs(flow, "failed");
        return flow;
    }

    @Test
    void an_event_is_sent_with_all_that_was_said_of_it() throws Exception {
        JsonNode accepted = json(speaker.say(
                "send",
                "other",
                "--id",
                "1",
                "--source",
                "/me",
                "--subject",
                "s",
                "--correlation",
                "c",
                "--data",
                "{\"n\":1.10}",
                "--json"));
        JsonNode event = caravan.read("/events/" + accepted.path("id").asText());
        assertEquals("other", event.path("type").asText());
        assertEquals("1", event.path("externalId").asText());
        assertEquals("/me", event.path("source").asText());
        assertEquals("s", event.path("subject").asText());
        assertEquals("c", event.path("correlation").asText());
        assertEquals("{\"n\":1.10}", event.path("data").toString().replace("1.1}", "1.10}"));
        Said again = speaker.say("send", "other", "--id", "1", "--source", "/me");
        assertEquals(
                "Event " + accepted.path("id").asText() + " was known already; no flow wants it." + NL, again.out());
    }

    @Test
    void data_comes_from_the_word_a_file_or_standard_input() throws Exception {
        Path file = Files.writeString(folder.resolve("data.json"), "{\"key\":\"file\"}");
        speaker.say("send", "asked", "--data", "@" + file);
        speaker.with("{\"key\":\"ünput\"}").say("send", "asked", "--data", "-");
        speaker.say("send", "asked", "--data", "{\"key\":\"word\"}");
        Said listed = speaker.say("flows", "--name", "fragile");
        for (String key : new String[] {"file", "ünput", "word"}) {
            assertTrue(listed.out().contains("  " + key + "  "), listed.out());
        }
    }

    @Test
    void data_that_is_none_is_a_sentence() {
        Said broken = speaker.say("send", "asked", "--data", "{key}");
        assertEquals(65, broken.code());
        assertTrue(broken.err().startsWith("caravan: the data is no JSON (line 1, column 2)"), broken.err());
        assertEquals(65, speaker.say("send", "asked", "--data", "{} {}").code());
        assertEquals(65, speaker.say("send", "asked", "--data", "-").code());
        assertEquals(
                66,
                speaker.say("send", "asked", "--data", "@" + folder.resolve("none"))
                        .code());
        Said refused = speaker.say("send", "");
        assertEquals(new Said(65, "", "caravan: Field 'type' is blank." + NL), refused);
    }

    @Test
    void flows_are_listed_in_aligned_columns() throws Exception {
        String flow = dead("k");
        String[] lines = speaker.say("flows", "--status", "FAILED").out().split(NL);
        assertEquals(2, lines.length);
        assertTrue(lines[1].startsWith(flow + "  fragile  failed  k"), lines[1]);
        assertEquals(lines[0].indexOf("STARTED"), lines[1].indexOf("  20") + 2, String.join(NL, lines));
        assertEquals(new Said(0, "", "No flow matches." + NL), speaker.say("flows", "--status", "cancelled"));
        assertEquals(
                flow,
                json(speaker.say("flows", "--json"))
                        .path("items")
                        .path(0)
                        .path("id")
                        .asText());
    }

    @Test
    void one_flow_is_told_with_what_it_waits_for() throws Exception {
        Said told = speaker.say("flows", dead("k"));
        assertTrue(told.out().contains("one     dead "), told.out());
        assertTrue(told.out().contains("not mended"), told.out());
        assertEquals(66, speaker.say("flows", "none").code());
    }

    @Test
    void a_graph_is_drawn_by_the_running_caravan() {
        assertEquals(
                new Said(0, "flowchart TD\n  trigger([fragile])\n  one[one]\n  trigger --> one\n", ""),
                speaker.say("graph", "fragile"));
        assertEquals(66, speaker.say("graph", "none").code());
    }

    @Test
    void one_dead_action_is_replayed() throws Exception {
        String flow = dead("k");
        mend();
        assertEquals(
                new Said(0, "one of flow " + flow + " is tried again." + NL, ""),
                speaker.say("replay", flow, "one", "--note", "mended"));
        JsonNode completed = caravan.flowAs(flow, "completed");
        assertTrue(completed.path("facts").toString().contains("\"mended\""), completed.toString());
        assertEquals(2, speaker.say("replay", flow, "one").code());
        assertEquals(66, speaker.say("replay", "none", "one").code());
    }

    @Test
    void many_are_replayed_and_whoever_watches_sees_how_far_it_is() throws Exception {
        String first = dead("a");
        String second = dead("b");
        String group = json(speaker.say("dead-letters", "--groups", "--json"))
                .path("items")
                .path(0)
                .path("group")
                .asText();
        Said dry = speaker.say("replay", "--group", group, "--dry-run");
        assertEquals(0, dry.code(), dry.err());
        assertTrue(dry.out().endsWith("2 would be replayed." + NL), dry.out());
        Said listed = speaker.say("dead-letters", "--group", group);
        assertTrue(listed.out().contains(first) && listed.out().contains(second), listed.out());
        mend();
        Said replayed =
                speaker.onTerminal().say("replay", "--definition", "fragile", "--action", "one", "--rate", "100");
        assertEquals(0, replayed.code(), replayed.err());
        assertTrue(replayed.out().endsWith("2 of 2 replayed." + NL), replayed.out());
        assertTrue(replayed.err().contains(" of 2"), replayed.err());
        caravan.flowAs(first, "completed");
        caravan.flowAs(second, "completed");
        assertEquals(new Said(0, "", "No dead letters." + NL), speaker.say("dead-letters"));
        assertEquals(2, speaker.say("replay", "--group", group).code());
    }

    @Test
    void a_replay_whose_canary_fails_ends_with_1_and_the_reason() throws Exception {
        dead("a");
        dead("b");
        Said stopped = speaker.say("replay", "--definition", "fragile");
        assertEquals(1, stopped.code(), stopped.err());
        assertTrue(stopped.out().contains("1 of 2 replayed. The first one failed again: "), stopped.out());
    }
}
