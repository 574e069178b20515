package io.caravan.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which exceptions pass through the kamelets: the engine tells by their type whether the request may have arrived. */
final class TroubledConnectionTest {
    private static final String POST = "/api/chat.postMessage";
    private static final String ROUTES =
            """
            - beans:
                - { name: tls, type: io.vertx.ext.web.client.WebClientOptions, properties: { ssl: true } }
            - route:
                id: post
                from:
                  uri: direct:post
                  steps:
                    - to:
                        uri: kamelet:slack-post-message-action
                        parameters: { connectTimeout: 300, responseTimeout: 600 }
            - route:
                id: patient
                from:
                  uri: direct:patient
                  steps:
                    - to:
                        uri: kamelet:slack-post-message-action
                        parameters: { connectTimeout: 200, responseTimeout: 20000 }
            - route:
                id: secured
                from:
                  uri: direct:secured
                  steps:
                    - to: { uri: "vertx-http:{{caravan.hubspot.url}}/", parameters: { webClientOptions: "#tls" } }
            """;

    @TempDir
    Path folder;

    @Test
    void a_refused_connection_has_sent_nothing() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        assertInstanceOf(ConnectException.class, failure("direct:post", "http://127.0.0.1:" + port));
    }

    @Test
    void a_connection_that_is_not_accepted_in_time_has_sent_nothing() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1)) {
            for (int i = 0; i < 4; i++) {
                crowd.add(crowding(full.getLocalPort()));
            }
            assertInstanceOf(
                    ConnectException.class, failure("direct:patient", "http://127.0.0.1:" + full.getLocalPort()));
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }

    @Test
    void an_unknown_host_has_received_nothing() throws Exception {
        assertInstanceOf(UnknownHostException.class, failure("direct:post", "http://nowhere.invalid"));
    }

    @Test
    void a_server_without_tls_has_received_no_request() throws Exception {
        try (ThirdParty plain = new ThirdParty()) {
            assertInstanceOf(
                    SSLException.class, failure("direct:secured", plain.url().replace("http:", "https:")));
            assertEquals(List.of(), plain.asked());
        }
    }

    @Test
    void a_certificate_that_nobody_trusts_receives_no_request() throws Exception {
        try (ThirdParty stranger = ThirdParty.withCertificate(selfSigned(), "changeit")) {
            assertInstanceOf(SSLHandshakeException.class, failure("direct:secured", stranger.url()));
            assertEquals(List.of(), stranger.asked());
        }
    }

    @Test
    void an_answer_that_does_not_come_is_a_timeout_after_the_request() throws Exception {
        try (ThirdParty silent = new ThirdParty().answers(POST, request -> {})) {
            assertInstanceOf(TimeoutException.class, failure("direct:post", silent.url()));
            assertEquals(1, silent.asked().size());
        }
    }

    @Test
    void a_connection_closed_without_an_answer_has_received_the_request_once() throws Exception {
        try (ThirdParty closing =
                new ThirdParty().answers(POST, request -> request.connection().close())) {
            assertInstanceOf(HttpClosedException.class, failure("direct:post", closing.url()));
            assertEquals(1, closing.asked().size());
        }
    }

    @Test
    void an_answer_that_breaks_off_is_a_closed_connection() throws Exception {
        try (ThirdParty breaking = new ThirdParty().answers(POST, request -> {
            request.response().putHeader("Content-Length", "100");
            request.response().write("{\"ok\":true,").onComplete(written -> request.connection()
                    .close());
        })) {
            assertInstanceOf(HttpClosedException.class, failure("direct:post", breaking.url()));
        }
    }

    @Test
    void a_reset_after_the_request_is_no_connect_exception() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            CompletableFuture<Void> reset = CompletableFuture.runAsync(() -> resetAfterTheRequest(server));
            Throwable failure = failure("direct:post", "http://127.0.0.1:" + server.getLocalPort());
            reset.get(10, TimeUnit.SECONDS);

            assertEquals(SocketException.class, failure.getClass());
        }
    }

    private Throwable failure(String route, String url) throws Exception {
        try (Stage stage = new Stage(folder, url, ROUTES)) {
            return stage.run(route, "hello", Map.of()).getException();
        }
    }

    private static Socket crowding(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new java.net.InetSocketAddress("127.0.0.1", port), 100);
        } catch (java.net.SocketTimeoutException full) {
            // the queue is full, as it shall be
        }
        return socket;
    }

    private static void resetAfterTheRequest(ServerSocket server) {
        try (Socket socket = server.accept()) {
            assertTrue(socket.getInputStream().read(new byte[16]) > 0);
            socket.setSoLinger(true, 0);
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }

    private Path selfSigned() throws Exception {
        Path store = folder.resolve("stranger.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "stranger",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .inheritIO()
                .start();
        assertTrue(keytool.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, keytool.exitValue());
        return store;
    }
}
