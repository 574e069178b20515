package io.caravan.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped digest: notices are gathered, travel as a claim, and are posted by an action that may be tried again. */
class DigestTest {
    private static final int NOTICES = 12;

    @TempDir
    private static Path folder;

    private static RunningCaravan caravan;

    /** A minute would be long for a test. */
    @BeforeAll
    static void start() throws IOException {
        String shipped = Files.readString(Path.of("routes/slack-digest.camel.yaml"));
        assertTrue(shipped.contains("completionInterval: \"60000\""));
        caravan = RunningCaravan.start(
                folder, shipped.replace("completionInterval: \"60000\"", "completionInterval: \"2000\""));
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    private static void raise(String channel, String text) {
        caravan.event("notice.raised", "{\"channel\":\"" + channel + "\",\"text\":\"" + text + "\"}");
    }

    /** The texts of what was posted to the channel. */
    private static List<String> posted(String channel) {
        var texts = new ArrayList<String>();
        caravan.read("/sandbox/slack/messages").path("items").forEach(message -> {
            if (message.path("channelName").asText().equals(channel)) {
                texts.add(message.path("text").asText());
            }
        });
        return texts;
    }

    private static List<String> lines(String channel) {
        return posted(channel).stream().flatMap(String::lines).sorted().toList();
    }

    @Test
    void many_notices_of_a_channel_are_few_messages_with_a_line_for_each() {
        for (int i = 0; i < NOTICES; i++) {
            raise(i % 2 == 0 ? "#ops" : "#sales", "notice " + i);
        }
        for (String channel : List.of("ops", "sales")) {
            int odd = channel.equals("ops") ? 0 : 1;
            List<String> expected = IntStream.range(0, NOTICES / 2)
                    .mapToObj(i -> "• notice " + (2 * i + odd))
                    .sorted()
                    .toList();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> lines(channel)
                    .equals(expected));
            assertTrue(posted(channel).size() <= NOTICES / 4, posted(channel).toString());
        }
    }

    @Test
    void a_digest_that_slack_refuses_waits_for_a_person_with_all_its_notices() {
        caravan.post(
                "/sandbox/faults",
                "{\"method\":\"chat.postMessage\",\"status\":200,\"body\":{\"ok\":false,\"error\":\"is_archived\"},\"count\":1}");
        raise("#attic", "kept");
        JsonNode letter = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> caravan.read("/dead-letters").path("items").path(0), each -> each.has("flow"));
        assertEquals(List.of(), posted("attic"));
        assertEquals(
                202,
                caravan.post(
                                "/flows/" + letter.path("flow").asText() + "/actions/post/replay",
                                "{\"note\":\"opened again\"}")
                        .statusCode());
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> posted("attic")
                .equals(List.of("• kept")));
    }
}
