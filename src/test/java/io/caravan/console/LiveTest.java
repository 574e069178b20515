package io.caravan.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import io.caravan.flow.Event;
import io.caravan.flow.FlowState;
import io.caravan.http.Unanswered;
import io.caravan.postgres.TestDatabase;
import io.caravan.routing.Generations;
import io.caravan.store.Database;
import io.caravan.store.Ids;
import io.caravan.store.view.OpenWork;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those are told who listen to {@code /live}. */
class LiveTest {
    private static final String ROUTES =
            """
            - route:
                id: bad
                from: { uri: flow:bad, parameters: { event: bad }, steps: [ { log: bad } ] }
            - route:
                id: bad.act
                from:
                  uri: flow:bad/act
                  parameters: { maximumRedeliveries: 0 }
                  steps:
                    - throwException: { exceptionType: java.lang.IllegalStateException, message: "not today" }
            """;

    @Test
    void a_change_is_told_with_the_flows_that_it_concerns(@TempDir Path folder) throws Exception {
        try (var caravan = RunningCaravan.start(folder, ROUTES);
                var ear = new Ear(caravan.port())) {
            assertEquals(
                    "text/event-stream",
                    ear.response().headers().firstValue("Content-Type").orElseThrow());
            assertTrue(ear.change().path("more").asBoolean());
            String flow = caravan.flow("bad", "{}", "failed").path("id").asText();
            List<JsonNode> changes =
                    ear.until(change -> change.path("deadLetters").asInt() == 1);
            assertTrue(changes.stream().anyMatch(change -> Ear.names(change, flow)), changes.toString());
            assertTrue(changes.stream().noneMatch(change -> change.path("more").asBoolean()), changes.toString());
            assertTrue(changes.stream().anyMatch(change -> change.path("events").asBoolean()), changes.toString());
            JsonNode generation = caravan.read("/now").path("generation");
            assertEquals(generation.path("id"), changes.get(0).path("generation"));

            caravan.event("unrouted", "{}");
            ear.until(change ->
                    change.path("events").asBoolean() && change.path("flows").isEmpty());

            Files.writeString(
                    folder.resolve("routes/routes.camel.yaml"), ROUTES.replace("{ log: bad }", "{ log: good }"));
            ear.until(change -> !change.path("generation").equals(generation.path("id")));
        }
    }

    @Test
    @Tag("postgres")
    void what_another_node_changes_is_told_here(@TempDir Path folder) throws Exception {
        try (var here = RunningCaravan.start(folder, ROUTES);
                var there = RunningCaravan.start(folder, ROUTES);
                var ear = new Ear(here.port())) {
            ear.change();
            for (int i = 0; i < 5; i++) {
                String flow = there.event("bad", "{}").at("/flows/0/id").asText();
                ear.until(change -> Ear.names(change, flow));
            }
        }
    }

    /** A server that tells on its own, without a Caravan around it. */
    private static final class Teller implements AutoCloseable {
        final Vertx vertx = Vertx.vertx();
        final Moves moves = new Moves();
        final Database database;
        final Live live;
        final int port;

        Teller(Path folder, Duration betweenBeats) {
            database = TestDatabase.open(folder);
            live = new Live(
                    new Live.Sources(moves, Optional.empty(), new OpenWork(database.reading()), new Generations()),
                    betweenBeats);
            Router router = Router.router(vertx);
            live.mount(router);
            Unanswered.mount(router);
            port = vertx.createHttpServer()
                    .requestHandler(router)
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .actualPort();
        }

        void move(String flow) {
            var event = new Event(
                    new Event.Identity(Ids.next(), "/test", "1"),
                    new Event.Attributes("t", Optional.empty(), Instant.EPOCH, Optional.empty(), Optional.empty()),
                    "{}",
                    0);
            moves.moved(FlowState.fresh(new FlowState.Identity(flow, "f", event.id())), event, List.of());
        }

        Socket knock() throws IOException {
            var socket = new Socket();
            socket.setReceiveBufferSize(4096);
            socket.connect(new java.net.InetSocketAddress("127.0.0.1", port));
            socket.getOutputStream()
                    .write("GET /live HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket;
        }

        @Override
        public void close() {
            live.close();
            vertx.close().toCompletionStage().toCompletableFuture().join();
            database.close();
        }
    }

    @Test
    void while_nothing_changes_only_a_beat_is_sent(@TempDir Path folder) throws Exception {
        try (var teller = new Teller(folder, Duration.ofMillis(1));
                var ear = new Ear(teller.port)) {
            ear.change();
            assertEquals(":", ear.line());
            assertEquals(":", ear.line());
            teller.move("a");
            JsonNode change = ear.until(each -> Ear.names(each, "a")).get(0);
            assertTrue(Ear.names(change, "a"));
            assertEquals(":", ear.line());
        }
    }

    @Test
    void many_changes_are_told_as_one_with_a_hundred_of_their_flows(@TempDir Path folder) throws Exception {
        try (var teller = new Teller(folder, Duration.ofHours(1));
                var ear = new Ear(teller.port)) {
            ear.change();
            long begin = System.nanoTime();
            int moved = 0;
            var changes = new ArrayList<JsonNode>();
            while (changes.size() < 3) {
                for (int i = 0; i < 500; i++) {
                    teller.move("flow-" + moved++);
                }
                changes.add(ear.change());
            }
            assertEquals(100, changes.get(0).path("flows").size());
            assertTrue(changes.get(0).path("more").asBoolean());
            assertTrue(System.nanoTime() - begin > Duration.ofMillis(900).toNanos(), "more than twice a second");
        }
    }

    @Test
    void who_comes_when_the_house_is_full_is_told_to_come_later(@TempDir Path folder) throws Exception {
        try (var teller = new Teller(folder, Duration.ofHours(1))) {
            int threads = Thread.activeCount();
            var sockets = new ArrayList<Socket>();
            for (int i = 0; i < Listeners.MOST; i++) {
                Socket socket = teller.knock();
                assertEquals("HTTP/1.1 200 OK", statusOf(socket));
                sockets.add(socket);
            }
            assertTrue(Thread.activeCount() < threads + 20, "listeners hold threads");
            try (Socket late = teller.knock()) {
                String answer = headOf(late);
                assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
                assertTrue(answer.toLowerCase(java.util.Locale.ROOT).contains("retry-after: "), answer);
            }
            sockets.get(0).close();
            Awaitility.await().until(() -> {
                try (Socket next = teller.knock()) {
                    return statusOf(next).equals("HTTP/1.1 200 OK");
                }
            });
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static String headOf(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertFalse(next < 0, "cut: " + head);
            head.append((char) next);
        }
        return head.toString();
    }

    private static String statusOf(Socket socket) throws IOException {
        return headOf(socket).lines().findFirst().orElseThrow();
    }

    @Test
    void who_does_not_read_is_cut_off(@TempDir Path folder) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            var listeners = new Listeners();
            Router router = Router.router(vertx);
            router.get("/live").handler(listeners::add);
            int port = vertx.createHttpServer()
                    .requestHandler(router)
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .actualPort();
            try (var ear = new Ear(port);
                    var deaf = new Socket()) {
                deaf.setReceiveBufferSize(4096);
                deaf.connect(new java.net.InetSocketAddress("127.0.0.1", port));
                deaf.getOutputStream()
                        .write("GET /live HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                Awaitility.await().until(() -> listeners.count() == 2);
                String large = "\"" + "x".repeat(32 * 1024) + "\"";
                for (int sent = 0; listeners.count() == 2 && sent < 2_000; sent++) {
                    listeners.event("changed", large);
                    while (!ear.line().startsWith("data: ")) {
                        // the one who reads keeps up
                    }
                }
                assertEquals(1, listeners.count());
                listeners.event("changed", "\"still here\"");
                String line = ear.line();
                while (!line.equals("data: \"still here\"")) {
                    line = ear.line();
                }
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
