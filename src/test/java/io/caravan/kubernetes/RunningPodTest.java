package io.caravan.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.crash.Balance;
import io.caravan.crash.Child;
import io.caravan.crash.Requests;
import io.caravan.crash.Verify;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pod's process with its mounts: it runs, takes edits of its ConfigMaps, and SIGTERM ends it in time with nothing lost. */
class RunningPodTest {
    private static final int REQUESTS = 30;
    private static final int SIGTERM = 143;

    @TempDir
    private Path folder;

    private final Properties known = new Properties();

    @BeforeEach
    void read() throws IOException {
        try (var text = Files.newBufferedReader(Path.of("application.properties"))) {
            known.load(text);
        }
    }

    @Test
    void sigterm_under_load_ends_it_within_the_grace_and_the_next_pod_goes_on() {
        var pod = new PodOnThisMachine(Overlay.SQLITE, folder, known);
        var requests = new Requests();
        try (Child first = pod.start("caravan.attempts=3")) {
            first.fault("{\"method\": \"chat.postMessage\", \"delayMs\": 200}");
            requests.send(first, 0, REQUESTS).join();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> first.list("/sandbox/slack/messages").size() >= 2);
            first.terminate();
            assertEquals(SIGTERM, first.exitCode(pod.grace()));
        }
        assertEquals(REQUESTS, requests.accepted());
        assertEquals(List.of(), Verify.complaints(pod.data()));
        try (Child second = pod.start()) {
            second.awaitCompleted(REQUESTS);
            assertEquals(List.of(), Balance.of(second).complaints(REQUESTS));
        }
    }

    @Test
    void its_routes_and_kamelets_are_those_of_the_mounts_also_after_an_edit() {
        var pod = new PodOnThisMachine(Overlay.SQLITE, folder, known);
        String kamelet = "slack-post-message-action.kamelet.yaml";
        MountedConfigMap kamelets = pod.mounted("caravan-kamelets");
        kamelets.change(kamelet, kamelets.files().get(kamelet).replace("\"{{text}}\"", "\"mounted: {{text}}\""));
        MountedConfigMap routes = pod.mounted("caravan-routes");
        routes.change(Map.of("greetings.camel.yaml", greeting("hello")));
        try (Child child = pod.start()) {
            JsonNode definitions = child.get("/definitions").path("items");
            assertEquals(1, definitions.size(), definitions::toString);
            assertEquals("greetings", definitions.path(0).path("name").asText());
            assertEquals(Set.of("mounted: hello"), greet(child, 1));
            routes.change(Map.of("greetings.camel.yaml", greeting("good bye")));
            awaitApplied(child, 2);
            assertEquals(Set.of("mounted: hello", "mounted: good bye"), greet(child, 2));
            kamelets.change(kamelet, kamelets.files().get(kamelet).replace("mounted: ", "changed: "));
            awaitApplied(child, 3);
            assertEquals(Set.of("mounted: hello", "mounted: good bye", "changed: good bye"), greet(child, 3));
        }
    }

    /** Sends one more greeting; the answer is what all of them have brought to Slack. */
    private static Set<String> greet(Child child, int count) {
        child.post("/events", "{\"type\": \"greeted\"}").join();
        child.awaitCompleted(count);
        return child.list("/sandbox/slack/messages").stream()
                .map(message -> message.path("text").asText())
                .collect(Collectors.toSet());
    }

    private static void awaitApplied(Child child, int generations) {
        Awaitility.await(generations + " generations")
                .atMost(Duration.ofSeconds(20))
                .until(() -> child.list("/generations").size() >= generations);
        JsonNode newest = child.list("/generations").get(0);
        assertEquals("applied", newest.path("state").asText(), newest::toString);
    }

    private static String greeting(String text) {
        return """
                - route:
                    id: greetings
                    from:
                      uri: flow:greetings
                      parameters: { event: greeted }
                      steps:
                        - log: greeted
                - route:
                    id: greetings.message
                    from:
                      uri: flow:greetings/message
                      steps:
                        - to:
                            uri: kamelet:slack-post-message-action
                            parameters: { text: "%s" }
                """
                .formatted(text);
    }
}
