package io.caravan.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import io.caravan.console.access.Role;
import io.caravan.console.access.Token;
import io.caravan.console.access.TokenLine;
import io.caravan.postgres.TestDatabase;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slack and HubSpot call the shipped routes of a Caravan that asks everybody else for a token. */
class WebhooksTest {
    private static final String SECRET = "the signing secret of this test";
    private static final Token TOKEN = Token.make(new SecureRandom());

    @TempDir
    static Path folder;

    static RunningCaravan caravan;

    @BeforeAll
    static void start() throws IOException {
        caravan =
                start(folder, Map.of("caravan.slack.signing-secret", SECRET, "caravan.hubspot.client-secret", SECRET));
    }

    private static RunningCaravan start(Path folder, Map<String, String> secrets) throws IOException {
        Path tokens = folder.resolve("tokens");
        Files.writeString(tokens, TokenLine.of("ann", Role.OPERATOR, TOKEN) + "\n");
        var properties = new java.util.HashMap<>(secrets);
        properties.put("caravan.tokens", tokens.toString());
        String routes = Files.readString(Path.of("routes/intake/slack-webhook.camel.yaml"))
                + Files.readString(Path.of("routes/intake/hubspot-webhook.camel.yaml"));
        return RunningCaravan.start(folder, routes, properties);
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    private static HttpResponse<String> slack(RunningCaravan to, String secret, String type, byte[] body) {
        String timestamp = Long.toString(Clock.systemUTC().instant().getEpochSecond());
        byte[] start = ("v0:" + timestamp + ":").getBytes(StandardCharsets.UTF_8);
        return to.send(to.to("/webhooks/slack")
                .header("Content-Type", type)
                .header("X-Slack-Request-Timestamp", timestamp)
                .header("X-Slack-Signature", "v0=" + HexFormat.of().formatHex(Signature.of(secret, start, body)))
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    private static HttpResponse<String> slack(String body) {
        return slack(caravan, SECRET, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> hubspot(String query, String body) {
        String timestamp = Long.toString(Clock.systemUTC().instant().toEpochMilli());
        String path = "/webhooks/hubspot" + query;
        String signed = "POST" + "http://127.0.0.1:" + caravan.port() + path.replace("%2F", "/") + body + timestamp;
        byte[] signature = Signature.of(SECRET, signed.getBytes(StandardCharsets.UTF_8));
        return caravan.send(caravan.to(path)
                .header("Content-Type", "application/json")
                .header("X-HubSpot-Request-Timestamp", timestamp)
                .header("X-HubSpot-Signature-v3", Base64.getEncoder().encodeToString(signature))
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private static String read(HttpRequest.Builder request) {
        return caravan.send(request.header("Authorization", "Bearer " + TOKEN.text())
                        .build())
                .body();
    }

    private static JsonNode events(String type) {
        return io.caravan.store.Json.tree(read(caravan.to("/events?limit=1000&type=" + type)))
                .path("items");
    }

    private static double refused(String from) {
        String line = "caravan_webhooks_refused_total{from=\"" + from + "\"} ";
        return read(caravan.toManagement("/observe/metrics"))
                .lines()
                .filter(each -> each.startsWith(line))
                .mapToDouble(each -> Double.parseDouble(each.substring(line.length())))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void slack_is_told_its_challenge() {
        HttpResponse<String> answer =
                slack("{\"type\":\"url_verification\",\"challenge\":\"3eZb\",\"token\":\"legacy\"}");
        assertEquals(200, answer.statusCode());
        assertEquals("{\"challenge\":\"3eZb\"}", answer.body());
    }

    private static final String MESSAGE =
            """
            {"type": "event_callback", "token": "legacy", "team_id": "T1", "event_id": "%s", "event_time": 1795267200,
             "event": {"type": "%s", "channel": "C1", "user": "U1", "ts": "2.1", "thread_ts": "1.1", "text": "grüße ✓"}}""";

    @Test
    void an_event_of_slack_is_stored_once_however_often_it_comes() {
        assertEquals(200, slack(MESSAGE.formatted("Ev1", "message")).statusCode());
        HttpResponse<String> again = slack(MESSAGE.formatted("Ev1", "message"));
        assertEquals(200, again.statusCode());
        assertEquals("", again.body());
        JsonNode events = events("slack.message");
        assertEquals(1, events.size());
        JsonNode event = events.path(0);
        assertEquals("Ev1", event.path("externalId").asText());
        assertEquals("/slack/T1", event.path("source").asText());
        assertEquals("C1", event.path("subject").asText());
        assertEquals("1.1", event.path("correlation").asText());
        assertEquals("grüße ✓", event.at("/data/event/text").asText());
        assertFalse(event.path("data").has("token"), event.toString());
    }

    @Test
    void a_slash_command_and_an_interaction_come_as_forms() {
        String form = "application/x-www-form-urlencoded";
        String command =
                "token=legacy&team_id=T1&channel_id=C2&command=%2Fcaravan&text=hello+world&trigger_id=1.command";
        assertEquals(
                200,
                slack(caravan, SECRET, form, command.getBytes(StandardCharsets.UTF_8))
                        .statusCode());
        JsonNode event = events("slack.command").path(0);
        assertEquals("hello world", event.at("/data/text").asText());
        assertEquals("1.command", event.path("externalId").asText());
        assertFalse(event.path("data").has("token"));
        String payload =
                "payload=%7B%22type%22%3A%22block_actions%22%2C%22trigger_id%22%3A%221.block%22%2C%22team%22%3A%7B%22id%22%3A%22T1%22%7D%7D";
        assertEquals(
                200,
                slack(caravan, SECRET, form, payload.getBytes(StandardCharsets.UTF_8))
                        .statusCode());
        assertEquals(
                "/slack/T1",
                events("slack.block_actions").path(0).path("source").asText());
    }

    @Test
    void whoever_does_not_sign_is_refused_and_counted() {
        double before = refused("slack");
        byte[] body = MESSAGE.formatted("Ev2", "unsigned").getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> wrong = slack(caravan, "another secret", "application/json", body);
        assertEquals(401, wrong.statusCode());
        assertEquals(
                "application/problem+json",
                wrong.headers().firstValue("Content-Type").orElseThrow());
        HttpResponse<String> none = caravan.post("/webhooks/slack", new String(body, StandardCharsets.UTF_8));
        assertEquals(401, none.statusCode());
        assertEquals(before + 2, refused("slack"));
        double ofHubSpot = refused("hubspot");
        assertEquals(401, caravan.post("/webhooks/hubspot", "[]").statusCode());
        assertEquals(ofHubSpot + 1, refused("hubspot"));
        assertEquals(0, events("slack.unsigned").size());
    }

    @Test
    void a_header_that_comes_twice_is_none() {
        byte[] body = "{\"type\":\"url_verification\",\"challenge\":\"c\"}".getBytes(StandardCharsets.UTF_8);
        String timestamp = Long.toString(Clock.systemUTC().instant().getEpochSecond());
        byte[] start = ("v0:" + timestamp + ":").getBytes(StandardCharsets.UTF_8);
        String signature = "v0=" + HexFormat.of().formatHex(Signature.of(SECRET, start, body));
        HttpResponse<String> answer = caravan.send(caravan.to("/webhooks/slack")
                .header("X-Slack-Request-Timestamp", timestamp)
                .header("X-Slack-Signature", "v0=00")
                .header("X-Slack-Signature", signature)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
        assertEquals(401, answer.statusCode());
    }

    @Test
    void what_is_signed_and_cannot_be_read_is_refused_with_a_sentence() {
        assertEquals(400, slack("{\"type\":").statusCode());
        assertEquals(400, slack("[]").statusCode());
        assertEquals(400, slack("{\"type\":\"a\\u0000\"}").statusCode());
        assertEquals(400, hubspot("", "{}").statusCode());
        byte[] large = ("{\"a\":\"" + "x".repeat(1024 * 1024) + "\"}").getBytes(StandardCharsets.UTF_8);
        assertEquals(413, slack(caravan, SECRET, "application/json", large).statusCode());
    }

    private static String changes(int from, int to, int attempt) {
        return IntStream.range(from, to)
                .mapToObj(i -> ("{\"eventId\":%d,\"subscriptionId\":7,\"portalId\":42,\"occurredAt\":1795267200000,"
                                + "\"subscriptionType\":\"deal.creation\",\"attemptNumber\":%d,\"objectId\":%d}")
                        .formatted(i, attempt, 9000 + i))
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void a_hundred_changes_of_hubspot_are_a_hundred_events_also_when_they_come_again() {
        assertEquals(200, hubspot("?tenant=a%2Fb", changes(0, 100, 0)).statusCode());
        assertEquals(200, hubspot("", changes(50, 101, 1)).statusCode());
        JsonNode events = events("hubspot.deal.creation");
        assertEquals(101, events.size());
        JsonNode newest = events.path(0);
        assertEquals("100-7", newest.path("externalId").asText());
        assertEquals("/hubspot/42", newest.path("source").asText());
        assertEquals("9100", newest.path("subject").asText());
        assertEquals("2026-11-21T13:20:00Z", newest.path("time").asText());
    }

    @Test
    void an_empty_call_of_hubspot_is_taken() {
        assertEquals(200, hubspot("", "[]").statusCode());
    }

    @Test
    void without_a_secret_nothing_is_taken(@TempDir Path other) throws IOException {
        try (RunningCaravan closed = start(other, Map.of())) {
            byte[] body = "{\"type\":\"url_verification\",\"challenge\":\"c\"}".getBytes(StandardCharsets.UTF_8);
            HttpResponse<String> answer = slack(closed, "guess", "application/json", body);
            assertEquals(503, answer.statusCode());
            assertTrue(answer.body().contains("caravan.slack.signing-secret"), answer.body());
            HttpResponse<String> hubspot = closed.post("/webhooks/hubspot", "[]");
            assertEquals(503, hubspot.statusCode());
            assertTrue(hubspot.body().contains("caravan.hubspot.client-secret"), hubspot.body());
        }
    }

    @Test
    @Tag("postgres")
    void what_is_not_committed_in_time_is_not_acknowledged() throws SQLException {
        String id = "Ev-late";
        try (Connection connection = TestDatabase.server().connect(TestDatabase.name(folder));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE event IN SHARE MODE");
            long began = System.nanoTime();
            HttpResponse<String> answer = slack(MESSAGE.formatted(id, "late"));
            assertEquals(503, answer.statusCode(), answer.body());
            assertTrue(answer.headers().firstValue("Retry-After").isPresent());
            assertTrue(System.nanoTime() - began < 15_000_000_000L);
            connection.rollback();
        }
        assertEquals(200, slack(MESSAGE.formatted(id, "late")).statusCode());
        assertEquals(1, events("slack.late").size());
    }
}
