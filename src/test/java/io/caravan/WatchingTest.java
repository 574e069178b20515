package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.dispatch.Registry;
import io.caravan.http.Opening;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the management port says while nothing is opened yet: the database may be slow, or be migrated. */
class WatchingTest {
    private final Vertx vertx = Vertx.vertx();
    private final Watching watching = new Watching(Settings.load(Map.of(), new Properties()), new Registry());
    private int port;

    @BeforeEach
    void listen() {
        Router router = Router.router(vertx);
        watching.mount(router, new Opening(), RoutingContext::next);
        port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        watching.close();
    }

    private HttpResponse<String> ask(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_caravan_that_starts_is_alive_but_not_ready_and_says_why() throws Exception {
        assertEquals(200, ask("/observe/health/live").statusCode());
        HttpResponse<String> ready = ask("/observe/health/ready");
        assertEquals(503, ready.statusCode());
        var said = new JsonObject(ready.body());
        assertEquals("DOWN", said.getString("status"));
        JsonObject database = said.getJsonArray("checks").getJsonObject(0);
        assertEquals("database", database.getString("name"));
        assertEquals("The database is being opened.", database.getString("problem"));
        assertEquals(503, ask("/observe/health").statusCode());
    }

    @Test
    void its_metrics_are_there_without_those_of_what_is_not_opened() throws Exception {
        HttpResponse<String> page = ask("/observe/metrics");
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("caravan_events_total{outcome=\"accepted\"} 0.0"), page.body());
        assertTrue(!page.body().contains("caravan_outbox_due"), page.body());
    }
}
