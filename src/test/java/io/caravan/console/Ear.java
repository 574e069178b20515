package io.caravan.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.store.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Listens to {@code /live} as a browser does. */
final class Ear implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 15;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final HttpResponse<java.util.stream.Stream<String>> response;
    private final Thread thread;

    Ear(int port) throws Exception {
        response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/live"))
                                .build(),
                        BodyHandlers.ofLines());
        assertEquals(200, response.statusCode());
        thread = new Thread(() -> {
            try (var body = response.body()) {
                body.forEach(lines::add);
            } catch (java.io.UncheckedIOException cut) {
                lines.add("cut");
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    HttpResponse<?> response() {
        return response;
    }

    /** The next line that is not blank. */
    String line() throws InterruptedException {
        while (true) {
            String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("nothing is told");
            }
            if (!line.isBlank()) {
                return line;
            }
        }
    }

    /** The next change that is told. */
    JsonNode change() throws InterruptedException {
        String line = line();
        while (!line.startsWith("data: ")) {
            line = line();
        }
        return Json.tree(line.substring("data: ".length()));
    }

    /** The changes up to one that is like this. */
    List<JsonNode> until(Predicate<JsonNode> like) throws InterruptedException {
        var changes = new ArrayList<JsonNode>();
        do {
            changes.add(change());
        } while (!like.test(changes.get(changes.size() - 1)));
        return changes;
    }

    static boolean names(JsonNode change, String flow) {
        for (JsonNode each : change.path("flows")) {
            if (each.asText().equals(flow)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        response.body().close();
        thread.interrupt();
    }
}
