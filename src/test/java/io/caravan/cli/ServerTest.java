package io.caravan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.caravan.cli.Said.Speaker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of the answers of whatever listens at the address, and who the words say that they are. */
class ServerTest {
    private static final String NL = System.lineSeparator();

    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String body = "{\"items\":[],\"next\":null}";

    @TempDir
    Path folder;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            asked.add(exchange.getRequestURI().toString());
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, answer.length);
            try (var out = exchange.getResponseBody()) {
                out.write(answer);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Speaker speaker() {
        return Speaker.to("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    400 | 65 | So it is.
                    401 | 67 | So it is. Give a token by CARAVAN_TOKEN or --token-file.
                    403 | 77 | So it is. Use a token whose role allows it.
                    404 | 66 | So it is.
                    409 | 2  | So it is.
                    413 | 65 | So it is.
                    429 | 75 | So it is.
                    500 | 70 | So it is.
                    503 | 75 | So it is.
                    302 | 76 | So it is.
                    """)
    void a_problem_is_a_sentence_and_an_exit_code(int answer, int code, String sentence) {
        status = answer;
        body = "{\"title\":\"Title\",\"detail\":\"So it\\u001b is.\"}";
        assertEquals(
                new Said(code, "", "caravan: " + sentence.replace("it is", "it  is") + NL),
                speaker().say("flows"));
        assertEquals(1, asked.size(), "a redirection is not followed: " + asked);
    }

    @ParameterizedTest
    @CsvSource({"200,<html>", "404,<html>", "200,''", "200,5"})
    void what_is_no_caravan_is_called_so(int answer, String page) {
        status = answer;
        body = page;
        String address = speaker().address();
        assertEquals(
                new Said(
                        76,
                        "",
                        "caravan: what answers at " + address + " is no Caravan: its answer " + answer + " is not JSON."
                                + NL),
                speaker().say("flows"));
    }

    @Test
    void nobody_there_is_a_sentence() {
        String address = speaker().address();
        server.stop(0);
        assertEquals(
                new Said(
                        69,
                        "",
                        "caravan: no Caravan answers at " + address + "; start it, or say with --url where it is."
                                + NL),
                speaker().say("flows"));
    }

    @Test
    void the_token_comes_from_the_environment_or_a_file() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "from-file\n");
        speaker().say("flows");
        var known = speaker().in(Map.of("CARAVAN_TOKEN", "from-environment"));
        known.say("flows");
        known.say("flows", "--token-file", file.toString());
        assertEquals(List.of("null", "Bearer from-environment", "Bearer from-file"), tokens);
    }

    @Test
    void a_token_that_cannot_be_one_is_refused_without_being_shown() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "secret one\nsecret two\n");
        Said said = speaker().say("flows", "--token-file", file.toString());
        assertEquals(new Said(65, "", "caravan: " + file + " does not hold one token on one line." + NL), said);
        Said missing =
                speaker().say("flows", "--token-file", folder.resolve("none").toString());
        assertEquals(66, missing.code(), missing.err());
        assertEquals(List.of(), tokens);
    }

    @Test
    void there_is_no_way_to_write_a_token_among_the_words() {
        Said said = speaker().say("flows", "--token=geheim");
        assertEquals(Exit.USAGE, said.code());
        assertFalse(said.err().contains("geheim"), said.err());
    }

    @Test
    void values_are_encoded_and_a_path_before_ours_is_kept() {
        speaker().say("flows", "--key", "a&b=c d/ü", "--status", "failed", "--limit", "7");
        speaker().say("flows", "../x y?z");
        speaker().say("flows", "--url", speaker().address() + "/caravan/", "--asleep");
        assertEquals(
                List.of(
                        "/flows?status=failed&key=a%26b%3Dc%20d%2F%C3%BC&limit=7",
                        "/flows/..%2Fx%20y%3Fz", "/caravan/flows?asleep=true"),
                asked);
    }

    @Test
    void what_a_terminal_would_obey_is_not_printed() {
        body = "{\"items\":[{\"id\":\"1\",\"name\":\"a\\u001b[31m\\nb\"}],\"next\":\"c\"}";
        Said said = speaker().say("flows");
        assertFalse(said.out().contains("\u001b"), said.out());
        assertTrue(said.out().contains("a [31m b"), said.out());
        assertEquals("More: --cursor c" + NL, said.err());
    }
}
