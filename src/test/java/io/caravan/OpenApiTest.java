package io.caravan;

import static io.caravan.RunningCaravan.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.caravan.console.access.Role;
import io.caravan.console.access.Token;
import io.caravan.console.access.TokenLine;
import io.caravan.store.Json;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /openapi.json} and the running Caravan say the same: every operation, every status, every schema, both ways. */
class OpenApiTest {
    private static final String ROUTES =
            """
            - route:
                id: good
                from: { uri: flow:good, parameters: { event: good }, steps: [ { log: good } ] }
            - route:
                id: good.act
                from:
                  uri: flow:good/act
                  parameters: { destination: there }
                  steps: [ { setBody: { constant: done } } ]
            - route:
                id: stay
                from: { uri: flow:stay, parameters: { event: stay }, steps: [ { log: stay } ] }
            - route:
                id: stay.act
                from: { uri: flow:stay/act, parameters: { delay: 1h }, steps: [ { log: act } ] }
            - route:
                id: bad
                from: { uri: flow:bad, parameters: { event: bad }, steps: [ { log: bad } ] }
            - route:
                id: bad.act
                from:
                  uri: flow:bad/act
                  parameters: { maximumRedeliveries: 0 }
                  steps:
                    - throwException: { exceptionType: java.lang.IllegalStateException, message: "not today" }
            - route:
                id: ticks
                from: { uri: flow:ticks, parameters: { schedule: "0 0 1 1 *" }, steps: [ { log: tick } ] }
            - route:
                id: ticks.act
                from: { uri: flow:ticks/act, steps: [ { log: act } ] }
            """;

    /** Who stands before everything, the page, and the third parties that the sandbox plays. */
    private static final Set<String> NOT_OURS = Set.of(
            "/",
            "/console/",
            "/sandbox/slack/api/",
            "/sandbox/slack/services/",
            "/sandbox/hubspot/",
            "/sandbox/targets/");

    private static final String LARGE = "{\"note\":\"" + "x".repeat(1024 * 1024) + "\"}";

    /** Documents of action items may be larger than others. */
    private static final String LARGER = "{\"note\":\"" + "x".repeat(16 * 1024 * 1024) + "\"}";

    private static final String NOBODY = "00000000-0000-7000-8000-000000000000";

    private final Set<String> seen = new TreeSet<>();
    private final List<String> wrong = new ArrayList<>();
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, com.networknt.schema.Schema> compiled = new HashMap<>();
    private RunningCaravan caravan;
    private JsonNode description;

    /** Asks, and holds the answer against what is documented of it. */
    private HttpResponse<String> ask(int status, String method, String template, String path, String... body) {
        HttpRequest.Builder request = caravan.to(path);
        String type = "application/json";
        for (int i = 1; i + 1 < body.length; i += 2) {
            if (body[i].equals("Content-Type")) {
                type = body[i + 1];
            } else {
                request.header(body[i], body[i + 1]);
            }
        }
        request.header("Content-Type", type)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofString(body[0]));
        HttpResponse<String> answer = caravan.send(request.build());
        if (status != answer.statusCode()) {
            wrong.add(
                    method + " " + path + " answers " + answer.statusCode() + ", not " + status + ": " + answer.body());
        }
        check(method, template, answer);
        return answer;
    }

    private JsonNode operation(String method, String template) {
        JsonNode operation = description.path("paths").path(template).path(method.toLowerCase(Locale.ROOT));
        assertTrue(operation.isObject(), method + " " + template + " is not described");
        return operation;
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : description.at(reference.substring(1));
    }

    private void check(String method, String template, HttpResponse<String> answer) {
        String status = Integer.toString(answer.statusCode());
        String what = method + " " + template + " " + status;
        JsonNode documented =
                resolved(operation(method, template).path("responses").path(status));
        if (!documented.isObject()) {
            wrong.add(what + " is not described");
            return;
        }
        seen.add(what);
        JsonNode content = documented.path("content");
        if (content.isMissingNode()) {
            assertEquals("", answer.body(), what);
            return;
        }
        String type = answer.headers()
                .firstValue("Content-Type")
                .orElse("")
                .replaceFirst(";.*", "")
                .strip();
        if (!content.has(type)) {
            wrong.add(what + " is of type '" + type + "'");
            return;
        }
        schema(content.path(type).path("schema"))
                .validate(answer.body(), InputFormat.JSON)
                .forEach(error -> wrong.add(what + ": " + error + " in " + answer.body()));
    }

    /** A schema with all that it may refer to. */
    private com.networknt.schema.Schema schema(JsonNode schema) {
        return compiled.computeIfAbsent(schema.toString(), text -> {
            ObjectNode whole = Json.mapper().createObjectNode();
            whole.putArray("allOf").add(schema);
            whole.putObject("components").set("schemas", description.at("/components/schemas"));
            return schemas.getSchema(whole.toString(), InputFormat.JSON);
        });
    }

    private Set<String> documented() {
        var documented = new TreeSet<String>();
        description.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> method.getValue()
                        .path("responses")
                        .fieldNames()
                        .forEachRemaining(status -> {
                            if (!status.equals("default")) {
                                documented.add(
                                        method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey() + " " + status);
                            }
                        })));
        return documented;
    }

    @Test
    void every_operation_that_is_served_is_described_and_the_other_way_round(@TempDir Path folder) throws Exception {
        try (var running = RunningCaravan.start(folder, ROUTES)) {
            caravan = running;
            description = caravan.read("/openapi.json");
            var served = new TreeSet<String>();
            for (Route route : caravan.router().getRoutes()) {
                if (route.getPath() == null) {
                    continue;
                }
                String path = route.getPath().replaceAll(":(\\w+)", "{$1}");
                if (NOT_OURS.contains(path)) {
                    continue;
                }
                assertTrue(route.methods() != null, path + " takes every method");
                route.methods().stream()
                        .filter(method -> !method.equals(HttpMethod.HEAD))
                        .map(HttpMethod::name)
                        .forEach(method -> served.add(method + " " + path));
            }
            var described = new TreeSet<String>();
            documented().forEach(each -> described.add(each.substring(0, each.lastIndexOf(' '))));
            assertEquals(described, served);
        }
    }

    @Test
    void every_status_and_schema_is_that_of_a_real_answer(@TempDir Path folder) throws Exception {
        try (var running = RunningCaravan.start(folder, ROUTES)) {
            caravan = running;
            description = caravan.read("/openapi.json");
            description.path("paths").properties().forEach(path -> path.getValue()
                    .properties()
                    .forEach(method -> {
                        if (method.getValue().path("responses").has("413")) {
                            String asked = path.getKey().replaceAll("\\{\\w+}", "x");
                            String body = asked.startsWith("/action-items") ? LARGER : LARGE;
                            ask(413, method.getKey().toUpperCase(Locale.ROOT), path.getKey(), asked, body);
                        }
                    }));
            events();
            flows();
            deadLetters();
            definitions(folder);
            console();
            items();
            sandbox();
        }
        strangers(folder.resolve("known"));
        assertEquals("", String.join("\n", wrong));
        var missing = new TreeSet<>(documented());
        missing.removeAll(seen);
        assertEquals(Set.of(), missing, "described, but never answered");
    }

    private void events() {
        String events = "/events";
        ask(400, "POST", events, events, "{}");
        ask(415, "POST", events, events, "{}", "Content-Type", "text/plain");
        ask(202, "POST", events, events, "{\"type\":\"none\"}");
        ask(202, "POST", events, events, "{\"type\":\"good\"}");
        ask(200, "POST", events, events, "{\"type\":\"good\"}", "Prefer", "wait=15");
        String batch = "application/cloudevents-batch+json";
        String event = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"good\"}";
        ask(202, "POST", events, events, "[" + event + "]", "Content-Type", batch);
        ask(207, "POST", events, events, "[" + event + ",{}]", "Content-Type", batch);
        ask(202, "POST", events, events, "{\"type\":\"none\"}", "Idempotency-Key", "\"one\"");
        ask(422, "POST", events, events, "{\"type\":\"other\"}", "Idempotency-Key", "\"one\"");
        String id = json(ask(200, "GET", events, events)).at("/items/0/id").asText();
        ask(400, "GET", events, "/events?limit=x");
        ask(200, "GET", "/events/{id}", "/events/" + id);
        ask(404, "GET", "/events/{id}", "/events/" + NOBODY);
    }

    private String begun(String type) {
        return caravan.event(type, "{}").at("/flows/0/id").asText();
    }

    private void flows() {
        String staying = begun("stay");
        String failed = caravan.flow("bad", "{}", "failed").path("id").asText();
        ask(200, "GET", "/flows", "/flows");
        ask(200, "GET", "/flows", "/flows?asleep=true");
        ask(400, "GET", "/flows", "/flows?status=gone");
        for (String each : List.of(staying, failed)) {
            ask(200, "GET", "/flows/{id}", "/flows/" + each);
        }
        ask(400, "GET", "/flows/{id}", "/flows/" + staying + "?at=now");
        ask(404, "GET", "/flows/{id}", "/flows/" + NOBODY);
        String action = "/flows/{id}/actions/{action}/";
        for (String act : List.of("replay", "skip", "resolve")) {
            String dead = caravan.flow("bad", "{}", "failed").path("id").asText();
            String path = "/flows/" + dead + "/actions/act/" + act;
            ask(400, "POST", action + act, path, "[]");
            ask(202, "POST", action + act, path, "{\"note\":\"a test\",\"result\":1}");
            ask(404, "POST", action + act, "/flows/" + NOBODY + "/actions/act/" + act, "{}");
            ask(409, "POST", action + act, "/flows/" + staying + "/actions/act/" + act, "{}");
        }
        String cancel = "/flows/{id}/cancel";
        ask(400, "POST", cancel, "/flows/" + failed + "/cancel", "[]");
        ask(202, "POST", cancel, "/flows/" + failed + "/cancel");
        ask(409, "POST", cancel, "/flows/" + failed + "/cancel");
        ask(404, "POST", cancel, "/flows/" + NOBODY + "/cancel");
        String restart = "/flows/{id}/restart";
        ask(400, "POST", restart, "/flows/" + failed + "/restart");
        ask(202, "POST", restart, "/flows/" + failed + "/restart?from=act", "{\"note\":\"a test\"}");
        ask(409, "POST", restart, "/flows/" + failed + "/restart?from=act");
        ask(404, "POST", restart, "/flows/" + NOBODY + "/restart?from=act");
        String many = "/flows/cancel";
        ask(400, "POST", many, many, "{}");
        ask(409, "POST", many, many, "{\"filter\":{\"name\":\"none\"}}");
        ask(202, "POST", many, many, "{\"filter\":{\"name\":\"stay\"},\"dryRun\":true}");
        String report = ask(202, "POST", many, many, "{\"filter\":{\"name\":\"stay\"}}")
                .headers()
                .firstValue("Location")
                .orElseThrow();
        caravan.flowAs(staying, "cancelled");
        ask(200, "GET", "/flows/cancellations/{id}", report);
        ask(404, "GET", "/flows/cancellations/{id}", "/flows/cancellations/none");
    }

    private void deadLetters() {
        String failed = caravan.flow("bad", "{}", "failed").path("id").asText();
        String letters = "/dead-letters";
        JsonNode letter = json(ask(200, "GET", letters, letters)).at("/items/0");
        ask(400, "GET", letters, "/dead-letters?cursor=x");
        ask(200, "GET", "/dead-letters/groups", "/dead-letters/groups");
        ask(400, "GET", "/dead-letters/groups", "/dead-letters/groups?limit=0");
        String one = "/dead-letters/{flow}/{action}";
        ask(200, "GET", one, "/dead-letters/" + failed + "/act");
        ask(400, "GET", one, "/dead-letters/" + failed + "/act?item=x");
        ask(404, "GET", one, "/dead-letters/" + NOBODY + "/act");
        String replay = "/dead-letters/replay";
        ask(400, "POST", replay, replay, "{}");
        ask(409, "POST", replay, replay, "{\"group\":\"none\"}");
        String group = "{\"group\":\"" + letter.path("group").asText() + "\"";
        ask(202, "POST", replay, replay, group + ",\"dryRun\":true}");
        String report = ask(202, "POST", replay, replay, group + "}")
                .headers()
                .firstValue("Location")
                .orElseThrow();
        Awaitility.await()
                .until(() -> caravan.read(report).path("state").asText().equals("stopped"));
        ask(200, "GET", "/dead-letters/replays/{id}", report);
        ask(404, "GET", "/dead-letters/replays/{id}", "/dead-letters/replays/none");
    }

    private void definitions(Path folder) throws Exception {
        ask(200, "GET", "/definitions", "/definitions");
        ask(400, "GET", "/definitions", "/definitions?cursor=none");
        String good = "/definitions/{name}";
        String version =
                json(ask(200, "GET", good, "/definitions/good")).path("version").asText();
        ask(200, "GET", good, "/definitions/ticks");
        ask(404, "GET", good, "/definitions/none");
        ask(200, "GET", good + "/versions/{version}", "/definitions/good/versions/" + version);
        ask(404, "GET", good + "/versions/{version}", "/definitions/good/versions/none");
        ask(200, "GET", good + "/statistics", "/definitions/good/statistics");
        ask(200, "GET", good + "/statistics", "/definitions/ticks/statistics");
        ask(404, "GET", good + "/statistics", "/definitions/none/statistics");
        migrations(folder);
        String sample = good + "/sample";
        Path samples = Files.createDirectories(folder.resolve("routes/samples"));
        Files.writeString(samples.resolve("bad.json"), "{}");
        for (String method : List.of("GET", "POST")) {
            ask(method.equals("GET") ? 200 : 202, method, sample, "/definitions/good/sample");
            ask(404, method, sample, "/definitions/ticks/sample");
            ask(409, method, sample, "/definitions/bad/sample");
        }
        pauses(
                "/definitions/{name}/actions/{action}",
                "/definitions/good/actions/act",
                "/definitions/good/actions/none");
        ask(200, "GET", good, "/definitions/good");
        ask(200, "GET", "/generations", "/generations");
        ask(400, "GET", "/generations", "/generations?cursor=none");
        pauses("/destinations/{name}", "/destinations/there", "/destinations/none");
        ask(200, "GET", "/destinations", "/destinations");
        ask(400, "GET", "/destinations", "/destinations?cursor=none");
    }

    private void migrations(Path folder) throws Exception {
        String migrate = "/definitions/{name}/migrate";
        String there = "/definitions/stay/migrate";
        ask(409, "POST", migrate, there, "{}");
        begun("stay");
        Files.writeString(
                folder.resolve("routes/more.camel.yaml"),
                """
                - route:
                    id: stay.more
                    from: { uri: flow:stay/more, parameters: { needs: act }, steps: [ { log: more } ] }
                """);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> caravan.read("/definitions/stay").path("actions").size() == 2);
        ask(400, "POST", migrate, there, "{\"limit\":0}");
        ask(404, "POST", migrate, "/definitions/none/migrate", "{}");
        ask(202, "POST", migrate, there, "{\"dryRun\":true}");
        String report = ask(202, "POST", migrate, there, "{\"note\":\"a test\"}")
                .headers()
                .firstValue("Location")
                .orElseThrow();
        Awaitility.await()
                .until(() -> caravan.read(report).path("state").asText().equals("done"));
        ask(200, "GET", "/definitions/{name}/migrations/{id}", report);
        ask(404, "GET", "/definitions/{name}/migrations/{id}", "/definitions/stay/migrations/none");
    }

    private void pauses(String template, String there, String nowhere) {
        for (String act : List.of("/pause", "/resume")) {
            ask(400, "POST", template + act, there + act, "[]");
            ask(202, "POST", template + act, there + act, "{\"note\":\"a test\"}");
        }
        ask(404, "POST", template + "/pause", nowhere + "/pause", "{}");
        ask(409, "POST", template + "/resume", there + "/resume", "{}");
    }

    private void console() throws Exception {
        ask(200, "GET", "/openapi.json", "/openapi.json");
        begun("stay");
        Awaitility.await()
                .until(() -> caravan.read("/now").path("oldestWaiting").isObject());
        ask(200, "GET", "/now", "/now");
        HttpResponse<java.util.stream.Stream<String>> live =
                HttpClient.newHttpClient().send(caravan.to("/live").build(), BodyHandlers.ofLines());
        assertEquals(200, live.statusCode());
        assertTrue(operation("GET", "/live").at("/responses/200/content").has("text/event-stream"));
        try (var lines = live.body()) {
            String change =
                    lines.filter(line -> line.startsWith("data: ")).findFirst().orElseThrow();
            JsonNode schema = Json.mapper().createObjectNode().put("$ref", "#/components/schemas/Changed");
            var errors = schema(schema).validate(change.substring("data: ".length()), InputFormat.JSON);
            assertTrue(errors.isEmpty(), errors + change);
        }
        seen.add("GET /live 200");
    }

    private void items() {
        String items = "/action-items";
        String item = "{\"title\":\"t\",\"target\":\"crm\"}";
        ask(400, "POST", items, items, "{}");
        ask(415, "POST", items, items, item, "Content-Type", "text/plain");
        String id = json(ask(202, "POST", items, items, item)).path("id").asText();
        ask(207, "POST", items, items, "[" + item + ",{}]");
        ask(202, "POST", items, items, item, "Idempotency-Key", "\"two\"");
        ask(422, "POST", items, items, item.replace("\"t\"", "\"u\""), "Idempotency-Key", "\"two\"");
        String one = "/action-items/{id}";
        ask(200, "GET", one, items + "/" + id);
        ask(404, "GET", one, items + "/none");
        String patch = "application/merge-patch+json";
        ask(202, "PATCH", one, items + "/" + id, "{\"title\":\"u\"}", "Content-Type", patch);
        ask(400, "PATCH", one, items + "/" + id, "[]", "Content-Type", patch);
        ask(404, "PATCH", one, items + "/none", "{}", "Content-Type", patch);
        ask(415, "PATCH", one, items + "/" + id, "{}");
        ask(202, "PUT", one, items + "/" + id, item);
        ask(400, "PUT", one, items + "/" + id, "{}");
        ask(404, "PUT", one, items + "/none", item);
        ask(415, "PUT", one, items + "/" + id, item, "Content-Type", "text/plain");
        String resolve = one + "/exceptions/{exception}/resolve";
        ask(202, "POST", resolve, items + "/" + id + "/exceptions/x/resolve", "{\"note\":\"a test\"}");
        ask(400, "POST", resolve, items + "/" + id + "/exceptions/x/resolve", "{}");
        ask(404, "POST", resolve, items + "/none/exceptions/x/resolve", "{\"note\":\"a test\"}");
        ask(200, "GET", "/entitlements", "/entitlements");
        ask(400, "GET", "/entitlements", "/entitlements?limit=x");
    }

    private void sandbox() {
        String faults = "/sandbox/faults";
        ask(201, "POST", faults, faults, "{\"method\":\"chat.postMessage\",\"status\":500}");
        ask(400, "POST", faults, faults, "{}");
        ask(200, "GET", faults, faults);
        ask(204, "DELETE", faults, faults);
        for (String list : List.of(
                "/sandbox/slack/messages",
                "/sandbox/mail/messages",
                "/sandbox/hubspot/contacts",
                "/sandbox/hubspot/companies",
                "/sandbox/hubspot/deals",
                "/sandbox/hubspot/notes",
                "/sandbox/targets")) {
            ask(200, "GET", list, list);
            ask(400, "GET", list, list + "?limit=x");
        }
        ask(200, "GET", "/sandbox/slack/effects", "/sandbox/slack/effects");
        var some = Map.of(
                "/sandbox/slack/limits", "{\"published\":true}", "/sandbox/hubspot/limits", "{\"perSecond\":100}");
        for (String limits : some.keySet()) {
            ask(200, "POST", limits, limits, some.get(limits));
            ask(400, "POST", limits, limits, "[]");
            ask(200, "GET", limits, limits);
            ask(204, "DELETE", limits, limits);
        }
    }

    /** Whoever is not known, and whoever may less. */
    private void strangers(Path folder) throws Exception {
        Files.createDirectories(folder);
        var random = new SecureRandom();
        var tokens = Map.of(Role.SENDER, Token.make(random), Role.VIEWER, Token.make(random));
        Path file = folder.resolve("tokens");
        Files.write(
                file,
                tokens.entrySet().stream()
                        .map(each -> TokenLine.of("the-" + each.getKey().word(), each.getKey(), each.getValue())
                                .toString())
                        .toList());
        try (var running = RunningCaravan.start(folder, ROUTES, Map.of("caravan.tokens", file.toString()))) {
            caravan = running;
            description.path("paths").properties().forEach(path -> path.getValue()
                    .fieldNames()
                    .forEachRemaining(verb -> {
                        String method = verb.toUpperCase(Locale.ROOT);
                        String asked = path.getKey()
                                .replaceAll("\\{\\w+}", UUID.randomUUID().toString());
                        Role other = method.equals("GET") ? Role.SENDER : Role.VIEWER;
                        ask(401, method, path.getKey(), asked, "{}");
                        ask(
                                403,
                                method,
                                path.getKey(),
                                asked,
                                "{}",
                                "Authorization",
                                "Bearer " + tokens.get(other).text());
                    }));
        }
    }
}
