package io.caravan.component;

import static io.caravan.RunningCaravan.action;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.RunningCaravan;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an HTTP answer or a broken connection means for an attempt, seen through a user's own {@code vertx-http} step. */
class OutcomesOfCallsTest {
    private static final String ROUTES =
            """
            - route:
                id: call
                from:
                  uri: flow:call
                  parameters: { event: call }
                  steps:
                    - log: call
            - route:
                id: call.out
                from:
                  uri: flow:call/out
                  parameters: { maximumRedeliveries: 0 }
                  steps:
                    - setHeader: { name: target, simple: "${body[url]}" }
                    - setHeader: { name: method, simple: "${body[method]}" }
                    - setBody: { constant: "{}" }
                    - toD: "${header.target}?httpMethod=${header.method}&timeout=300"
            - route:
                id: later
                from:
                  uri: flow:later
                  parameters: { event: later }
                  steps:
                    - setBody: { constant: "" }
            - route:
                id: later.out
                from:
                  uri: flow:later/out
                  steps:
                    - to: "vertx-http:{{caravan.test.http}}/status/429?httpMethod=POST"
            - route:
                id: leak
                from:
                  uri: flow:leak
                  parameters: { event: leak }
                  steps:
                    - setBody: { constant: "" }
            - route:
                id: leak.out
                from:
                  uri: flow:leak/out
                  steps:
                    - setHeader: { name: X-Mine, constant: "yes" }
                    - to: "vertx-http:{{caravan.test.http}}/status/200?httpMethod=POST"
                    - setBody: { simple: "${header.CaravanFlowId}" }
            """;

    @TempDir
    static Path folder;

    static ThirdParty thirdParty;
    static RunningCaravan caravan;

    @BeforeAll
    static void start() throws Exception {
        thirdParty = new ThirdParty();
        caravan = RunningCaravan.start(folder, ROUTES, thirdParty.addresses());
    }

    @AfterAll
    static void stop() throws Exception {
        caravan.close();
        thirdParty.close();
    }

    @ParameterizedTest
    @CsvSource({
        "http,/status/400,rejected,HTTP 400",
        "http,/status/401,rejected,HTTP 401",
        "http,/status/404,rejected,HTTP 404",
        "http,/status/409,rejected,HTTP 409",
        "http,/status/408,retry,HTTP 408",
        "http,/status/423,retry,HTTP 423",
        "http,/status/429,retry,HTTP 429",
        "http,/status/500,uncertain,HTTP 500",
        "http,/status/503,uncertain,HTTP 503",
        "refused,/,retry,ConnectException",
        "reset,/,uncertain,SocketException",
        "close,/,uncertain,HttpClosedException",
        "silent,/,uncertain,TimeoutException"
    })
    void an_answer_means(String address, String path, String outcome, String type) throws Exception {
        JsonNode error = error("POST", thirdParty.addresses().get("caravan.test." + address) + path);
        assertEquals(outcome, error.path("outcome").asText(), error.toString());
        assertTrue(error.path("type").asText().contains(type), error.toString());
        assertEquals(1, error.path("attempt").asInt());
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/status/500,retry",
        "HEAD,/status/503,retry",
        "OPTIONS,/status/502,retry",
        "GET,/status/404,rejected",
        "PUT,/status/500,uncertain",
        "DELETE,/status/500,uncertain"
    })
    void a_servers_failure_leaves_no_read_in_doubt(String method, String path, String outcome) throws Exception {
        JsonNode error = error(method, thirdParty.addresses().get("caravan.test.http") + path);
        assertEquals(outcome, error.path("outcome").asText(), error.toString());
        assertEquals("HTTP " + path.substring(8), error.path("type").asText());
    }

    private static JsonNode error(String method, String url) {
        String data = "{\"method\":\"" + method + "\",\"url\":\"vertx-http:" + url + "\"}";
        return action(caravan.flow("call", data, "failed"), "out").path("error");
    }

    @Test
    void what_is_not_json_is_rejected_and_a_file_that_is_not_there_yet_is_a_retry() {
        var broken = assertThrows(JsonProcessingException.class, () -> new ObjectMapper().readTree("{"));
        assertEquals("rejected", Outcomes.of(new UncheckedIOException(broken)).word());
        assertEquals("retry", Outcomes.of(new FileNotFoundException("a")).word());
        assertEquals("retry", Outcomes.of(new NoSuchFileException("a")).word());
        assertEquals("uncertain", Outcomes.of(new IOException("broken pipe")).word());
    }

    @Test
    void an_answer_without_tls_is_a_retry_for_nothing_was_understood() {
        var plain = new SSLException("not TLS", new NotSslRecordException("not an SSL/TLS record"));
        assertEquals("retry", Outcomes.of(new IllegalStateException(plain)).word());
        assertEquals(
                "retry",
                Outcomes.of(new SSLHandshakeException("bad certificate")).word());
        assertEquals(
                "uncertain",
                Outcomes.of(new SSLException("closed in the middle")).word());
    }

    @Test
    void an_unknown_host_is_a_retry() {
        assertEquals(
                "retry", error("POST", "http://nosuch.invalid/").path("outcome").asText());
    }

    @Test
    void a_delay_that_the_third_party_asks_for_is_kept() {
        JsonNode accepted = caravan.event("later", "{}");
        String id = accepted.path("flows").path(0).path("id").asText();
        JsonNode flow = caravan.await(
                id, page -> action(page, "out").path("state").asText().equals("retrying"));
        JsonNode out = action(flow, "out");
        Instant due = Instant.parse(out.path("dueAt").asText());
        Instant failed = Instant.parse(out.path("error").path("at").asText());
        assertTrue(Duration.between(failed, due).compareTo(Duration.ofSeconds(6)) > 0, out.toString());
        assertTrue(out.path("waitingFor").asText().startsWith("retries at "), out.toString());
        assertTrue(out.path("waitingFor").asText().contains("HTTP 429"), out.toString());
    }

    @Test
    void headers_of_caravan_are_neither_sent_nor_overwritten_by_an_answer() {
        JsonNode flow = caravan.flow("leak", "{}", "completed");
        assertEquals(
                flow.path("id").asText(), action(flow, "out").path("result").asText());
        assertTrue(thirdParty.received().stream().anyMatch(headers -> headers.containsKey("X-mine")));
        thirdParty.received().forEach(headers -> headers.keySet()
                .forEach(name -> assertFalse(name.toLowerCase().startsWith("caravan"), name)));
    }
}
