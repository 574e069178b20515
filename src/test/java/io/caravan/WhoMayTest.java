package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.console.access.Role;
import io.caravan.console.access.Token;
import io.caravan.console.access.TokenLine;
import io.vertx.ext.web.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Caravan that asks who somebody is: every path, every role. */
class WhoMayTest {
    private static final String ROUTES =
            """
            - route:
                id: greet
                from: { uri: flow:greet, parameters: { event: met }, steps: [ { log: "met" } ] }
            - route:
                id: greet.slack
                from:
                  uri: flow:greet/slack
                  steps:
                    - to: { uri: kamelet:slack-post-message-action, parameters: { text: "hello" } }
            - route:
                id: greet.webhook
                from:
                  uri: flow:greet/webhook
                  parameters: { needs: slack }
                  steps:
                    - to: { uri: kamelet:slack-webhook-sink, parameters: { text: "hooked" } }
            - route:
                id: fails
                from: { uri: flow:fails, parameters: { event: fails }, steps: [ { log: "fails" } ] }
            - route:
                id: fails.a
                from:
                  uri: flow:fails/a
                  parameters: { maximumRedeliveries: 0 }
                  steps:
                    - throwException: { exceptionType: java.lang.IllegalStateException, message: "broken" }
            - route:
                id: hook
                from: { uri: "platform-http:/hook/{who}", steps: [ { setBody: { constant: "hooked" } } ] }
            - route:
                id: slack-webhook
                from:
                  uri: platform-http:/webhooks/slack
                  parameters: { useBodyHandler: false }
                  steps: [ { process: { ref: slack-webhook } } ]
            - route:
                id: hubspot-webhook
                from:
                  uri: platform-http:/webhooks/hubspot
                  parameters: { useBodyHandler: false }
                  steps: [ { process: { ref: hubspot-webhook } } ]
            - route:
                id: other-webhook
                from: { uri: "platform-http:/webhooks/other", steps: [ { setBody: { constant: "hooked" } } ] }
            """;

    /** Who posts there is asked for a signature, not for a token; here no secret is configured. */
    private static final Set<String> SIGNED = Set.of("/webhooks/slack", "/webhooks/hubspot");

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> READ = Set.of("GET", "HEAD");

    /** Where something other than reading needs no operator; whoever adds a path decides. */
    private static final Set<String> SENT = Set.of(
            "/events",
            "/events/x",
            "/hook/x",
            "/",
            "/console/x",
            "/x",
            "/nothing/here",
            "/webhooks/slack",
            "/webhooks/hubspot",
            "/webhooks/other",
            "/webhooks",
            "/webhooks/slack/x",
            "/webhooks/slackx",
            "/action-items",
            "/action-items/x",
            "/entitlements",
            "/now",
            "/live",
            "/openapi.json");

    /** What the sandbox plays of the third parties' own paths. */
    private static final Set<String> PLAYED =
            Set.of("/sandbox/slack/api/x", "/sandbox/slack/services/x", "/sandbox/hubspot/x", "/sandbox/targets/x");

    @TempDir
    private Path folder;

    private final SecureRandom random = new SecureRandom();
    private final Map<Role, Token> tokens =
            Map.of(Role.SENDER, Token.make(random), Role.VIEWER, Token.make(random), Role.OPERATOR, Token.make(random));
    private Path file;
    private RunningCaravan caravan;

    @BeforeEach
    void start() throws IOException {
        file = folder.resolve("tokens");
        Files.writeString(
                file,
                tokens.entrySet().stream()
                        .map(each -> TokenLine.of("the-" + each.getKey().word(), each.getKey(), each.getValue())
                                .toString())
                        .collect(Collectors.joining("\n", "# who may\n\n", "\n")));
        caravan = RunningCaravan.start(folder, ROUTES, Map.of("caravan.tokens", file.toString()));
    }

    @AfterEach
    void stop() {
        caravan.close();
    }

    private HttpResponse<String> ask(String method, String path, String authorization, String body) {
        HttpRequest.Builder request = caravan.to(path).header("Content-Type", "application/json");
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return caravan.send(
                request.method(method, READ.contains(method) ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build());
    }

    private HttpResponse<String> as(Role role, String method, String path) {
        return ask(method, path, "Bearer " + tokens.get(role).text(), "{}");
    }

    private JsonNode operatorReads(String path) {
        return RunningCaravan.json(as(Role.OPERATOR, "GET", path));
    }

    private String begun(String type, String status) {
        HttpResponse<String> accepted = ask(
                "POST",
                "/events",
                "Bearer " + tokens.get(Role.SENDER).text(),
                "{\"type\":\"" + type + "\",\"data\":{}}");
        String id =
                RunningCaravan.json(accepted).path("flows").path(0).path("id").asText();
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() ->
                        operatorReads("/flows/" + id).path("status").asText().equals(status));
        return id;
    }

    /** The path of every route that stands, with a value for each parameter, and some where nothing stands. */
    private Set<String> paths() {
        return caravan.router().getRoutes().stream()
                .map(Route::getPath)
                .filter(path -> path != null)
                .map(path -> path.replaceAll(":\\w+", "x")
                        .replaceAll("/?\\*?$", "")
                        .concat(path.matches(".*[*/]") ? "/x" : ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Role needed(String method, String path) {
        if (PLAYED.contains(path)) {
            return Role.OPERATOR;
        }
        if (READ.contains(method)) {
            return Role.VIEWER;
        }
        return SENT.contains(path) ? Role.SENDER : Role.OPERATOR;
    }

    private static void refused(int status, String method, String path, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), method + " " + path);
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""),
                path);
    }

    @Test
    void every_path_asks_who_it_is_and_every_role_may_what_it_may() {
        Set<String> paths = paths();
        assertTrue(
                paths.containsAll(Set.of(
                        "/events", "/flows/x/cancel", "/flows/x/actions/x/replay", "/dead-letters/replay", "/hook/x")),
                paths.toString());
        assertTrue(paths.containsAll(PLAYED), paths.toString());
        assertTrue(paths.containsAll(SIGNED), paths.toString());
        var nothingThere = Stream.of(
                "/", "/x", "/nothing/here", "/events/x", "/webhooks", "/webhooks/slack/x", "/webhooks/slackx");
        for (String path : Stream.concat(paths.stream(), nothingThere).collect(Collectors.toSet())) {
            METHODS.forEach(method -> walk(method, path));
        }
    }

    /** The console's page asks whom it needs to know by itself. */
    private static boolean isPage(String method, String path) {
        return READ.contains(method) && (path.equals("/") || path.startsWith("/console/"));
    }

    private void walk(String method, String path) {
        if (isPage(method, path)) {
            assertEquals(
                    path.equals("/") ? 200 : 404, ask(method, path, "", "{}").statusCode(), path);
            return;
        }
        if (method.equals("POST") && SIGNED.contains(path)) {
            refused(503, method, path, ask(method, path, "", "{}"));
            return;
        }
        for (String nobody : List.of("", "Basic YTpi", "Bearer", "Bearer x", "Bearer a.b.c", "Bearer sandbox")) {
            HttpResponse<String> answer = ask(method, path, nobody, "{}");
            refused(401, method, path, answer);
            assertTrue(
                    answer.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Bearer"), method + path);
        }
        Role needed = needed(method, path);
        for (Role role : tokens.keySet()) {
            if (path.equals("/live") && method.equals("GET") && (role == needed || role == Role.OPERATOR)) {
                assertEquals(200, listens(role));
                continue;
            }
            HttpResponse<String> answer = as(role, method, path);
            if (role == needed || role == Role.OPERATOR) {
                assertFalse(Set.of(401, 403).contains(answer.statusCode()), role + " " + method + " " + path);
            } else {
                refused(403, method, path, answer);
                assertTrue(
                        method.equals("HEAD") || answer.body().contains("role " + needed.word()),
                        method + path + answer.body());
            }
        }
    }

    /** That answer does not end by itself. */
    private int listens(Role role) {
        HttpRequest request = caravan.to("/live")
                .header("Authorization", "Bearer " + tokens.get(role).text())
                .build();
        HttpResponse<InputStream> answer = HttpClient.newHttpClient()
                .sendAsync(request, BodyHandlers.ofInputStream())
                .join();
        try {
            answer.body().close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return answer.statusCode();
    }

    @Test
    void nobody_can_tell_a_path_that_is_there_from_one_that_is_not() {
        HttpResponse<String> there = ask("GET", "/flows", "", "");
        HttpResponse<String> notThere = ask("GET", "/flowers", "", "");
        assertEquals(there.body(), notThere.body());
        assertEquals(
                new TreeSet<>(there.headers().map().keySet()),
                new TreeSet<>(notThere.headers().map().keySet()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/flows/%s/cancel",
                "/flows/%s/cancel/",
                "//flows/%s/cancel",
                "/./flows/%s/cancel",
                "/events/../flows/%s/cancel",
                "/%%66lows/%s/cancel",
                "/flows/%s/%%63ancel",
                "/flows//%s/cancel"
            })
    void however_a_path_is_written_a_sender_cancels_nothing(String path) {
        String flow = begun("fails", "failed");
        HttpResponse<String> answer = as(Role.SENDER, "POST", path.formatted(flow));
        assertNotEquals(202, answer.statusCode());
        assertEquals("failed", operatorReads("/flows/" + flow).path("status").asText());
        assertEquals(
                202, as(Role.OPERATOR, "POST", "/flows/" + flow + "/cancel").statusCode());
    }

    private String keyed(Role role) {
        HttpResponse<String> accepted = caravan.send(caravan.to("/events")
                .header("Authorization", "Bearer " + tokens.get(role).text())
                .header("Idempotency-Key", "order-1")
                .POST(BodyPublishers.ofString("{\"type\":\"ordered\"}"))
                .build());
        return RunningCaravan.json(accepted).path("source").asText();
    }

    @Test
    void senders_have_idempotency_keys_of_their_own() {
        assertEquals("/http/the-sender", keyed(Role.SENDER));
        assertEquals("/http/the-operator", keyed(Role.OPERATOR));
        assertEquals(2, operatorReads("/events?type=ordered").path("items").size());
    }

    @Test
    void kamelets_call_the_sandbox_and_a_viewer_sees_what_it_received() {
        begun("met", "completed");
        JsonNode messages = RunningCaravan.json(as(Role.VIEWER, "GET", "/sandbox/slack/messages"));
        assertEquals("hello", messages.path("items").path(0).path("text").asText());
        assertEquals("hooked", messages.path("items").path(1).path("text").asText());
    }

    @Test
    void a_webhook_is_known_by_the_end_of_its_path_and_by_nothing_that_it_is_not() {
        String sandbox = "/sandbox/slack/services/T1/B1/";
        assertEquals(
                401, ask("POST", sandbox + "sandbox", "", "{\"text\":\"a\"}").statusCode());
        String sender = tokens.get(Role.SENDER).text();
        assertEquals(403, ask("POST", sandbox + sender, "", "{\"text\":\"a\"}").statusCode());
        String operator = tokens.get(Role.OPERATOR).text();
        assertEquals(
                200, ask("POST", sandbox + operator, "", "{\"text\":\"a\"}").statusCode());
        assertEquals(401, ask("GET", "/flows/" + operator, "", "").statusCode());
    }

    private int observed(Role role, String path) {
        return caravan.send(caravan.toManagement(path)
                        .header("Authorization", "Bearer " + tokens.get(role).text())
                        .build())
                .statusCode();
    }

    @Test
    void the_management_port_asks_too_but_not_for_health() {
        assertEquals(200, caravan.observe("/observe/health").statusCode());
        assertEquals(401, caravan.observe("/observe/metrics").statusCode());
        assertEquals(401, caravan.observe("/observe/jolokia/version").statusCode());
        assertEquals(403, observed(Role.SENDER, "/observe/metrics"));
        assertEquals(200, observed(Role.VIEWER, "/observe/metrics"));
        assertEquals(403, observed(Role.VIEWER, "/observe/jolokia/version"));
        assertEquals(200, observed(Role.OPERATOR, "/observe/jolokia/version"));
    }

    @Test
    void acts_by_hand_are_facts_with_who_and_why() {
        String note = "{\"note\":\"as agreed\"}";
        String operator = "Bearer " + tokens.get(Role.OPERATOR).text();
        String bulk = begun("fails", "failed");
        ask("POST", "/dead-letters/replay", operator, "{\"filter\":{\"definition\":\"fails\"},\"note\":\"as agreed\"}");
        by(bulk, "replayed");
        String replayed = begun("fails", "failed");
        ask("POST", "/flows/" + replayed + "/actions/a/replay", operator, note);
        by(replayed, "replayed");
        String skipped = begun("fails", "failed");
        ask("POST", "/flows/" + skipped + "/actions/a/skip", operator, note);
        by(skipped, "resolved");
        String resolved = begun("fails", "failed");
        ask("POST", "/flows/" + resolved + "/actions/a/resolve", operator, note);
        by(resolved, "resolved");
        String cancelled = begun("fails", "failed");
        ask("POST", "/flows/" + cancelled + "/cancel", operator, note);
        by(cancelled, "turned");
    }

    private void by(String flow, String type) {
        Awaitility.await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            List<JsonNode> facts = new ArrayList<>();
            operatorReads("/flows/" + flow).path("facts").forEach(facts::add);
            assertTrue(
                    facts.stream()
                            .anyMatch(fact -> fact.path("type").asText().equals(type)
                                    && fact.path("by").asText().equals("the-operator")
                                    && fact.path("note").asText().equals("as agreed")),
                    facts.toString());
        });
    }

    @Test
    void a_token_is_revoked_and_given_without_a_restart() throws IOException {
        List<String> lines = Files.readAllLines(file);
        lines.removeIf(line -> line.contains("the-viewer"));
        Files.write(file, lines);
        becomes(Role.VIEWER, 401);
        assertEquals(200, as(Role.OPERATOR, "GET", "/flows").statusCode());
        lines.add(TokenLine.of("back", Role.VIEWER, tokens.get(Role.VIEWER)).toString());
        Files.write(file, lines);
        becomes(Role.VIEWER, 200);
    }

    private void becomes(Role role, int status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> as(role, "GET", "/flows").statusCode() == status);
    }
}
