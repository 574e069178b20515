package io.caravan.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.caravan.RunningCaravan;
import io.caravan.store.Json;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Paths and queries that no client library would send: a problem says so, and the log is silent. */
class IllegibleTest {
    @TempDir
    static Path folder;

    static RunningCaravan caravan;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

    @BeforeAll
    static void start() throws Exception {
        caravan = RunningCaravan.start(folder, "");
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void silent() {
        root.detachAppender(log);
        for (ILoggingEvent said : log.list) {
            assertTrue(said.getLevel().toInt() < Level.WARN_INT, said.toString());
        }
    }

    private static String ask(int port, String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            String head = request + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String detail(String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
        assertTrue(head.toLowerCase().contains("content-type: application/problem+json"), answer);
        var problem = Json.tree(answer.substring(head.length()));
        assertEquals(400, problem.path("status").asInt(), answer);
        return problem.path("detail").asText();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%zz",
                "GET /flows/%zz",
                "GET /flows/%",
                "POST /flows/%zz/cancel",
                "POST /destinations/%e/pause",
                "GET /action-items/%zz",
                "GET /flows?q=%zz",
                "GET /events?limit=%",
                "GET /entitlements?user=%zz"
            })
    void an_escape_that_is_none_is_refused(String request) throws IOException {
        String detail = detail(ask(caravan.port(), request));
        assertTrue(detail.contains("%25"), detail);
    }

    @Test
    void so_it_is_on_the_management_port() throws IOException {
        int port = caravan.toManagement("/").build().uri().getPort();
        String detail = detail(ask(port, "GET /observe/%zz"));
        assertTrue(detail.contains("%25"), detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /flows/%00",
                "GET /events/%00",
                "GET /definitions/%00",
                "GET /dead-letters/a/%00",
                "POST /flows/%00/cancel",
                "POST /destinations/%00/pause",
                "GET /action-items/%00",
                "GET /flows?key=%00",
                "GET /dead-letters?group=a%00b",
                "GET /entitlements?user=%00"
            })
    void the_character_nul_is_refused(String request) throws IOException {
        String detail = detail(ask(caravan.port(), request));
        assertTrue(detail.contains("U+0000"), detail);
    }
}
