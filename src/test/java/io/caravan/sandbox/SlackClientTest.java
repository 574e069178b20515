package io.caravan.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox as Slack's official client for Node sees it, which others wrote. It speaks forms, our kamelets JSON. */
@Tag("sqlite")
final class SlackClientTest {
    private static final OfficialClient CLIENT =
            new OfficialClient("Slack", "slack", "@slack/web-api/package.json", List.of("ci", "--ignore-scripts"));

    @TempDir
    private Path directory;

    @Test
    void the_official_client_finds_what_it_expects() throws Exception {
        CLIENT.install();
        JsonNode told;
        try (RunningSandbox sandbox = new RunningSandbox(directory)) {
            told = CLIENT.speak("http://127.0.0.1:" + sandbox.port() + "/sandbox/slack/api/");
            assertEquals(5, sandbox.messages().size());
            assertEquals(
                    0, sandbox.get("/slack/effects").json().path("repeated").size());
        }

        assertEquals("B0SANDBOX01", told.path("self").asText());
        assertEquals("U0SANDBOX01", told.path("creator").asText());
        assertEquals(
                "{\"pages\":3,\"names\":[\"node-room\",\"node-room-2\",\"schedule\"]}",
                told.path("listed").toString());
        assertEquals(
                "{\"channel\":true,\"text\":\"a & b = ü 😀\",\"block\":\"*R&D* + 100% \\\"quoted\\\" 😀\"}",
                told.path("posted").toString());
        assertEquals(
                "{\"pages\":3,\"texts\":[\"later\",\"loud\",\"a & b = ü 😀\"]}",
                told.path("history").toString());
        assertEquals("e & 1", told.path("key").asText());
        assertTrue(told.path("stripped").asBoolean());
        assertEquals(
                "[\"a & b = ü 😀\",\"reply\",\"loud\"]", told.path("replies").toString());
        assertTrue(told.path("permalink").asText().startsWith("https://caravan-sandbox.slack.com/archives/C"));
        assertTrue(
                told.at("/updated/ts").asBoolean() && told.at("/updated/blocks").asBoolean());
        assertEquals(
                "e & 1", told.at("/updated/metadata/event_payload/effect_key").asText());
        assertEquals("ada+1@example.org", told.path("user").asText());
        assertTrue(told.path("invited").asBoolean());
        assertEquals("already_in_channel", told.path("joined").asText());
        assertRefused(told, "taken", "name_taken");
        assertRefused(told, "specials", "invalid_name_specials");
        assertRefused(told, "nobody", "users_not_found");
        assertRefused(told, "mixed", "already_in_channel");
        assertEquals("user_not_found", told.at("/mixed/errors/1/error").asText());
        assertRefused(told, "noText", "no_text");
        assertRefused(told, "noChannel", "channel_not_found");
        assertRefused(told, "noMethod", "unknown_method");
        assertRefused(told, "noToken", "invalid_auth");
        assertEquals("slack_webapi_rate_limited_error", told.at("/limited/code").asText());
        assertEquals(600, told.at("/limited/retryAfter").asInt());
    }

    private static void assertRefused(JsonNode told, String call, String error) {
        assertEquals("slack_webapi_platform_error", told.path(call).path("code").asText(), call);
        assertEquals(error, told.path(call).path("error").asText(), call);
    }
}
