package io.caravan.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HubSpotAssociationsTest {
    private static final String OBJECTS = "/hubspot/crm/objects/2026-09/";
    private static final String PROPERTIES = "/hubspot/crm/properties/2026-09/deals";

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
    void an_association_put_twice_is_there_once_and_in_both_directions() {
        String deal = make("deals", "");
        String contact = make("contacts", "");
        String path = OBJECTS + "deals/" + deal + "/associations/default/contacts/" + contact;
        assertEquals(200, sandbox.put(path).status());
        JsonNode again = sandbox.put(path).json();
        assertEquals("COMPLETE", again.path("status").asText());
        assertEquals(3, again.at("/results/0/associationSpec/associationTypeId").asInt());
        JsonNode listed = sandbox.get("/hubspot/deals").json().at("/items/0/associations");
        assertEquals("[{\"to\":\"contacts\",\"id\":\"" + contact + "\"}]", listed.toString());
        JsonNode back = sandbox.get(OBJECTS + "contacts/" + contact + "/associations/deals")
                .json();
        assertEquals(1, back.path("results").size());
        assertEquals(deal, back.at("/results/0/toObjectId").asText());
        assertEquals(4, back.at("/results/0/associationTypes/0/typeId").asInt());
        JsonNode old = sandbox.get("/hubspot/crm/v3/objects/deals/" + deal + "/associations/contacts")
                .json();
        assertEquals("deal_to_contact", old.at("/results/0/type").asText());
        JsonNode read = sandbox.get(OBJECTS + "deals/" + deal + "?associations=contacts")
                .json();
        assertEquals(contact, read.at("/associations/contacts/results/0/id").asText());
    }

    @Test
    void an_association_needs_both_ends() {
        String deal = make("deals", "");
        String contact = make("contacts", "");
        assertEquals(
                404,
                sandbox.put(OBJECTS + "deals/" + deal + "/associations/default/contacts/1")
                        .status());
        assertEquals(
                404,
                sandbox.put(OBJECTS + "deals/1/associations/default/contacts/" + contact)
                        .status());
        assertEquals(404, sandbox.get(OBJECTS + "deals/1/associations/contacts").status());
        assertEquals(
                0,
                sandbox.get("/hubspot/deals").json().at("/items/0/associations").size());
    }

    @Test
    void a_deal_is_created_with_its_contact() {
        String contact = make("contacts", "");
        make("deals", ",\"associations\":[{\"to\":{\"id\":\"" + contact + "\"},\"types\":[" + spec(3) + "]}]");
        assertEquals(
                contact,
                sandbox.get("/hubspot/deals")
                        .json()
                        .at("/items/0/associations/0/id")
                        .asText());
        String wrong = "{\"properties\":{},\"associations\":[{\"to\":{\"id\":\"" + contact + "\"},\"types\":[" + spec(4)
                + "]}]}";
        assertEquals(400, sandbox.post(OBJECTS + "deals", wrong).status());
        String nobody = "{\"properties\":{},\"associations\":[{\"to\":{\"id\":\"1\"},\"types\":[" + spec(3) + "]}]}";
        assertEquals(404, sandbox.post(OBJECTS + "deals", nobody).status());
    }

    @Test
    void the_unique_key_of_deals_is_there_from_the_start() {
        assertTrue(sandbox.get(PROPERTIES + "/caravan_key")
                .json()
                .path("hasUniqueValue")
                .asBoolean());
        assertTrue(sandbox.get(PROPERTIES)
                .json()
                .path("results")
                .findValuesAsText("name")
                .contains("dealname"));
        assertEquals(404, sandbox.get(PROPERTIES + "/order_key").status());
    }

    @Test
    void a_created_unique_property_serves_upserts_at_once() {
        String property =
                """
                {"name":"order_key","label":"Order key","type":"string","fieldType":"text",
                 "groupName":"dealinformation","hasUniqueValue":true}
                """;
        String upsert = "{\"inputs\":[{\"id\":\"o-1\",\"idProperty\":\"order_key\",\"properties\":{}}]}";
        assertEquals(400, sandbox.post(OBJECTS + "deals/batch/upsert", upsert).status());
        assertEquals(201, sandbox.post(PROPERTIES, property).status());
        assertEquals(409, sandbox.post(PROPERTIES, property).status());
        assertEquals(400, sandbox.post(PROPERTIES, "{\"name\":\"x\"}").status());
        assertEquals(
                400,
                sandbox.post(PROPERTIES, property.replace("order_key", "Order Key"))
                        .status());
        assertTrue(sandbox.post(OBJECTS + "deals/batch/upsert", upsert)
                .json()
                .at("/results/0/new")
                .asBoolean());
        assertEquals(
                200, sandbox.get("/hubspot/crm/v3/properties/deals/order_key").status());
    }

    private String make(String kind, String more) {
        var reply = sandbox.post(OBJECTS + kind, "{\"properties\":{}" + more + "}");
        assertEquals(201, reply.status(), reply::text);
        return reply.json().path("id").asText();
    }

    private static String spec(int type) {
        return "{\"associationCategory\":\"HUBSPOT_DEFINED\",\"associationTypeId\":" + type + "}";
    }
}
