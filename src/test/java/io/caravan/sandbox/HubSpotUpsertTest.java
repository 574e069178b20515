package io.caravan.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HubSpotUpsertTest {
    private static final String CONTACTS = "/hubspot/crm/objects/2026-09/contacts/batch/upsert";
    private static final String DEALS = "/hubspot/crm/objects/2026-09/deals/batch/upsert";
    private static final String DEAL =
            """
            {"inputs":[{"id":"k-1","idProperty":"caravan_key","properties":{"dealname":"D","dealstage":"appointmentscheduled"}}]}
            """;
    private static final String MIXED =
            """
            {"inputs":[
              {"id":"ada@example.org","idProperty":"email","properties":{"firstname":"Ada"},"objectWriteTraceId":"row-1"},
              {"id":"nope","idProperty":"email","properties":{},"objectWriteTraceId":"row-2"},
              {"id":"bob@example.org","idProperty":"email","properties":{"wings":"2"},"objectWriteTraceId":"row-3"}]}
            """;

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
    void the_first_upsert_creates_and_the_second_updates_the_same_deal() {
        JsonNode first = sandbox.post(DEALS, DEAL).json().at("/results/0");
        JsonNode second = sandbox.post(DEALS, DEAL).json().at("/results/0");
        assertTrue(first.path("new").asBoolean());
        assertFalse(second.path("new").asBoolean(true));
        assertEquals(first.path("id"), second.path("id"));
        assertEquals("k-1", second.at("/properties/caravan_key").asText());
        JsonNode deals = sandbox.get("/hubspot/deals").json().path("items");
        assertEquals(1, deals.size());
        assertEquals(2, deals.get(0).path("writes").asInt());
    }

    @Test
    void concurrent_upserts_of_one_key_make_one_record() {
        List<CompletableFuture<RunningSandbox.Reply>> replies = IntStream.range(0, 50)
                .mapToObj(i -> sandbox.sendAsync(sandbox.sending("POST", DEALS, DEAL)))
                .toList();
        Set<String> ids = new HashSet<>();
        int made = 0;
        for (var reply : replies) {
            JsonNode row = reply.join().json().at("/results/0");
            ids.add(row.path("id").asText());
            made += row.path("new").asBoolean() ? 1 : 0;
        }
        assertEquals(1, ids.size());
        assertEquals(1, made);
        assertEquals(
                50, sandbox.get("/hubspot/deals").json().at("/items/0/writes").asInt());
    }

    @Test
    void a_contact_is_the_same_whatever_the_case_of_its_address() {
        sandbox.post(CONTACTS, contact("Ada@Example.org"));
        assertFalse(sandbox.post(CONTACTS, contact("ada@example.ORG"))
                .json()
                .at("/results/0/new")
                .asBoolean(true));
    }

    @Test
    void bad_rows_are_told_apart_by_their_trace_ids_and_good_rows_are_written() {
        var reply = sandbox.post(CONTACTS, MIXED);
        assertEquals(200, reply.status());
        JsonNode answer = reply.json();
        assertEquals("row-1", answer.at("/results/0/objectWriteTraceId").asText());
        assertEquals(2, answer.path("numErrors").asInt());
        assertEquals(
                "row-2", answer.at("/errors/0/context/objectWriteTraceId/0").asText());
        assertEquals("INVALID_EMAIL", answer.at("/errors/0/errors/0/code").asText());
        assertEquals(
                "row-3", answer.at("/errors/1/context/objectWriteTraceId/0").asText());
        assertEquals(
                "PROPERTY_DOESNT_EXIST", answer.at("/errors/1/errors/0/code").asText());
        assertEquals(1, sandbox.get("/hubspot/contacts").json().path("items").size());
        assertEquals(
                207,
                sandbox.post("/hubspot/crm/v3/objects/contacts/batch/upsert", MIXED)
                        .status());
    }

    @Test
    void without_trace_ids_one_bad_row_spoils_the_whole_batch() {
        var reply = sandbox.post(CONTACTS, MIXED.replace("objectWriteTraceId", "ignored"));
        assertEquals(400, reply.status());
        assertEquals("INVALID_EMAIL", reply.json().at("/errors/0/code").asText());
        assertEquals(0, sandbox.get("/hubspot/contacts").json().path("items").size());
    }

    @Test
    void a_batch_that_cannot_be_understood_is_refused() {
        assertInvalid("{}");
        assertInvalid("{\"inputs\":[]}");
        assertInvalid("{\"inputs\":[{\"id\":\"a@b.c\",\"properties\":{}}]}");
        assertInvalid("{\"inputs\":[{\"id\":\"x\",\"idProperty\":\"lastname\",\"properties\":{}}]}");
        assertInvalid("{\"inputs\":[{\"id\":\"1\",\"idProperty\":\"hs_object_id\",\"properties\":{}}]}");
        String row = "{\"id\":\"a@b.cd\",\"idProperty\":\"email\",\"properties\":{}}";
        assertInvalid("{\"inputs\":[" + row + "," + row + "]}");
        assertInvalid("{\"inputs\":[" + String.join(",", Collections.nCopies(101, row)) + "]}");
    }

    private void assertInvalid(String body) {
        var reply = sandbox.post(CONTACTS, body);
        assertEquals(400, reply.status());
        assertEquals("VALIDATION_ERROR", reply.json().path("category").asText());
    }

    private static String contact(String email) {
        return "{\"inputs\":[{\"id\":\"" + email + "\",\"idProperty\":\"email\",\"properties\":{}}]}";
    }
}
