package io.caravan;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.postgres.TestDatabase;
import io.caravan.store.Json;
import io.caravan.store.Observer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.awaitility.Awaitility;

/** A whole Caravan in this JVM, on a free port, with routes of its own; spoken to by HTTP only. */
public final class RunningCaravan implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private final int management;
    private final Runner runner;

    private RunningCaravan(int port, int management, Runner runner) {
        this.port = port;
        this.management = management;
        this.runner = runner;
    }

    /** Starts it with one route file; the properties, named caravan.*, are also placeholders for its routes. */
    public static RunningCaravan start(Path folder, String routes, Map<String, String> more) throws IOException {
        return start(folder, routes, more, Clock.systemUTC());
    }

    /** The same with a clock of its own; with PostgreSQL what is due goes by the database's. */
    public static RunningCaravan start(Path folder, String routes, Map<String, String> more, Clock clock)
            throws IOException {
        Path files = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(files.resolve("routes.camel.yaml"), routes);
        int port = FreePort.next();
        var system = new Properties();
        system.setProperty("caravan.data", folder.resolve("data").toString());
        system.setProperty("caravan.routes", files.toString());
        system.setProperty("camel.server.port", Integer.toString(port));
        int management = FreePort.next();
        system.setProperty("camel.management.port", Integer.toString(management));
        system.setProperty("caravan.redelivery.delay", "20ms");
        system.setProperty("caravan.redelivery.maximum-redeliveries", "2");
        system.setProperty("caravan.stop.timeout", "2s");
        TestDatabase.url(folder).ifPresent(url -> {
            system.setProperty("caravan.database.url", url);
            system.setProperty("caravan.sandbox", "on");
        });
        more.forEach(system::setProperty);
        return new RunningCaravan(
                port, management, Runner.start(Settings.load(Map.of(), system), clock, Observer.NONE));
    }

    public static RunningCaravan start(Path folder, String routes) throws IOException {
        return start(folder, routes, Map.of());
    }

    /** All that answers on the business port. */
    Router router() {
        return runner.router();
    }

    public int port() {
        return port;
    }

    public HttpRequest.Builder to(String path) {
        return to(port, path);
    }

    /** A request to the management port. */
    public HttpRequest.Builder toManagement(String path) {
        return to(management, path);
    }

    private static HttpRequest.Builder to(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE);
    }

    /** What the management port answers. */
    public HttpResponse<String> observe(String path) {
        return send(toManagement(path).build());
    }

    public HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    public HttpResponse<String> get(String path) {
        return send(to(path).build());
    }

    public HttpResponse<String> post(String path, String body) {
        return post(path, "application/json", body);
    }

    public HttpResponse<String> post(String path, String contentType, String body) {
        return send(to(path).header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /** The answer's JSON. */
    public static JsonNode json(HttpResponse<String> response) {
        return Json.tree(response.body());
    }

    public JsonNode read(String path) {
        return json(get(path));
    }

    /** Sends an event in the plain form; the answer to it. */
    public JsonNode event(String type, String data) {
        return json(post("/events", "{\"type\":\"" + type + "\",\"data\":" + data + "}"));
    }

    /** Sends an event and waits until its first flow has this status; the flow. */
    public JsonNode flow(String type, String data, String status) {
        JsonNode accepted = event(type, data);
        String id = accepted.path("flows").path(0).path("id").asText();
        if (id.isEmpty()) {
            throw new AssertionError("no flow began: " + accepted);
        }
        return flowAs(id, status);
    }

    /** Waits until the flow has this status. */
    public JsonNode flowAs(String id, String status) {
        return await(id, flow -> flow.path("status").asText().equals(status));
    }

    public JsonNode await(String id, java.util.function.Predicate<JsonNode> as) {
        try {
            return Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(25))
                    .until(() -> read("/flows/" + id), as);
        } catch (org.awaitility.core.ConditionTimeoutException late) {
            throw new AssertionError(
                    "the flow did not get there: " + read("/flows/" + id).toPrettyString(), late);
        }
    }

    /** One action of a flow's page. */
    public static JsonNode action(JsonNode flow, String name) {
        for (JsonNode action : flow.path("actions")) {
            if (action.path("name").asText().equals(name)) {
                return action;
            }
        }
        throw new AssertionError("no action " + name + " in " + flow);
    }

    @Override
    public void close() {
        runner.stop();
    }
}
