package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP API over TLS, with a certificate that the JDK's keytool has made. */
class HttpsTest {
    private static final String PASSWORD = "changeit";

    private static final String ROUTES =
            """
            - route:
                id: greet
                from: { uri: flow:greet, parameters: { event: met }, steps: [ { log: "met" } ] }
            - route:
                id: greet.slack
                from:
                  uri: flow:greet/slack
                  steps:
                    - to: { uri: kamelet:slack-post-message-action, parameters: { text: "hello" } }
            """;

    @TempDir
    private Path folder;

    @Test
    void the_api_speaks_tls_and_the_kamelets_still_find_the_sandbox() throws Exception {
        Path store = keyStore();
        try (RunningCaravan caravan = RunningCaravan.start(
                folder,
                ROUTES,
                Map.of(
                        "camel.server.useGlobalSslContextParameters",
                        "true",
                        "camel.ssl.enabled",
                        "true",
                        "camel.ssl.keyStore",
                        "file:" + store,
                        "camel.ssl.keystorePassword",
                        PASSWORD))) {
            assertThrows(java.io.UncheckedIOException.class, () -> caravan.get("/flows"));

            HttpClient client =
                    HttpClient.newBuilder().sslContext(trusting(store)).build();
            String address = "https://localhost:" + caravan.port();
            JsonNode accepted = ask(
                    client,
                    HttpRequest.newBuilder(URI.create(address + "/events"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"type\":\"met\"}")));
            String flow = accepted.path("flows").path(0).path("id").asText();
            Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> read(client, address + "/flows/" + flow)
                    .path("status")
                    .asText()
                    .equals("completed"));
            JsonNode messages = read(client, address + "/sandbox/slack/messages");
            assertEquals("hello", messages.path("items").path(0).path("text").asText());
        }
    }

    private static JsonNode read(HttpClient client, String address) throws IOException, InterruptedException {
        return ask(client, HttpRequest.newBuilder(URI.create(address)));
    }

    private static JsonNode ask(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return Json.tree(client.send(request.build(), BodyHandlers.ofString()).body());
    }

    private Path keyStore() throws Exception {
        Path store = folder.resolve("tls.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "caravan",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertTrue(keytool.waitFor(60, TimeUnit.SECONDS), "keytool hangs");
        assertEquals(0, keytool.exitValue(), () -> {
            try {
                return Files.readString(folder.resolve("keytool.log"));
            } catch (IOException unreadable) {
                return unreadable.toString();
            }
        });
        return store;
    }

    private static SSLContext trusting(Path store) throws Exception {
        var certificates = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            certificates.load(file, PASSWORD.toCharArray());
        }
        // a key is not trusted by itself, its certificate is
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("caravan", certificates.getCertificate("caravan"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
