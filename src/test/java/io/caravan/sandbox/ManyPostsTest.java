package io.caravan.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Tag("chaos")
final class ManyPostsTest {
    private static final Logger LOG = LoggerFactory.getLogger(ManyPostsTest.class);
    private static final int CONNECTIONS = 128;
    private static final int POSTS = 30_000;
    private static final Buffer MESSAGE = Buffer.buffer(
            """
            {"channel":"#sales","text":"A message of usual length, as a flow would post it",
             "metadata":{"event_type":"caravan_delivery","event_payload":{"idempotency_key":"k"}}}
            """);

    @TempDir
    private Path directory;

    @Test
    void every_post_of_many_connections_is_kept_once() throws InterruptedException {
        Vertx vertx = Vertx.vertx();
        try (RunningSandbox sandbox = new RunningSandbox(directory)) {
            HttpClient client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(CONNECTIONS));
            long rate = rate(client, sandbox.port());
            assertEquals(POSTS, kept(sandbox));
            LOG.info("chaos: the sandbox kept {} posts a second", rate);
        } finally {
            vertx.close();
        }
    }

    private static int kept(RunningSandbox sandbox) {
        var stamps = new HashSet<String>();
        String page = "/slack/messages?limit=1000";
        String cursor = "";
        do {
            JsonNode list = sandbox.get(page + cursor).json();
            list.path("items").forEach(message -> stamps.add(message.path("ts").asText()));
            cursor = list.path("next").isTextual()
                    ? "&cursor=" + list.path("next").asText()
                    : "";
        } while (!cursor.isEmpty());
        return stamps.size();
    }

    private static long rate(HttpClient client, int port) throws InterruptedException {
        CountDownLatch answers = new CountDownLatch(POSTS);
        AtomicInteger begun = new AtomicInteger();
        long started = System.nanoTime();
        for (int i = 0; i < CONNECTIONS; i++) {
            post(client, port, begun, answers);
        }
        assertTrue(answers.await(5, TimeUnit.MINUTES), "some posts were not answered");
        return POSTS * 1_000_000_000L / (System.nanoTime() - started);
    }

    private static void post(HttpClient client, int port, AtomicInteger begun, CountDownLatch answers) {
        if (begun.incrementAndGet() > POSTS) {
            return;
        }
        client.request(HttpMethod.POST, port, "127.0.0.1", "/sandbox/slack/api/chat.postMessage")
                .compose(request -> request.putHeader("Authorization", "Bearer t")
                        .putHeader("Content-Type", "application/json")
                        .send(MESSAGE))
                .compose(response -> response.body())
                .onSuccess(body -> {
                    if (body.toString().startsWith("{\"ok\":true")) {
                        answers.countDown();
                    }
                    post(client, port, begun, answers);
                });
    }
}
