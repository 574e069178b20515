package io.caravan.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox under HubSpot's official client for Node: others than we say what HubSpot is like. */
@Tag("sqlite")
final class HubSpotClientTest {
    private static final OfficialClient CLIENT = new OfficialClient(
            "HubSpot", "hubspot", "@hubspot/api-client/lib", List.of("install", "--no-package-lock"));

    @TempDir
    private Path directory;

    @Test
    void the_official_client_finds_what_it_expects() throws Exception {
        CLIENT.install();
        JsonNode told;
        try (RunningSandbox sandbox = new RunningSandbox(directory)) {
            told = CLIENT.speak("http://127.0.0.1:" + sandbox.port() + "/sandbox/hubspot");
            for (String kind : List.of("contacts", "deals", "companies", "notes")) {
                assertEquals(
                        1, sandbox.get("/hubspot/" + kind).json().path("items").size(), kind);
            }
        }

        assertEquals("[\"dealinformation\"]", told.path("groups").toString());
        assertTrue(told.path("made").asBoolean());
        assertTrue(told.path("found").asBoolean());
        assertEquals("closedlost", told.path("stages").path(6).asText());
        assertTrue(told.at("/contacts/0/new").asBoolean());
        assertFalse(told.at("/contacts/1/new").asBoolean(true));
        assertEquals(told.at("/contacts/0/id"), told.at("/contacts/1/id"));
        assertEquals("row-1", told.at("/contacts/0/trace").asText());
        assertEquals("Lovelace", told.path("patched").asText());
        assertEquals(
                "{\"names\":[\"Lovelace\"],\"errors\":1}", told.path("read").toString());
        assertTrue(told.path("dealByKey").asBoolean());
        assertEquals("COMPLETE", told.path("associated").asText());
        assertEquals(1, told.path("labelled").asInt());
        assertEquals("[[341,5]]", told.path("ofDeal").toString());
        assertEquals("[true]", told.path("notesOfDeal").toString());
        assertRefused(told, "madeAgain", 409, "CONFLICT", "order_key");
        assertRefused(told, "absent", 404, "OBJECT_NOT_FOUND", "");
        assertRefused(
                told,
                "taken",
                409,
                "CONFLICT",
                "Existing ID: " + told.at("/contacts/0/id").asText());
        assertRefused(told, "wrongStage", 400, "VALIDATION_ERROR", "INVALID_OPTION");
        assertRefused(told, "takenKey", 400, "VALIDATION_ERROR", "CONFLICTING_UNIQUE_VALUE");
        assertRefused(told, "timeless", 400, "VALIDATION_ERROR", "MISSING_REQUIRED_PROPERTY");
        assertRefused(told, "wrongLabel", 400, "VALIDATION_ERROR", "from deals to companies");
        assertEquals(429, told.at("/limited/code").asInt());
        assertEquals("TEN_SECONDLY_ROLLING", told.at("/limited/body/policyName").asText());
    }

    private static void assertRefused(JsonNode told, String call, int status, String category, String words) {
        JsonNode refusal = told.path(call);
        assertEquals(status, refusal.path("code").asInt(), call);
        assertEquals(category, refusal.path("body").path("category").asText(), call);
        assertTrue(refusal.toString().contains(words), refusal::toString);
    }
}
