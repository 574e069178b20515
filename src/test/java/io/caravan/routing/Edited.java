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
        return caravan.read("/generations").path("items");
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
