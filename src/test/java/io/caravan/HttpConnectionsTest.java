package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slow third party is called as often at once as attempts may run. */
class HttpConnectionsTest {
    private static final int CALLS = 20;

    @Test
    void all_attempts_reach_a_third_party_that_answers_only_when_all_have_called(@TempDir Path folder)
            throws Exception {
        var all = new CountDownLatch(CALLS);
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer slow = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        slow.setExecutor(threads);
        slow.createContext("/", exchange -> {
            all.countDown();
            try {
                exchange.sendResponseHeaders(all.await(10, TimeUnit.SECONDS) ? 204 : 500, -1);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } finally {
                exchange.close();
            }
        });
        slow.start();
        String routes =
                """
                - route:
                    id: f
                    from: { uri: flow:f, parameters: { event: t }, steps: [ { log: "t" } ] }
                - route:
                    id: f.a
                    from:
                      uri: flow:f/a
                      steps:
                        - setBody: { constant: "{}" }
                        - to: vertx-http:http://127.0.0.1:{{caravan.test.port}}/
                        - setBody: { constant: "done" }
                """;
        var port =
                Map.of("caravan.test.port", Integer.toString(slow.getAddress().getPort()));
        try (var caravan = RunningCaravan.start(folder, routes, port)) {
            var flows = new ArrayList<String>();
            for (int i = 0; i < CALLS; i++) {
                flows.add(caravan.event("t", "{}").at("/flows/0/id").asText());
            }
            for (String flow : flows) {
                assertEquals(
                        1,
                        caravan.flowAs(flow, "completed")
                                .at("/actions/0/attempts")
                                .asInt());
            }
        } finally {
            slow.stop(0);
            threads.shutdownNow();
        }
    }
}
