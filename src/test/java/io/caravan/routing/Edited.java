package io.caravan.routing;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A running Caravan whose route files somebody edits. */
final class Edited implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);

    private final Path files;
    private final RunningCaravan caravan;

    Edited(Path folder, String routes) throws IOException {
        this(folder, routes, Map.of());
    }

    Edited(Path folder, String routes, Map<String, String> more) throws IOException {
        this.caravan = RunningCaravan.start(folder, routes, more);
        this.files = folder.resolve("routes");
    }

    /** Routes of every kind that is replaced in a way of its own; an edition differs from another in each of them. */
    static String edition(int edition) {
        return """
                - route:
                    id: a
                    from:
                      uri: flow:a
                      parameters: { event: x }
                      steps:
                        - setBody: { constant: "in %1$d" }
                - route:
                    id: a.b
                    from:
                      uri: flow:a/b
                      parameters: { maximumRedeliveries: 0 }
                      steps:
                        - setBody: { constant: "b %1$d" }
                        - to: direct:greet
                - route:
                    id: a.c
                    from:
                      uri: flow:a/c
                      parameters: { needs: b, maximumRedeliveries: 0 }
                      steps:
                        - to: { uri: kamelet:slack-post-message-action, parameters: { text: "c %1$d" } }
                - route:
                    id: hello
                    from:
                      uri: platform-http:/hello
                      steps:
                        - to: direct:greet
                        - setBody: { constant: "hello %1$d" }
                - route:
                    id: greet
                    from:
                      uri: direct:greet
                      steps:
                        - log: { message: "greet %1$d", loggingLevel: DEBUG }
                """
                .formatted(edition);
    }

    RunningCaravan caravan() {
        return caravan;
    }

    Path file(String name) {
        return files.resolve(name);
    }

    /** Saves a file as editors do, in one piece. */
    void save(String name, String routes) throws IOException {
        Path file = file(name);
        Files.createDirectories(file.getParent());
        Path half = Files.writeString(file.resolveSibling("." + file.getFileName() + ".swp"), routes);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void save(String routes) throws IOException {
        save("routes.camel.yaml", routes);
    }

    JsonNode generations() {
        return caravan.read("/generations?limit=1000").path("items");
    }

    /** Saves, and waits for what becomes of it. */
    JsonNode edit(String routes) throws IOException {
        return change(() -> save(routes));
    }

    interface Change {
        void make() throws IOException;
    }

    JsonNode change(Change change) throws IOException {
        int before = generations().size();
        change.make();
        return Awaitility.await()
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(25))
                .until(this::generations, now -> now.size() > before)
                .path(0);
    }

    /** Asks a path until the answer's text is as wanted. */
    String ask(String path, Predicate<String> wanted) {
        return Awaitility.await()
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> caravan.get(path).body(), wanted);
    }

    @Override
    public void close() {
        caravan.close();
    }
}
