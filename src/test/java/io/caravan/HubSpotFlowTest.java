package io.caravan;

import static io.caravan.RunningCaravan.action;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All of HubSpot's kamelets in one flow against the sandbox, while answers get lost after their effect. */
class HubSpotFlowTest {
    private static final String ROUTES =
            """
            - route:
                id: order
                from: { uri: flow:order, parameters: { event: order }, steps: [ { log: order } ] }
            - route:
                id: order.contact
                from: { uri: flow:order/contact, steps: [ { to: kamelet:hubspot-upsert-contact-action } ] }
            - route:
                id: order.company
                from: { uri: flow:order/company, steps: [ { to: kamelet:hubspot-upsert-company-action } ] }
            - route:
                id: order.deal
                from:
                  uri: flow:order/deal
                  parameters: { needs: "contact,company" }
                  steps: [ { to: kamelet:hubspot-upsert-deal-action } ]
            - route:
                id: order.primary
                from:
                  uri: flow:order/primary
                  parameters: { needs: "deal,company" }
                  steps:
                    - to:
                        uri: kamelet:hubspot-associate-action
                        parameters: { to: companies, toId: "${variable.company[id]}", type: "5" }
            - route:
                id: order.note
                from:
                  uri: flow:order/note
                  parameters: { needs: "deal,contact" }
                  steps: [ { to: { uri: kamelet:hubspot-note-action, parameters: { text: "Ordered <${body[what]}>" } } } ]
            - route:
                id: order.link
                from:
                  uri: flow:order/link
                  parameters: { needs: deal }
                  steps:
                    - to: { uri: kamelet:hubspot-deal-link-action, parameters: { known: "" } }
            """;
    private static final String ORDER =
            """
            {"email": "ada@example.org", "name": "Ada Lovelace", "company": "Example", "domain": "Example.org",
             "what": "tea & cake", "amount": 12}
            """;

    @TempDir
    private Path folder;

    @Test
    void each_record_is_there_once_though_every_first_answer_was_lost() throws Exception {
        try (RunningCaravan caravan =
                RunningCaravan.start(folder, ROUTES, Map.of("caravan.redelivery.maximum-redeliveries", "8"))) {
            for (String kind : List.of("contacts", "companies", "deals", "notes")) {
                plant(caravan, kind + "/batch/upsert", "\"drop\":true,\"apply\":true,\"count\":1");
            }
            plant(caravan, "deals", "\"status\":503,\"apply\":true,\"body\":\"<html>\",\"count\":2");

            JsonNode flow = caravan.flow("order", ORDER, "completed");

            JsonNode deal = only(caravan, "deals");
            JsonNode contact = only(caravan, "contacts");
            JsonNode company = only(caravan, "companies");
            JsonNode note = only(caravan, "notes");
            String id = deal.path("id").asText();
            assertEquals("example.org", company.at("/properties/caravan_key").asText());
            assertEquals(
                    "Ordered &lt;tea &amp; cake&gt;",
                    note.at("/properties/hs_note_body").asText());
            assertEquals(
                    List.of(
                            company.path("id").asText(),
                            contact.path("id").asText(),
                            note.path("id").asText()),
                    deal.path("associations").findValuesAsText("id"));
            assertEquals(
                    "https://app.hubspot.com/contacts/12345678/record/0-3/" + id,
                    action(flow, "link").at("/result/url").asText());
            assertEquals(
                    "{\"from\":\"deals\",\"fromId\":\"" + id + "\",\"to\":\"companies\",\"toId\":\""
                            + company.path("id").asText() + "\"}",
                    action(flow, "primary").path("result").toString());
        }
    }

    private static void plant(RunningCaravan caravan, String path, String fault) {
        String method = "{\"method\":\"/crm/objects/2026-09/" + path + "\",";
        assertEquals(201, caravan.post("/sandbox/faults", method + fault + "}").statusCode());
    }

    private static JsonNode only(RunningCaravan caravan, String kind) {
        JsonNode items = caravan.read("/sandbox/hubspot/" + kind).path("items");
        assertEquals(1, items.size(), kind);
        return items.path(0);
    }
}
