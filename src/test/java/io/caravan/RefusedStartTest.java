package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that is refused, in a JVM of its own: exit code 78, a sentence for each reason, no stack trace. */
class RefusedStartTest {
    private static final int CONFIGURATION = 78;

    @TempDir
    Path folder;

    private record Ended(int code, String said) {}

    private Ended start(String... properties) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dcamel.management.port=" + FreePort.next(),
                "-Dcaravan.data=" + folder.resolve("data"),
                "-Dcaravan.routes=" + folder.resolve("routes")));
        command.addAll(List.of(properties));
        command.add(Caravan.class.getName());
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "it hangs");
            return new Ended(process.exitValue(), Files.readString(said));
        } finally {
            process.destroyForcibly();
        }
    }

    private void write(String yaml) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("routes")).resolve("r.camel.yaml"), yaml);
    }

    private static void refused(Ended ended, String... words) {
        assertEquals(CONFIGURATION, ended.code(), ended.said());
        assertFalse(ended.said().contains("\tat "), ended.said());
        for (String word : words) {
            assertTrue(ended.said().contains(word), ended.said());
        }
    }

    @Test
    void refused_routes_are_all_told_with_file_and_line() throws Exception {
        write(
                """
                - route:
                    from:
                      uri: flow:a
                      parameters: { evnt: x }
                      steps:
                        - to: jms:x
                """);
        refused(
                start(),
                "r.camel.yaml:2: The route from flow:a has no id",
                "r.camel.yaml:4: Unknown parameter 'evnt'",
                "r.camel.yaml:6: A trigger must not send to jms:x");
    }

    @Test
    void a_bad_property_is_named() throws Exception {
        refused(start("-Dcaravan.attempts=none"), "caravan.attempts must be a whole number");
    }

    @Test
    void a_file_of_properties_that_cannot_be_read_is_named() throws Exception {
        Path file = folder.resolve("application.properties");
        Files.writeString(file, "caravan.redact=C:\\users\n");
        refused(start(), file + " cannot be read", "each backslash written twice");
        Files.delete(file);
        Files.createDirectory(file);
        refused(start(), file + " cannot be read");
    }

    @Test
    void an_empty_folder_for_the_data_is_named() throws Exception {
        Ended ended = start("-Dcaravan.data=");
        refused(ended, "caravan.data");
        assertFalse(ended.said().contains("Exception in thread"), ended.said());
    }

    @Test
    void a_file_that_is_no_database_is_named() throws Exception {
        Path file = Files.createDirectories(folder.resolve("data")).resolve("caravan.db");
        Files.writeString(file, "not a database ".repeat(100));
        refused(
                start(),
                "caravan.db in the folder of caravan.data",
                file.getParent().toString(),
                "back-up");
    }

    @Test
    void an_option_that_camel_does_not_know_is_named_without_its_value() throws Exception {
        int port = FreePort.next();
        for (String option : List.of(
                "camel.ssl.keystorePasword",
                "camel.component.kafka.saslPasword",
                "camel.server.useGlobalSslContextParameter",
                "camel.server.bindPort")) {
            Ended ended = start("-D" + option + "=letmein", "-Dcamel.ssl.enabled=true", "-Dcamel.server.port=" + port);
            refused(ended, option);
            assertFalse(ended.said().contains("letmein"), ended.said());
        }
    }

    @Test
    void a_key_store_that_cannot_be_used_is_named() throws Exception {
        int port = FreePort.next();
        Path none = folder.resolve("none.p12");
        for (String where : List.of("server", "management")) {
            Ended ended = start(
                    "-Dcamel.server.port=" + port,
                    "-Dcamel." + where + ".useGlobalSslContextParameters=true",
                    "-Dcamel.ssl.enabled=true",
                    "-Dcamel.ssl.keyStore=file:" + none,
                    "-Dcamel.ssl.keystorePassword=letmein");
            refused(ended, "camel.ssl.keyStore", none.toString());
            assertFalse(ended.said().contains("letmein"), ended.said());
        }
    }

    @Test
    void a_password_that_does_not_open_the_key_store_is_named() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Path file = folder.resolve("tls.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
        Ended ended = start(
                "-Dcamel.server.port=" + FreePort.next(),
                "-Dcamel.server.useGlobalSslContextParameters=true",
                "-Dcamel.ssl.enabled=true",
                "-Dcamel.ssl.keyStore=file:" + file,
                "-Dcamel.ssl.keystorePassword=letmein");
        refused(ended, "camel.ssl.keystorePassword");
        assertFalse(ended.said().contains("letmein"), ended.said());
    }

    @Test
    void an_endpoint_for_dead_letters_that_cannot_be_made_is_a_sentence() throws Exception {
        int port = FreePort.next();
        for (String uri : List.of("nowhere:letters?password=letmein", "file:letters?fileNme=letmein")) {
            Ended ended = start("-Dcaravan.dead-letter.uri=" + uri, "-Dcamel.server.port=" + port);
            refused(
                    ended,
                    "caravan.dead-letter.uri must name an endpoint that Camel can make",
                    uri.substring(0, uri.indexOf(':')));
            assertFalse(ended.said().contains("letmein"), ended.said());
        }
    }

    @Test
    void a_database_that_does_not_answer_is_a_sentence_that_does_not_show_the_password() throws Exception {
        int port = FreePort.next();
        Ended ended = start(
                "-Dcaravan.database.url=jdbc:postgresql://127.0.0.1:" + port + "/caravan",
                "-Dcaravan.database.password=letmein",
                "-Dcaravan.sandbox=on");
        refused(ended, "caravan.database.url cannot be used", "127.0.0.1:" + port);
        assertFalse(ended.said().contains("letmein"), ended.said());
    }

    @Test
    void a_database_that_is_none_is_a_sentence() throws Exception {
        refused(start("-Dcaravan.database.url=jdbc:mysql://127.0.0.1/x"), "jdbc:postgresql://");
    }

    @Test
    void a_busy_port_is_a_sentence_and_leaves_nothing_running() throws Exception {
        try (var busy = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            refused(start("-Dcamel.server.port=" + busy.getLocalPort()), "camel.server.port");
            refused(start("-Dcamel.management.port=" + busy.getLocalPort()), "camel.management.port");
        }
    }
}
