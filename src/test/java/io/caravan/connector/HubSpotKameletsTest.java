package io.caravan.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.flow.Outcome;
import io.caravan.flow.Unsuccessful;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What HubSpot's kamelets ask for beyond a bare contact or deal, and what they make of the answers. */
final class HubSpotKameletsTest {
    private static final String OBJECTS = "/crm/objects/2026-09/";
    private static final String COMPLETE = "{\"status\":\"COMPLETE\",\"results\":[]}";
    private static final Map<String, Object> BODY = Map.of(
            "email",
            "ada@example.org",
            "name",
            "Ada Lovelace",
            "company",
            "Example & Sons",
            "domain",
            " Example.ORG",
            "badge",
            "b-7",
            "text",
            "1 < 2 & \"3\"\nend",
            "hubspot",
            Map.of("jobtitle", "", "numemployees", 12));
    private static final String ROUTES =
            """
            - route:
                id: by-badge
                from:
                  uri: direct:by-badge
                  steps:
                    - to:
                        uri: kamelet:hubspot-upsert-contact-action
                        parameters: { idProperty: badge, id: "${body[badge]}", properties: "${body[hubspot]}" }
            - route:
                id: company
                from: { uri: direct:company, steps: [ { to: kamelet:hubspot-upsert-company-action } ] }
            - route:
                id: deal
                from: { uri: direct:deal, steps: [ { to: kamelet:hubspot-upsert-deal-action } ] }
            - route:
                id: note
                from: { uri: direct:note, steps: [ { to: kamelet:hubspot-note-action } ] }
            - route:
                id: html
                from: { uri: direct:html, steps: [ { to: { uri: kamelet:hubspot-note-action, parameters: { html: true } } } ] }
            - route:
                id: associate
                from: { uri: direct:associate, steps: [ { to: kamelet:hubspot-associate-action } ] }
            - route:
                id: label
                from:
                  uri: direct:label
                  steps:
                    - to:
                        uri: kamelet:hubspot-associate-action
                        parameters: { to: companies, toId: "${variable.company[id]}", type: "5, 341" }
            - route:
                id: link
                from: { uri: direct:link, steps: [ { to: kamelet:hubspot-deal-link-action } ] }
            - route:
                id: of-old
                from:
                  uri: direct:of-old
                  steps:
                    - to: { uri: kamelet:hubspot-upsert-deal-action, parameters: { version: v3 } }
            """;

    private ThirdParty thirdParty;
    private Stage stage;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        thirdParty = new ThirdParty();
        stage = new Stage(folder, thirdParty.url(), ROUTES);
    }

    @AfterEach
    void stop() {
        stage.close();
        thirdParty.close();
    }

    @Test
    void a_contact_is_found_by_another_unique_property_and_gets_properties_of_the_routes_own() {
        upserts(OBJECTS + "contacts", "6001");

        assertEquals("6001", result("direct:by-badge", Map.of()).get("id"));

        JsonNode row = row(OBJECTS + "contacts");
        assertEquals("badge", row.path("idProperty").asText());
        assertEquals("b-7", row.path("id").asText());
        assertEquals("effect-1", row.path("objectWriteTraceId").asText());
        JsonNode properties = row.path("properties");
        assertEquals("b-7", properties.path("badge").asText());
        assertEquals("ada@example.org", properties.path("email").asText());
        assertEquals("", properties.path("jobtitle").asText("missing"), "an empty text empties the property");
        assertEquals("12", properties.path("numemployees").asText());
        assertFalse(properties.has("phone"), properties::toString);
    }

    @Test
    void a_company_is_found_by_its_domain_in_small_letters() {
        upserts(OBJECTS + "companies", "7001");

        assertEquals("7001", result("direct:company", Map.of()).get("id"));

        JsonNode row = row(OBJECTS + "companies");
        assertEquals("caravan_key", row.path("idProperty").asText());
        assertEquals("example.org", row.path("id").asText());
        assertEquals("example.org", row.at("/properties/domain").asText());
        assertEquals("Example & Sons", row.at("/properties/name").asText());
    }

    @Test
    void a_deal_is_associated_with_all_that_are_named() {
        upserts(OBJECTS + "deals", "9000");
        thirdParty
                .answers(OBJECTS + "deals/9000/associations/default/contacts/6001", 200, COMPLETE)
                .answers(OBJECTS + "deals/9000/associations/default/companies/7001", 200, COMPLETE);

        assertEquals(
                Map.of("id", "9000", "url", "https://app/9000", "new", true),
                result("direct:deal", Map.of("contact", Map.of("id", 6001), "company", Map.of("id", "7001"))));

        assertEquals(3, thirdParty.asked().size());
    }

    @Test
    void a_note_shows_every_character_and_stands_at_its_time_on_its_records() {
        upserts(OBJECTS + "notes", "8000");
        thirdParty
                .answers(OBJECTS + "notes/8000/associations/default/contacts/6001", 200, COMPLETE)
                .answers(OBJECTS + "notes/8000/associations/default/deals/9000", 200, COMPLETE);

        assertEquals(
                Map.of("id", "8000", "new", true, "url", "https://app/8000"),
                result(
                        "direct:note",
                        Map.of(
                                "contact", Map.of("id", "6001"),
                                "deal", Map.of("id", "9000"),
                                "event", Map.of("time", "2026-12-01T10:00:00Z"))));

        JsonNode row = row(OBJECTS + "notes");
        assertEquals("effect-1", row.path("id").asText());
        assertEquals("effect-1", row.at("/properties/caravan_key").asText());
        assertEquals("2026-12-01T10:00:00Z", row.at("/properties/hs_timestamp").asText());
        assertEquals(
                "1 &lt; 2 &amp; \"3\"<br>end",
                row.at("/properties/hs_note_body").asText());
        assertEquals(3, thirdParty.asked().size());
    }

    @Test
    void a_note_that_is_html_goes_as_it_is() {
        upserts(OBJECTS + "notes", "8000");
        result("direct:html", Map.of("event", Map.of("time", "2026-12-01T10:00:00Z")));
        assertEquals(
                BODY.get("text"),
                row(OBJECTS + "notes").at("/properties/hs_note_body").asText());
    }

    @Test
    void a_note_without_a_time_is_rejected_before_anything_is_sent() {
        assertInstanceOf(Outcome.Rejected.class, outcome("direct:note", Map.of()));
        assertEquals(List.of(), thirdParty.asked());
    }

    @Test
    void two_records_are_associated_by_default() {
        thirdParty.answers(OBJECTS + "deals/9000/associations/default/contacts/6001", 200, COMPLETE);
        assertEquals(
                Map.of("from", "deals", "fromId", "9000", "to", "contacts", "toId", "6001"),
                result("direct:associate", Map.of("deal", Map.of("id", "9000"), "contact", Map.of("id", 6001))));
        assertEquals("PUT", thirdParty.asked().get(0).method());
        assertEquals("", thirdParty.asked().get(0).body());
    }

    @Test
    void labels_are_named_by_their_types() {
        String path = OBJECTS + "deals/9000/associations/companies/7001";
        thirdParty.answers(path, 201, "{\"fromObjectId\":9000,\"toObjectId\":7001,\"labels\":[\"Primary\"]}");
        result("direct:label", Map.of("deal", Map.of("id", "9000"), "company", Map.of("id", "7001")));
        JsonNode types = thirdParty.asked(path).json();
        assertEquals(5, types.at("/0/associationTypeId").asInt());
        assertEquals(341, types.at("/1/associationTypeId").asInt());
        assertEquals("HUBSPOT_DEFINED", types.at("/1/associationCategory").asText());
    }

    @Test
    void an_id_that_is_none_reaches_no_path() {
        assertInstanceOf(
                Outcome.Rejected.class,
                outcome(
                        "direct:associate",
                        Map.of("deal", Map.of("id", "9000/../../x"), "contact", Map.of("id", "6001"))));
        assertEquals(List.of(), thirdParty.asked());
    }

    @Test
    void an_association_that_is_not_told_is_uncertain() {
        thirdParty.answers(OBJECTS + "deals/9000/associations/default/contacts/6001", 200, "{}");
        assertInstanceOf(
                Outcome.Uncertain.class,
                outcome("direct:associate", Map.of("deal", Map.of("id", "9000"), "contact", Map.of("id", "6001"))));
    }

    @Test
    void a_link_that_is_known_is_asked_of_nobody() {
        assertEquals(
                Map.of("id", "9000", "url", "https://app/9000"),
                result("direct:link", Map.of("deal", Map.of("id", "9000", "url", "https://app/9000"))));
        assertEquals(List.of(), thirdParty.asked());
    }

    @Test
    void the_account_is_asked_once_for_all_links_of_one_kamelet() {
        thirdParty.answers(
                "/account-info/2026-09/details", 200, "{\"portalId\":77,\"uiDomain\":\"app-eu1.hubspot.com\"}");
        for (String id : List.of("9000", "9001")) {
            assertEquals(
                    Map.of("id", id, "url", "https://app-eu1.hubspot.com/contacts/77/record/0-3/" + id),
                    result("direct:link", Map.of("deal", Map.of("id", id))));
        }
        assertEquals(1, thirdParty.asked().size());
    }

    @ParameterizedTest
    @CsvSource({"403,Rejected", "404,Rejected", "503,Retry", "401,Unavailable"})
    void without_the_account_there_is_no_link_and_no_effect(int status, String outcome) {
        thirdParty.answers("/account-info/2026-09/details", status, "{}");
        assertEquals(
                outcome,
                outcome("direct:link", Map.of("deal", Map.of("id", "9000")))
                        .getClass()
                        .getSimpleName());
    }

    @Test
    void the_paths_from_before_are_those_of_v3_and_v4() {
        upserts("/crm/v3/objects/deals", "9000");
        thirdParty.answers("/crm/v4/objects/deals/9000/associations/default/contacts/6001", 200, COMPLETE);
        assertEquals(
                "9000",
                result("direct:of-old", Map.of("contact", Map.of("id", "6001"))).get("id"));
    }

    @Test
    void the_error_of_the_row_decides_and_not_the_status() {
        thirdParty.answers(
                OBJECTS + "companies/batch/upsert",
                200,
                """
                {"status":"COMPLETE","results":[],"numErrors":1,"errors":[{"category":"VALIDATION_ERROR","message":"no",
                 "context":{"objectWriteTraceId":["effect-1"]}}]}""");
        assertInstanceOf(Outcome.Rejected.class, outcome("direct:company", Map.of()));
    }

    private void upserts(String path, String id) {
        thirdParty.answers(
                path + "/batch/upsert",
                200,
                "{\"status\":\"COMPLETE\",\"results\":[{\"id\":\"" + id
                        + "\",\"new\":true,\"objectWriteTraceId\":\"effect-1\",\"properties\":{},\"url\":\"https://app/"
                        + id
                        + "\"}]}");
    }

    private JsonNode row(String path) {
        return thirdParty.asked(path + "/batch/upsert").json().path("inputs").path(0);
    }

    private Map<?, ?> result(String route, Map<String, Object> results) {
        Exchange exchange = stage.run(route, BODY, results);
        if (exchange.getException() != null) {
            throw new AssertionError(exchange.getException());
        }
        Map<String, Object> headers = new HashMap<>(exchange.getMessage().getHeaders());
        assertTrue(headers.keySet().stream().noneMatch(name -> name.startsWith("CamelHttp")), headers::toString);
        return assertInstanceOf(Map.class, exchange.getMessage().getBody());
    }

    private Outcome outcome(String route, Map<String, Object> results) {
        return assertInstanceOf(
                        Unsuccessful.class, stage.run(route, BODY, results).getException())
                .outcome();
    }
}
