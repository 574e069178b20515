package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While Caravan starts, its port listens already: nobody passes, not even to the routes that have started. */
class OpeningTest {
    private static final CountDownLatch BEGUN = new CountDownLatch(1);
    private static final CountDownLatch MAY_GO_ON = new CountDownLatch(1);

    private static final String ROUTES =
            """
            - beans:
                - { name: slow, type: io.caravan.OpeningTest$SlowToStart }
            - route:
                id: hook
                startupOrder: 1
                from: { uri: "platform-http:/hook", steps: [ { setBody: { constant: "hooked" } } ] }
            - route:
                id: slow
                startupOrder: 2
                routePolicy: slow
                from: { uri: "direct:slow", steps: [ { log: "slow" } ] }
            """;

    @TempDir
    private Path folder;

    /** Holds the start of its route up. */
    public static final class SlowToStart extends RoutePolicySupport {
        @Override
        public void onStart(Route route) {
            BEGUN.countDown();
            try {
                MAY_GO_ON.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void a_route_that_has_started_is_not_reached_before_everything_has() throws Exception {
        int port = FreePort.next();
        CompletableFuture<Runner> starting = CompletableFuture.supplyAsync(() -> Runner.start(settings(port)));
        try {
            assertTrue(BEGUN.await(60, TimeUnit.SECONDS), "it did not begin to start");
            HttpResponse<String> early = hook(port);
            assertEquals(503, early.statusCode());
            assertEquals(List.of("1"), early.headers().allValues("Retry-After"));
        } finally {
            MAY_GO_ON.countDown();
        }
        Runner runner = starting.get(60, TimeUnit.SECONDS);
        try {
            assertEquals("hooked", hook(port).body());
        } finally {
            runner.stop();
        }
    }

    private Settings settings(int port) {
        try {
            Path routes = Files.createDirectories(folder.resolve("routes"));
            Files.writeString(routes.resolve("routes.camel.yaml"), ROUTES);
            var system = new Properties();
            system.setProperty("caravan.data", folder.resolve("data").toString());
            system.setProperty("caravan.routes", routes.toString());
            system.setProperty("camel.server.port", Integer.toString(port));
            return Settings.load(Map.of(), system);
        } catch (java.io.IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    private static HttpResponse<String> hook(int port) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hook"));
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
