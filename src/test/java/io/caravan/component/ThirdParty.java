package io.caravan.component;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A local server that answers {@code /status/NNN}, breaks connections on ports of their own, and keeps what it was sent. */
final class ThirdParty implements AutoCloseable {
    private final HttpServer server;
    private final ServerSocket resetting;
    private final ServerSocket closing;
    private final ServerSocket silent;
    private final List<Map<String, List<String>>> received = new CopyOnWriteArrayList<>();

    ThirdParty() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        server.start();
        resetting = breaking(true);
        closing = breaking(false);
        silent = new ServerSocket(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        received.add(Map.copyOf(exchange.getRequestHeaders()));
        exchange.getRequestBody().readAllBytes();
        String[] path = exchange.getRequestURI().getPath().split("/");
        int status = path.length > 2 && path[1].equals("status") ? Integer.parseInt(path[2]) : 200;
        if (status == 429) {
            exchange.getResponseHeaders().add("Retry-After", "7");
        }
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.getResponseHeaders().add("CaravanOutcome", "rejected");
        exchange.getResponseHeaders().add("CaravanFlowId", "stolen");
        byte[] body = "{\"answered\":true}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Reads a request's head and then breaks the connection: by a reset, or by an ordinary close. */
    private static ServerSocket breaking(boolean reset) throws IOException {
        var socket = new ServerSocket(0);
        var thread = new Thread(() -> {
            while (!socket.isClosed()) {
                try (Socket connection = socket.accept()) {
                    connection.getInputStream().read(new byte[16]);
                    if (reset) {
                        connection.setSoLinger(true, 0);
                    } else {
                        connection.getInputStream().read(new byte[8_192]);
                    }
                } catch (IOException closed) {
                    // the next accept tells whether the server is closed
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return socket;
    }

    /** Addresses as placeholders for routes. */
    Map<String, String> addresses() throws IOException {
        int refused;
        try (var free = new ServerSocket(0)) {
            refused = free.getLocalPort();
        }
        return Map.of(
                "caravan.test.http", "http://127.0.0.1:" + server.getAddress().getPort(),
                "caravan.test.reset", "http://127.0.0.1:" + resetting.getLocalPort(),
                "caravan.test.close", "http://127.0.0.1:" + closing.getLocalPort(),
                "caravan.test.silent", "http://127.0.0.1:" + silent.getLocalPort(),
                "caravan.test.refused", "http://127.0.0.1:" + refused);
    }

    /** The headers of every request so far. */
    List<Map<String, List<String>>> received() {
        return received;
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        resetting.close();
        closing.close();
        silent.close();
    }
}
