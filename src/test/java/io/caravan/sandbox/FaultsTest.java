package io.caravan.sandbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FaultsTest {
    private static final String POST = "/slack/api/chat.postMessage";
    private static final String MESSAGE = "{\"channel\":\"c\",\"text\":\"x\"}";

    @TempDir
    private Path directory;

    private RunningSandbox sandbox;

    @BeforeEach
    void open() {
        sandbox = new RunningSandbox(directory);
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void a_status_answers_instead_of_the_effect_until_it_is_deleted() {
        sandbox.plant("{\"method\":\"chat.postMessage\",\"status\":500,\"body\":\"<html>oh</html>\"}");
        var reply = sandbox.post(POST, MESSAGE);
        assertEquals(500, reply.status());
        assertEquals("<html>oh</html>", reply.text());
        assertEquals(500, sandbox.post(POST, MESSAGE).status());
        assertEquals(200, sandbox.get("/slack/api/auth.test").status());
        assertEquals(0, sandbox.messages().size());
        assertEquals(204, sandbox.delete("/faults").status());
        assertEquals(200, sandbox.post(POST, MESSAGE).status());
    }

    @Test
    void an_applied_status_answers_after_the_effect() {
        sandbox.plant("{\"method\":\"chat.postMessage\",\"status\":503,\"apply\":true,\"count\":1}");
        assertEquals(503, sandbox.post(POST, MESSAGE).status());
        assertEquals(1, sandbox.messages().size());
    }

    @Test
    void headers_and_an_object_as_body_are_sent() {
        sandbox.plant(
                """
                {"method":"/crm/objects","status":429,"headers":{"Retry-After":"7"},
                 "body":{"status":"error","policyName":"SECONDLY"}}
                """);
        var reply = sandbox.get("/hubspot/crm/objects/2026-09/contacts/1");
        assertEquals(429, reply.status());
        assertEquals("7", reply.header("Retry-After"));
        assertEquals("SECONDLY", reply.json().path("policyName").asText());
        assertTrue(reply.header("Content-Type").startsWith("application/json"));
        assertEquals(200, sandbox.get("/hubspot/account-info/v3/details").status());
    }

    @Test
    void headers_without_a_status_join_the_normal_answer() {
        sandbox.plant("{\"method\":\"auth.test\",\"headers\":{\"X-Extra\":\"1\"}}");
        var reply = sandbox.get("/slack/api/auth.test");
        assertEquals("1", reply.header("X-Extra"));
        assertTrue(reply.json().path("ok").asBoolean());
    }

    @Test
    void a_count_is_used_up_by_exactly_so_many_requests() {
        sandbox.plant("{\"method\":\"chat.postMessage\",\"status\":500,\"count\":3}");
        List<CompletableFuture<RunningSandbox.Reply>> replies = IntStream.range(0, 20)
                .mapToObj(i -> sandbox.sendAsync(sandbox.sending("POST", POST, MESSAGE)))
                .toList();
        long failed =
                replies.stream().filter(reply -> reply.join().status() == 500).count();
        assertEquals(3, failed);
        assertEquals(17, sandbox.messages().size());
        assertEquals(0, faults().size());
    }

    @Test
    void a_count_shows_what_remains_and_is_used_up_by_reads_too() {
        sandbox.plant("{\"method\":\"auth.test\",\"status\":500,\"count\":2}");
        assertEquals(500, sandbox.get("/slack/api/auth.test").status());
        assertEquals(1, faults().get(0).path("remaining").asInt());
        assertEquals(500, sandbox.get("/slack/api/auth.test").status());
        assertEquals(200, sandbox.get("/slack/api/auth.test").status());
    }

    @Test
    void the_oldest_matching_fault_goes_first() {
        sandbox.plant("{\"method\":\"chat.postMessage\",\"status\":500,\"count\":1}");
        sandbox.plant("{\"method\":\"chat.postMessage\",\"status\":502,\"count\":1}");
        assertEquals(500, sandbox.post(POST, MESSAGE).status());
        assertEquals(502, sandbox.post(POST, MESSAGE).status());
    }

    @Test
    void a_delay_holds_the_answer_back_but_not_the_effect_nor_others() {
        sandbox.plant("{\"method\":\"chat.postMessage\",\"delayMs\":1500,\"count\":1}");
        long started = System.nanoTime();
        CompletableFuture<RunningSandbox.Reply> slow = sandbox.sendAsync(sandbox.sending("POST", POST, MESSAGE));
        await().until(() -> sandbox.messages().size() == 1);
        assertFalse(slow.isDone());
        assertTrue(sandbox.post(POST, MESSAGE).json().path("ok").asBoolean());
        assertFalse(slow.isDone());
        assertTrue(slow.join().json().path("ok").asBoolean());
        assertTrue(System.nanoTime() - started >= 1_400_000_000L);
    }

    @Test
    void a_dropped_connection_has_no_answer_and_no_effect_unless_applied() {
        sandbox.plant("{\"method\":\"chat.postMessage\",\"drop\":true}");
        assertThrows(UncheckedIOException.class, () -> sandbox.post(POST, MESSAGE));
        assertEquals(0, sandbox.messages().size());
        sandbox.delete("/faults");
        sandbox.plant("{\"method\":\"chat.postMessage\",\"drop\":true,\"apply\":true,\"delayMs\":10}");
        assertThrows(UncheckedIOException.class, () -> sandbox.post(POST, MESSAGE));
        assertFalse(sandbox.messages().isEmpty());
    }

    @Test
    void a_rate_strikes_now_and_then() {
        sandbox.plant("{\"method\":\"auth.test\",\"status\":500,\"rate\":0.5}");
        long failed = IntStream.range(0, 200)
                .filter(i -> sandbox.get("/slack/api/auth.test").status() == 500)
                .count();
        assertTrue(failed > 50 && failed < 150, () -> failed + " of 200");
        sandbox.delete("/faults");
        sandbox.plant("{\"method\":\"auth.test\",\"status\":500,\"rate\":0,\"count\":1}");
        assertEquals(200, sandbox.get("/slack/api/auth.test").status());
        assertEquals(1, faults().size());
    }

    @Test
    void a_planted_fault_comes_back_with_its_id() {
        var reply = sandbox.post("/faults", "{\"method\":\"auth.test\",\"status\":500,\"count\":2,\"body\":null}");
        assertEquals(201, reply.status());
        assertEquals(reply.json(), faults().get(0));
        assertFalse(reply.json().path("id").asText().isEmpty());
        assertEquals(2, reply.json().path("count").asInt());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nonsense                                            | JSON object
                    {"status":500}                                      | method
                    {"method":7}                                        | method
                    {"method":"/sandbox/hubspot/crm"}                   | method
                    {"method":"auth.test","status":"500"}               | status
                    {"method":"auth.test","status":42}                  | status
                    {"method":"auth.test","headers":[]}                 | headers
                    {"method":"auth.test","headers":{"a b":"c"}}        | headers
                    {"method":"auth.test","headers":{"a":"b\\r\\nc: d"}}| headers
                    {"method":"auth.test","body":7,"status":200}        | body
                    {"method":"auth.test","body":"x"}                   | status
                    {"method":"auth.test","apply":"yes"}                | apply
                    {"method":"auth.test","delayMs":-1}                 | delayMs
                    {"method":"auth.test","delayMs":1.5}                | delayMs
                    {"method":"auth.test","drop":1}                     | drop
                    {"method":"auth.test","rate":2}                     | rate
                    {"method":"auth.test","count":0}                    | count
                    {"method":"auth.test","delay":10}                   | delay
                    """)
    void a_fault_that_makes_no_sense_is_refused_with_what_to_do(String fault, String named) {
        var reply = sandbox.post("/faults", fault);
        assertEquals(400, reply.status());
        assertEquals("application/problem+json", reply.header("Content-Type"));
        assertFalse(reply.json().path("title").asText().isEmpty());
        assertTrue(reply.json().path("detail").asText().contains(named), reply::text);
        assertEquals(0, faults().size());
    }

    private JsonNode faults() {
        return sandbox.get("/faults").json().path("items");
    }
}
