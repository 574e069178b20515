package io.caravan.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped flow's routes, run one after the other as the engine would run them in parallel. */
final class ScheduleRequestRoutesTest {
    private static final Map<String, Object> REQUEST = Map.of(
            "requestId",
            "r-1",
            "email",
            "u1@example.org",
            "name",
            "Ada \"Q\" Müller & Co 😀",
            "when",
            "2026-12-01T10:00:00Z");
    private static final String DEALS = "/crm/objects/2026-09/deals";

    private ThirdParty thirdParty;
    private Stage stage;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        thirdParty = new ThirdParty()
                .plays("/api/chat.postMessage", "slack/chat.postMessage.ok")
                .answers(
                        "/api/chat.update",
                        200,
                        "{\"ok\":true,\"channel\":\"C0FANOUT001\",\"ts\":\"1795267200.000100\"}")
                .plays("/api/chat.getPermalink", "slack/chat.getPermalink.ok")
                .plays("/crm/objects/2026-09/contacts/batch/upsert", "hubspot/contacts.upsert.200_created")
                .plays(DEALS + "/batch/upsert", "hubspot/deals.upsert.200_created")
                .answers(DEALS + "/9000/associations/default/contacts/6001", 200, "{\"results\":[{}]}");
        stage = new Stage(folder, thirdParty.url(), Files.readString(Path.of("routes/schedule-request.camel.yaml")));
    }

    @AfterEach
    void stop() {
        stage.close();
        thirdParty.close();
    }

    @Test
    void a_request_becomes_a_contact_an_announcement_a_deal_and_a_reply_and_the_announcement_shows_the_deal() {
        Map<String, Object> results = new LinkedHashMap<>();
        for (String action : new String[] {"contact", "announcement", "deal", "deal-link", "announcement-update"}) {
            results.put(action, result(action, results));
        }

        JsonNode deal = thirdParty.asked(DEALS + "/batch/upsert").json().at("/inputs/0/properties");
        assertEquals(
                "Appointment with Ada \"Q\" Müller & Co 😀 on 2026-12-01T10:00:00Z",
                deal.path("dealname").asText());
        assertEquals(
                "Announced in Slack: " + ((Map<?, ?>) results.get("announcement")).get("permalink"),
                deal.path("description").asText());
        assertNotNull(thirdParty.asked(DEALS + "/9000/associations/default/contacts/6001"));
        assertEquals(
                ":calendar: Ada \"Q\" Müller & Co 😀 (u1@example.org) asks for an appointment on 2026-12-01T10:00:00Z",
                posted(0).path("text").asText());
        assertEquals("1795267200.000100", posted(1).path("thread_ts").asText());
        assertEquals(
                ":handshake: The deal is in HubSpot: https://app.hubspot.com/contacts/12345678/record/0-3/9000",
                posted(1).path("text").asText());
        JsonNode update = thirdParty.asked("/api/chat.update").json();
        assertEquals("1795267200.000100", update.path("ts").asText());
        assertEquals("C0FANOUT001", update.path("channel").asText());
        assertEquals(
                posted(0).path("text").asText()
                        + " :handshake: https://app.hubspot.com/contacts/12345678/record/0-3/9000",
                update.path("text").asText());
    }

    private Object result(String action, Map<String, Object> results) {
        Exchange exchange = stage.run("flow:schedule-request/" + action, REQUEST, results);
        if (exchange.getException() != null) {
            throw new AssertionError(exchange.getException());
        }
        return assertInstanceOf(Map.class, exchange.getMessage().getBody());
    }

    private JsonNode posted(int index) {
        return thirdParty.asked().stream()
                .filter(asked -> asked.path().equals("/api/chat.postMessage"))
                .toList()
                .get(index)
                .json();
    }
}
