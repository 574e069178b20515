package io.caravan.intake;

import static io.caravan.RunningCaravan.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the HTTP API refuses: always as a problem with a detail that says what to do. */
class RefusedEventsTest {
    private static final String STRUCTURED = "application/cloudevents+json";

    @TempDir
    static Path folder;

    static RunningCaravan caravan;

    @BeforeAll
    static void start() throws Exception {
        caravan = RunningCaravan.start(folder, "");
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    private static String refused(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        JsonNode problem = json(answer);
        assertEquals(status, problem.path("status").asInt());
        assertFalse(problem.path("title").asText().isBlank());
        String detail = problem.path("detail").asText();
        assertFalse(detail.isBlank());
        assertFalse(detail.contains("Exception"), detail);
        return detail;
    }

    @Test
    void broken_json_is_refused_with_line_and_column() {
        String detail = refused(400, caravan.post("/events", "{\"type\":\"x\",\n \"data\": oops}"));
        assertTrue(detail.contains("line 2, column"), detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "{\"type\":\"x\"} {}", "{\"type\":\"x\"", "nonsense"})
    void what_is_not_one_json_value_is_refused(String body) {
        refused(400, caravan.post("/events", body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "\"text\"", "null", "true"})
    void json_that_is_not_an_object_is_refused(String body) {
        refused(400, caravan.post("/events", body));
        refused(400, caravan.post("/events", STRUCTURED, body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"data\":{}}|type",
                "{\"type\":null}|type",
                "{\"type\":\"\"}|type",
                "{\"type\":\"  \"}|type",
                "{\"name\":\" \"}|name",
                "{\"type\":{}}|type",
                "{\"type\":[\"a\"]}|type",
                "{\"type\":\"a\",\"id\":\"\"}|id",
                "{\"type\":\"a\",\"id\":{}}|id",
                "{\"type\":\"a\",\"source\":[]}|source",
                "{\"type\":\"a\",\"subject\":{}}|subject",
                "{\"type\":\"a\",\"email\":\"\"}|email",
                "{\"type\":\"a\",\"time\":\"yesterday\"}|time",
                "{\"type\":\"a\",\"time\":5}|time",
                "{\"type\":\"a\",\"time\":\"+10000-01-01T00:00:00Z\"}|time",
                "{\"type\":\"a\",\"time\":\"-0001-01-01T00:00:00Z\"}|time",
                "{\"type\":\"a\",\"correlation\":{}}|correlation"
            })
    void a_field_that_is_missing_blank_or_wrong_is_named(String body, String field) {
        String detail = refused(400, caravan.post("/events", body));
        assertTrue(detail.contains("'" + field + "'"), detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "id", "source", "type"})
    void a_cloud_event_without_a_required_attribute_is_refused(String missing) {
        String event = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data\":1}"
                .replace("\"" + missing + "\":", "\"not\":");
        assertTrue(refused(400, caravan.post("/events", STRUCTURED, event)).contains("'" + missing + "'"));
    }

    @Test
    void another_version_of_cloud_events_is_refused() {
        String event = "{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\"}";
        assertTrue(refused(400, caravan.post("/events", STRUCTURED, event)).contains("specversion"));
    }

    @Test
    void a_binary_event_without_its_headers_is_refused() {
        var answer = caravan.send(caravan.to("/events")
                .header("ce-type", "t")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build());
        assertTrue(refused(400, answer).contains("ce-specversion"));
    }

    @Test
    void a_batch_that_is_no_array_is_refused() {
        refused(400, caravan.post("/events", "application/cloudevents-batch+json", "{}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml", "multipart/form-data"})
    void other_content_types_are_refused(String type) {
        assertTrue(refused(415, caravan.post("/events", type, "x=1")).contains("application/json"));
    }

    @Test
    void json_in_another_charset_is_refused() {
        refused(415, caravan.post("/events", "application/json; charset=iso-8859-1", "{\"type\":\"x\"}"));
    }

    @Test
    void bytes_that_are_no_utf_8_are_refused() {
        byte[] latin = "{\"type\":\"Grüße\"}".getBytes(StandardCharsets.ISO_8859_1);
        refused(
                400,
                caravan.send(caravan.to("/events")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(latin))
                        .build()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"a\\u0000b\"}",
                "{\"type\":\"a\",\"data\":{\"deep\":[\"\\u0000\"]}}",
                "{\"type\":\"a\",\"data\":{\"\\u0000\":1}}"
            })
    void the_character_nul_is_refused(String body) {
        assertTrue(refused(400, caravan.post("/events", body)).contains("U+0000"));
    }

    @Test
    void data_that_is_nested_too_deeply_is_refused() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        refused(400, caravan.post("/events", "{\"type\":\"a\",\"data\":" + deep + "}"));
    }

    @Test
    void a_body_over_one_mebibyte_is_refused() {
        String large = "{\"type\":\"a\",\"data\":\"" + "x".repeat(1024 * 1024) + "\"}";
        assertTrue(refused(413, caravan.post("/events", large)).contains("1048576"));
        var chunked = caravan.send(caravan.to("/events")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))))
                .build());
        refused(413, chunked);
    }

    @Test
    void a_body_of_just_one_mebibyte_is_taken() {
        String frame = "{\"type\":\"a\",\"data\":\"\"}";
        String body = frame.replace("\"\"}", "\"" + "x".repeat(1024 * 1024 - frame.length()) + "\"}");
        assertEquals(202, caravan.post("/events", body).statusCode());
    }

    @Test
    void a_large_body_is_answered_before_it_has_been_sent() throws IOException {
        try (var socket = new Socket("127.0.0.1", caravan.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(("POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 3000000\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] begin = socket.getInputStream().readNBytes(12);
            assertEquals("HTTP/1.1 413", new String(begin, StandardCharsets.US_ASCII));
        }
    }

    @Test
    void an_unknown_path_is_a_problem() {
        assertTrue(refused(404, caravan.get("/nowhere")).contains("/nowhere"));
        refused(404, caravan.get("/events/01a202d2-0000-7000-8000-000000000000"));
    }

    @Test
    void a_method_that_a_path_does_not_take_is_a_problem_that_names_those_it_takes() {
        var answer = caravan.send(caravan.to("/events").DELETE().build());
        assertTrue(refused(405, answer).contains("GET, HEAD, POST"));
        assertEquals("GET, HEAD, POST", answer.headers().firstValue("Allow").orElse(""));
        refused(405, caravan.post("/flows/some-id", "{}"));
    }
}
