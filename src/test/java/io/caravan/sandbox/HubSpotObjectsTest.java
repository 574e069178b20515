package io.caravan.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HubSpotObjectsTest {
    private static final String CONTACTS = "/hubspot/crm/objects/2026-09/contacts";
    private static final String DEALS = "/hubspot/crm/objects/2026-09/deals";
    private static final String ADA =
            """
            {"properties":{"email":"Ada@Example.org","firstname":"Ada","lastname":null}}
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/crm/objects/2026-09/contacts",
                "/crm/v3/objects/contacts",
                "/crm/objects/v4/contact",
                "/crm/objects/2026-03/0-1"
            })
    void a_contact_is_created_read_and_changed_under_every_version(String path) {
        var created = sandbox.post("/hubspot" + path, ADA);
        assertEquals(201, created.status());
        String id = created.json().path("id").asText();
        assertEquals(id, created.json().at("/properties/hs_object_id").asText());
        assertEquals("ada@example.org", created.json().at("/properties/email").asText());
        var changed = sandbox.patch(
                "/hubspot" + path + "/ADA%40example.org?idProperty=email", "{\"properties\":{\"lastname\":\"L\"}}");
        assertEquals(200, changed.status());
        var read = sandbox.get("/hubspot" + path + "/" + id).json();
        assertEquals("Ada", read.at("/properties/firstname").asText());
        assertEquals("L", read.at("/properties/lastname").asText());
        assertFalse(read.path("archived").asBoolean(true));
    }

    @Test
    void a_get_shows_the_properties_it_asks_for() {
        String id = sandbox.post(CONTACTS, ADA).json().path("id").asText();
        JsonNode read = sandbox.get(CONTACTS + "/" + id + "?properties=firstname,phone")
                .json()
                .path("properties");
        assertEquals("Ada", read.path("firstname").asText());
        assertTrue(read.path("phone").isNull());
        assertFalse(read.has("email"));
    }

    @Test
    void a_second_contact_with_the_same_address_is_a_conflict_that_names_the_first() {
        String id = sandbox.post(CONTACTS, ADA).json().path("id").asText();
        var second = sandbox.post(CONTACTS, ADA);
        assertEquals(409, second.status());
        assertEquals("CONFLICT", second.json().path("category").asText());
        assertEquals(
                "Contact already exists. Existing ID: " + id,
                second.json().path("message").asText());
    }

    @Test
    void a_second_deal_with_the_same_unique_value_is_refused_with_the_holder() {
        String deal = "{\"properties\":{\"dealname\":\"D\",\"amount\":1500,\"caravan_key\":\"k-1\"}}";
        JsonNode first = sandbox.post(DEALS, deal).json();
        assertEquals("1500", first.at("/properties/amount").asText());
        var second = sandbox.post(DEALS, deal);
        assertEquals(400, second.status());
        JsonNode error = second.json().at("/errors/0");
        assertEquals("CONFLICTING_UNIQUE_VALUE", error.path("code").asText());
        assertTrue(error.path("message").asText().endsWith(first.path("id").asText() + " already has that value."));
        assertEquals("k-1", read(DEALS + "/k-1?idProperty=caravan_key&properties=caravan_key", "caravan_key"));
    }

    @Test
    void a_change_may_not_take_the_unique_value_of_another() {
        sandbox.post(DEALS, "{\"properties\":{\"caravan_key\":\"k-1\"}}");
        String other = sandbox.post(DEALS, "{\"properties\":{\"caravan_key\":\"k-2\"}}")
                .json()
                .path("id")
                .asText();
        assertEquals(
                400,
                sandbox.patch(DEALS + "/" + other, "{\"properties\":{\"caravan_key\":\"k-1\"}}")
                        .status());
        assertEquals(
                200,
                sandbox.patch(DEALS + "/" + other, "{\"properties\":{\"caravan_key\":\"k-3\"}}")
                        .status());
        assertEquals(404, sandbox.get(DEALS + "/k-2?idProperty=caravan_key").status());
        assertEquals(200, sandbox.get(DEALS + "/k-3?idProperty=caravan_key").status());
    }

    @Test
    void wrong_values_are_refused_by_name() {
        assertRefused("PROPERTY_DOESNT_EXIST", "favourite_colour", "{\"properties\":{\"favourite_colour\":\"red\"}}");
        assertRefused("INVALID_EMAIL", "email", "{\"properties\":{\"email\":\"nope\"}}");
        assertRefused("READ_ONLY_VALUE", "hs_object_id", "{\"properties\":{\"hs_object_id\":\"1\"}}");
        assertEquals(400, sandbox.post(CONTACTS, "{}").status());
    }

    @Test
    void what_is_missing_is_404_and_what_is_unknown_is_400() {
        var missing = sandbox.get(CONTACTS + "/nobody%40example.org?idProperty=email");
        assertEquals(404, missing.status());
        assertEquals("OBJECT_NOT_FOUND", missing.json().path("category").asText());
        assertEquals(404, sandbox.get(CONTACTS + "/1").status());
        assertEquals(404, sandbox.patch(CONTACTS + "/1", "{\"properties\":{}}").status());
        assertEquals(400, sandbox.get(CONTACTS + "/x?idProperty=lastname").status());
        assertEquals(
                400,
                sandbox.post("/hubspot/crm/objects/2026-09/rockets", "{\"properties\":{}}")
                        .status());
        assertEquals(404, sandbox.get("/hubspot/crm/objects").status());
        assertEquals(404, sandbox.get("/hubspot/nothing/v3/here").status());
        assertEquals(405, sandbox.delete(CONTACTS + "/1").status());
    }

    @Test
    void a_path_that_cannot_be_decoded_is_400() {
        assertEquals("HTTP/1.1 400 Bad Request", sandbox.statusLine("GET /sandbox" + CONTACTS + "/%zz"));
        assertEquals("HTTP/1.1 400 Bad Request", sandbox.statusLine("GET /sandbox/slack/messages?limit=%zz"));
    }

    @Test
    void without_a_token_nothing_is_answered() {
        var reply = sandbox.send(sandbox.bare(CONTACTS + "/1"));
        assertEquals(401, reply.status());
        assertEquals("INVALID_AUTHENTICATION", reply.json().path("category").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"properties\":", "[]", "", "{} {}"})
    void what_is_not_a_json_object_is_refused(String body) {
        var reply = sandbox.post(CONTACTS, body);
        assertEquals(400, reply.status());
        assertEquals("VALIDATION_ERROR", reply.json().path("category").asText());
        assertTrue(reply.json().path("message").asText().startsWith("Invalid input JSON"));
    }

    @Test
    void a_body_over_one_mebibyte_is_refused() {
        assertEquals(
                400,
                sandbox.post(CONTACTS, "{\"properties\":{\"email\":\"" + "x".repeat(1 << 20) + "\"}}")
                        .status());
    }

    @Test
    void records_of_all_kinds_have_ids_of_their_own() {
        String contact = sandbox.post(CONTACTS, ADA).json().path("id").asText();
        String company = sandbox.post(
                        "/hubspot/crm/v3/objects/companies",
                        "{\"properties\":{\"name\":\"A\",\"domain\":\"a.example\"}}")
                .json()
                .path("id")
                .asText();
        assertNotEquals(contact, company);
        assertEquals(404, sandbox.get(CONTACTS + "/" + company).status());
    }

    @Test
    void the_account_tells_its_portal() {
        JsonNode details = sandbox.get("/hubspot/account-info/2026-09/details").json();
        assertTrue(details.path("portalId").isNumber());
        assertEquals(details, sandbox.get("/hubspot/account-info/v3/details").json());
        assertTrue(
                details.path("uiDomain").isTextual() && details.path("timeZone").isTextual());
    }

    private void assertRefused(String code, String property, String body) {
        var reply = sandbox.post(CONTACTS, body);
        assertEquals(400, reply.status());
        assertEquals(code, reply.json().at("/errors/0/code").asText());
        assertEquals(
                property, reply.json().at("/errors/0/context/propertyName/0").asText());
    }

    private String read(String path, String property) {
        return sandbox.get(path).json().path("properties").path(property).asText();
    }
}
