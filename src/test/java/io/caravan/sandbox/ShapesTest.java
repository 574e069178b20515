package io.caravan.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.sandbox.RunningSandbox.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our answers have every field that the fixtures of the third parties' answers have, with values of the same type. */
final class ShapesTest {
    private static final String DEALS = "/hubspot/crm/v3/objects/deals";
    private static final String CONTACTS = "/hubspot/crm/v3/objects/contacts";

    /** Fields whose names are the caller's own, or that Slack and HubSpot may leave out. */
    private static final Set<String> FREE =
            Set.of("updated", "block_id", "verbatim", "fanout_key", "idempotency_key", "firstname", "lastname");

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
    void slack_answers_have_the_shapes_of_slack() {
        JsonNode posted = assertShape(
                "slack/chat.postMessage.ok",
                sandbox.post(
                        "/slack/api/chat.postMessage",
                        """
                        {"channel":"C0FANOUT001","text":"Order 42 shipped",
                         "blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*Order 42* shipped"}}],
                         "metadata":{"event_type":"fanout_delivery","event_payload":{"idempotency_key":"1"}}}
                        """));
        sandbox.slack("chat.postMessage", "{\"channel\":\"C0FANOUT001\",\"text\":\"more\"}");
        assertShape(
                "slack/chat.postMessage.err_no_text",
                sandbox.post("/slack/api/chat.postMessage", "{\"channel\":\"c\"}"));
        assertShape("slack/auth.test.ok", sandbox.get("/slack/api/auth.test"));
        assertShape(
                "slack/chat.getPermalink.ok",
                sandbox.get("/slack/api/chat.getPermalink?channel=C0FANOUT001&message_ts="
                        + posted.path("ts").asText()));
        assertShape(
                "slack/conversations.history.has_more",
                sandbox.get("/slack/api/conversations.history?channel=C0FANOUT001&limit=1"));
    }

    @Test
    void slacks_channels_have_the_shapes_of_slack() {
        JsonNode made = assertShape(
                "slack/conversations.create.ok",
                sandbox.post("/slack/api/conversations.create", "{\"name\":\"deal-4711-acme\"}"));
        String channel = made.at("/channel/id").asText();
        assertShape(
                "slack/conversations.create.err_name_taken",
                sandbox.post("/slack/api/conversations.create", "{\"name\":\"deal-4711-acme\"}"));
        sandbox.slack("conversations.create", "{\"name\":\"random\"}");
        assertShape("slack/conversations.list.ok_page1", sandbox.get("/slack/api/conversations.list?limit=1"));
        assertShape("slack/conversations.list.ok_page2", sandbox.get("/slack/api/conversations.list"));
        String invite = "/slack/api/conversations.invite?channel=" + channel + "&users=U0AAAAAAA01";
        assertShape("slack/conversations.invite.ok", sandbox.get(invite));
        assertShape("slack/conversations.invite.err_already_in_channel", sandbox.get(invite));
        assertShape("slack/conversations.invite.err_mixed", sandbox.get(invite + ",U02"));
        assertShape(
                "slack/conversations.join.ok_already_in_channel",
                sandbox.get("/slack/api/conversations.join?channel=" + channel));
    }

    @Test
    void hubspot_answers_have_the_shapes_of_hubspot() {
        assertShape("hubspot/any.400_invalid_json", sandbox.post(CONTACTS, "{"));
        assertShape("hubspot/any.401_invalid", sandbox.send(sandbox.bare(CONTACTS + "/1")));
        assertShape(
                "hubspot/any.400_property_doesnt_exist",
                sandbox.post(DEALS, "{\"properties\":{\"fanout_key\":\"1\"}}"));
        assertShape("hubspot/contacts.get_by_email.404", sandbox.get(CONTACTS + "/a%40example.com?idProperty=email"));
        assertShape(
                "hubspot/contacts.upsert.200_created",
                sandbox.post(CONTACTS + "/batch/upsert", "{\"inputs\":[" + row("ada@example.com", "row-0") + "]}"));
        assertShape(
                "hubspot/contacts.upsert.207_partial",
                sandbox.post(
                        CONTACTS + "/batch/upsert",
                        "{\"inputs\":[" + row("b@example.com", "row-1") + "," + row("nope", "row-2") + "]}"));
        assertShape(
                "hubspot/contacts.patch_by_email.200",
                sandbox.patch(CONTACTS + "/ada%40example.com?idProperty=email", "{\"properties\":{}}"));
        assertShape(
                "hubspot/deals.upsert.200_created",
                sandbox.post(
                        DEALS + "/batch/upsert",
                        """
                        {"inputs":[{"id":"ord-42","idProperty":"caravan_key","properties":{"dealname":"Acme renewal",
                         "dealstage":"appointmentscheduled","pipeline":"default","amount":"1500.00",
                         "closedate":"2026-12-31T00:00:00Z"}}]}
                        """));
        assertShape(
                "hubspot/deals.create.400_unique_conflict",
                sandbox.post(DEALS, "{\"properties\":{\"caravan_key\":\"ord-42\"}}"));
    }

    private static String row(String email, String trace) {
        return "{\"id\":\"" + email + "\",\"idProperty\":\"email\",\"properties\":{},\"objectWriteTraceId\":\"" + trace
                + "\"}";
    }

    private static JsonNode assertShape(String fixture, Reply reply) {
        JsonNode wanted = fixture(fixture);
        assertEquals(wanted.path("status").asInt(), reply.status(), reply::text);
        assertEquals(
                wanted.path("headers").path("Content-Type").asText().replace(" ", ""),
                reply.header("Content-Type").replace(" ", ""));
        assertContains(fixture, wanted.path("body"), reply.json());
        return reply.json();
    }

    private static void assertContains(String where, JsonNode wanted, JsonNode given) {
        if (!wanted.isNull() && !given.isNull()) {
            assertEquals(wanted.getNodeType(), given.getNodeType(), where);
        }
        wanted.properties().stream()
                .filter(field -> !FREE.contains(field.getKey()))
                .forEach(field -> {
                    assertTrue(given.has(field.getKey()), () -> where + " has no " + field.getKey() + ": " + given);
                    assertContains(where + "/" + field.getKey(), field.getValue(), given.get(field.getKey()));
                });
        if (wanted.isArray() && !wanted.isEmpty()) {
            assertContains(where + "/0", wanted.get(0), given.path(0));
        }
    }

    private static JsonNode fixture(String name) {
        try (InputStream file =
                Objects.requireNonNull(ShapesTest.class.getResourceAsStream("/specs/" + name + ".json"), name)) {
            return Json.read(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
