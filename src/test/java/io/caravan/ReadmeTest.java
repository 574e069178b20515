package io.caravan;

import static io.caravan.RunningCaravan.action;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first flow is run as it stands there, so that the page cannot lie. */
class ReadmeTest {
    private static final Pattern FIRST_FLOW = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void the_flow_of_the_readme_runs_against_the_sandbox() throws Exception {
        Matcher flow = FIRST_FLOW.matcher(Files.readString(Path.of("README.md")));
        assertTrue(flow.find());
        try (RunningCaravan caravan = RunningCaravan.start(folder, flow.group(1))) {
            JsonNode done =
                    caravan.flow("user.registered", "{\"email\":\"ada@example.org\",\"name\":\"Ada\"}", "completed");
            String contact = action(done, "contact").path("result").path("id").asText();
            JsonNode messages = caravan.read("/sandbox/slack/messages").path("items");
            assertEquals(
                    "New: Ada, contact " + contact,
                    messages.path(0).path("text").asText());
            assertEquals(1, messages.size());
        }
    }
}
