package io.caravan.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Large bodies share a room of their own. */
class LargeBodyTest {
    private static final int MIB = 1024 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<RoutingContext> read = new LinkedBlockingQueue<>();
    private HttpServer server;

    @BeforeEach
    void open() {
        var allowance = new SmallBody.Allowance(3 * MIB, 3 * MIB);
        Router router = Router.router(vertx);
        router.post("/").handler(context -> SmallBody.read(context, allowance, body -> read.add(context)));
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpRequest request(int size) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/"))
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofByteArray(new byte[size]))
                .build();
    }

    private CompletableFuture<HttpResponse<String>> held(int size) {
        return client.sendAsync(request(size), BodyHandlers.ofString());
    }

    private int refused(int size) throws IOException, InterruptedException {
        return client.send(request(size), BodyHandlers.ofString()).statusCode();
    }

    private void answer() throws InterruptedException {
        Answers.json(read.poll(30, TimeUnit.SECONDS), 200, "{}");
    }

    @Test
    void without_room_for_a_large_one_it_is_sent_away_until_another_has_been_answered() throws Exception {
        CompletableFuture<HttpResponse<String>> first = held(2 * MIB);
        RoutingContext open = read.poll(30, TimeUnit.SECONDS);
        assertEquals(503, refused(2 * MIB));
        CompletableFuture<HttpResponse<String>> small = held(MIB);
        answer();
        assertEquals(200, small.get(30, TimeUnit.SECONDS).statusCode());
        Answers.json(open, 200, "{}");
        assertEquals(200, first.get(30, TimeUnit.SECONDS).statusCode());
        for (int again = 0; again < 3; again++) {
            CompletableFuture<HttpResponse<String>> next = held(3 * MIB);
            answer();
            assertEquals(200, next.get(30, TimeUnit.SECONDS).statusCode());
        }
        assertEquals(413, refused(3 * MIB + 1));
    }
}
