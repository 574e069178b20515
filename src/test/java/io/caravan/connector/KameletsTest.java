package io.caravan.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.flow.Outcome;
import io.caravan.flow.Unsuccessful;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KameletsTest {
    private static final String NAME = "Jörg \"Q\" O'Brien, {x} & Söhne 😀";
    private static final Map<String, Object> REQUEST = Map.of(
            "requestId",
            "r-1",
            "email",
            "joerg+1@example.org",
            "name",
            NAME,
            "when",
            "2026-12-01T10:00:00Z",
            "amount",
            1234567.5);
    private static final String POST = "/api/chat.postMessage";
    private static final String PERMALINK = "/api/chat.getPermalink";
    private static final String CONTACTS = "/crm/objects/2026-09/contacts/batch/upsert";
    private static final String DEALS = "/crm/objects/2026-09/deals/batch/upsert";
    private static final String ASSOCIATION = "/crm/objects/2026-09/deals/9000/associations/default/contacts/6001";
    private static final String ACCOUNT = "/account-info/2026-09/details";
    private static final String ROUTES =
            """
            - route:
                id: contact
                from: { uri: direct:contact, steps: [ { to: kamelet:hubspot-upsert-contact-action } ] }
            - route:
                id: post
                from: { uri: direct:post, steps: [ { to: kamelet:slack-post-message-action } ] }
            - route:
                id: deal
                from: { uri: direct:deal, steps: [ { to: kamelet:hubspot-upsert-deal-action } ] }
            - route:
                id: lines
                from:
                  uri: direct:lines
                  steps:
                    - to: { uri: kamelet:slack-post-message-action, parameters: { text: '1: ${body}\\n2: (end)' } }
            - route:
                id: link
                from:
                  uri: direct:link
                  steps:
                    - to:
                        uri: kamelet:slack-post-message-action
                        parameters:
                          channel: "${variable.announcement[channel]}"
                          thread: "${variable.announcement[ts]}"
                          text: "R&D + 100% #x: ${body[name]} ${variable.deal[url]}"
            """;

    private ThirdParty thirdParty;
    private Stage stage;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        thirdParty = new ThirdParty()
                .plays(POST, "slack/chat.postMessage.ok")
                .plays(PERMALINK, "slack/chat.getPermalink.ok")
                .plays(CONTACTS, "hubspot/contacts.upsert.200_created")
                .plays(DEALS, "hubspot/deals.upsert.200_created")
                .answers(ASSOCIATION, 200, "{\"status\":\"COMPLETE\",\"results\":[{}]}");
        stage = new Stage(folder, thirdParty.url(), ROUTES);
    }

    @AfterEach
    void stop() throws Exception {
        stage.close();
        thirdParty.close();
    }

    @Test
    void a_bare_contact_kamelet_upserts_the_person_of_the_request() {
        Map<?, ?> contact = result(run("direct:contact"));

        ThirdParty.Asked asked = thirdParty.asked(CONTACTS);
        JsonNode row = asked.json().path("inputs").path(0);
        assertEquals("POST", asked.method());
        assertEquals("Bearer pat-s&cret+%", asked.headers().get("Authorization"));
        assertEquals("joerg+1@example.org", row.path("id").asText());
        assertEquals("email", row.path("idProperty").asText());
        assertEquals("joerg+1@example.org", row.at("/properties/email").asText());
        assertEquals(
                "Jörg \"Q\" O'Brien, {x} & Söhne",
                row.at("/properties/firstname").asText());
        assertEquals("😀", row.at("/properties/lastname").asText());
        assertFalse(row.path("properties").has("phone"), "blank properties are left alone");
        assertEquals("6001", contact.get("id"));
        assertEquals(true, contact.get("new"));
        assertEquals("ada@example.com", contact.get("email"));
    }

    @Test
    void a_bare_message_kamelet_posts_the_fields_of_the_request() {
        Map<?, ?> message = result(run("direct:post"));

        JsonNode asked = thirdParty.asked(POST).json();
        assertEquals("#schedule", asked.path("channel").asText());
        assertTrue(asked.path("text").asText().contains("name: " + NAME), asked::toString);
        assertTrue(asked.path("text").asText().contains("amount: 1234567.5"), asked::toString);
        assertFalse(asked.has("thread_ts"), asked::toString);
        assertEquals("caravan_effect", asked.at("/metadata/event_type").asText());
        assertEquals("effect-1", asked.at("/metadata/event_payload/effect_key").asText());
        assertEquals(
                "application/json; charset=utf-8",
                thirdParty.asked(POST).headers().get("Content-Type"));
        assertEquals(
                "channel=C0FANOUT001&message_ts=1795267200.000100",
                thirdParty.asked(PERMALINK).query());
        assertEquals(List.of("channel", "ts", "permalink"), List.copyOf(message.keySet()));
        assertEquals("1795267200.000100", message.get("ts"));
    }

    @Test
    void a_text_goes_as_it_is_and_calls_nobody() {
        stage.run("direct:post", "Hi \"you\" & <!channel> 😀", Map.of());
        assertEquals(
                "Hi \"you\" & &lt;!channel&gt; 😀",
                thirdParty.asked(POST).json().path("text").asText());
    }

    @Test
    void the_letter_n_behind_a_backslash_breaks_the_line_of_a_text() {
        stage.run("direct:lines", "Ada", Map.of());
        assertEquals(
                "1: Ada\n2: (end)", thirdParty.asked(POST).json().path("text").asText());
    }

    @Test
    void the_field_text_of_a_body_is_the_message() {
        stage.run("direct:post", Map.of("text", "done", "other", 1), Map.of());
        assertEquals("done", thirdParty.asked(POST).json().path("text").asText());
    }

    @Test
    void a_post_without_a_permalink_stands() {
        thirdParty.plays(PERMALINK, "slack/chat.getPermalink.err_message_not_found");
        assertEquals(Map.of("channel", "C0FANOUT001", "ts", "1795267200.000100"), result(run("direct:post")));

        thirdParty.answers(PERMALINK, request -> request.connection().close());
        assertEquals(Map.of("channel", "C0FANOUT001", "ts", "1795267200.000100"), result(run("direct:post")));
    }

    @Test
    void a_bare_deal_kamelet_takes_the_contact_and_the_announcement() {
        Map<?, ?> deal = result(stage.run(
                "direct:deal",
                REQUEST,
                Map.of("contact", Map.of("id", "6001"), "announcement", Map.of("permalink", "https://slack/p1"))));

        JsonNode row = thirdParty.asked(DEALS).json().path("inputs").path(0);
        assertEquals("effect-1", row.path("id").asText());
        assertEquals("caravan_key", row.path("idProperty").asText());
        assertEquals("effect-1", row.at("/properties/caravan_key").asText());
        assertEquals(NAME, row.at("/properties/dealname").asText());
        assertEquals("1234567.5", row.at("/properties/amount").asText());
        assertEquals("default", row.at("/properties/pipeline").asText());
        assertEquals("appointmentscheduled", row.at("/properties/dealstage").asText());
        assertEquals("https://slack/p1", row.at("/properties/description").asText());
        assertEquals("PUT", thirdParty.asked(ASSOCIATION).method());
        assertEquals("", thirdParty.asked(ASSOCIATION).body());
        assertEquals(2, thirdParty.asked().size());
        assertEquals(
                Map.of("id", "9000", "url", "https://app.hubspot.com/contacts/12345678/record/0-3/9000", "new", true),
                deal);
    }

    @Test
    void a_deal_without_needs_is_associated_with_nobody() {
        assertEquals("9000", result(run("direct:deal")).get("id"));
        assertEquals(1, thirdParty.asked().size());
    }

    @Test
    void the_link_of_a_deal_is_built_from_the_account_when_hubspot_does_not_tell_it() {
        thirdParty
                .answers(DEALS, 200, "{\"results\":[{\"id\":\"9000\",\"new\":false}]}")
                .answers(ACCOUNT, 200, "{\"portalId\":77,\"uiDomain\":\"app-eu1.hubspot.com\"}");

        assertEquals(
                Map.of("id", "9000", "url", "https://app-eu1.hubspot.com/contacts/77/record/0-3/9000", "new", false),
                result(run("direct:deal")));
        assertEquals("GET", thirdParty.asked(ACCOUNT).method());
    }

    @Test
    void an_account_that_does_not_tell_leaves_the_deal_without_a_link() {
        thirdParty
                .answers(DEALS, 200, "{\"results\":[{\"id\":\"9000\",\"new\":true}]}")
                .plays(ACCOUNT, "hubspot/any.403_missing_scopes");

        assertEquals(Map.of("id", "9000", "new", true), result(run("direct:deal")));
    }

    @Test
    void a_reply_goes_into_the_thread_with_every_character_of_its_text() {
        stage.run(
                "direct:link",
                REQUEST,
                Map.of(
                        "announcement", Map.of("channel", "C1", "ts", "1.2"),
                        "deal", Map.of("url", "https://app.hubspot.com/contacts/1/record/0-3/9?a=b&c=d")));

        JsonNode asked = thirdParty.asked(POST).json();
        assertEquals("C1", asked.path("channel").asText());
        assertEquals("1.2", asked.path("thread_ts").asText());
        assertEquals(
                "R&D + 100% #x: " + NAME + " https://app.hubspot.com/contacts/1/record/0-3/9?a=b&c=d",
                asked.path("text").asText());
    }

    @Test
    void no_header_of_ours_reaches_a_third_party_and_none_of_theirs_comes_back() {
        thirdParty.answers(
                CONTACTS,
                200,
                Recorded.of("hubspot/contacts.upsert.200_created").body(),
                "CaravanEffectKey",
                "stolen",
                "CaravanOutcome",
                "done",
                "CamelHttpUri",
                "http://127.0.0.1:1/",
                "Retry-After",
                "1",
                "X-Theirs",
                "1",
                "Content-Type",
                "application/json; charset=iso-8859-1");

        Exchange exchange = run("direct:contact");

        for (ThirdParty.Asked asked : thirdParty.asked()) {
            assertTrue(
                    asked.headers().keySet().stream()
                            .noneMatch(name ->
                                    name.startsWith("Caravan") || name.startsWith("Camel") || name.startsWith("X-")),
                    asked.headers()::toString);
        }
        assertEquals(
                Map.of("CaravanEffectKey", "effect-1", "CaravanAttempt", 3, "X-Leak", "customer"),
                exchange.getMessage().getHeaders());
        assertNull(exchange.getProperty(Exchange.CHARSET_NAME));
    }

    @Test
    void a_rate_limit_is_a_retry_after_its_delay() {
        thirdParty.answers(POST, 429, "{\"ok\":false,\"error\":\"ratelimited\"}", "Retry-After", "17");

        Outcome.Retry retry = assertInstanceOf(Outcome.Retry.class, outcome(run("direct:post")));

        assertEquals(Optional.of(Duration.ofSeconds(17)), retry.after());
        assertEquals("ratelimited", retry.failure().type());
    }

    @Test
    void every_refusal_ends_the_attempt_with_its_outcome() {
        thirdParty.plays(POST, "slack/chat.postMessage.err_channel_not_found");
        assertInstanceOf(Outcome.Rejected.class, outcome(run("direct:post")));
        thirdParty.answers(POST, 200, "{\"ok\":true}");
        assertInstanceOf(Outcome.Uncertain.class, outcome(run("direct:post")));
        thirdParty.plays(CONTACTS, "hubspot/any.200_truncated_json");
        assertInstanceOf(Outcome.Uncertain.class, outcome(run("direct:contact")));
        thirdParty.plays(CONTACTS, "hubspot/any.401_invalid");
        assertInstanceOf(Outcome.Unavailable.class, outcome(run("direct:contact")));
        thirdParty.answers(CONTACTS, 200, "{\"status\":\"COMPLETE\",\"results\":[]}");
        assertInstanceOf(Outcome.Uncertain.class, outcome(run("direct:contact")));
        thirdParty.plays(ASSOCIATION, "hubspot/any.503");
        assertInstanceOf(
                Outcome.Uncertain.class,
                outcome(stage.run("direct:deal", REQUEST, Map.of("contact", Map.of("id", 6001)))));
    }

    @Test
    void a_request_without_an_email_is_rejected_before_anything_is_sent() {
        assertInstanceOf(Outcome.Rejected.class, outcome(stage.run("direct:contact", Map.of("name", "Ada"), Map.of())));
        assertEquals(List.of(), thirdParty.asked());
    }

    private Exchange run(String endpoint) {
        return stage.run(endpoint, REQUEST, Map.of());
    }

    private static Map<?, ?> result(Exchange exchange) {
        if (exchange.getException() != null) {
            throw new AssertionError(exchange.getException());
        }
        assertEquals(
                Set.of("CaravanEffectKey", "CaravanAttempt", "X-Leak"),
                exchange.getMessage().getHeaders().keySet());
        return assertInstanceOf(Map.class, exchange.getMessage().getBody());
    }

    private static Outcome outcome(Exchange exchange) {
        return assertInstanceOf(Unsuccessful.class, exchange.getException()).outcome();
    }
}
