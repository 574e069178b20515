package io.caravan.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import io.caravan.postgres.TestDatabase;
import io.caravan.store.Json;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The asynchronous API of action items; many tests are a defect of the system that it comes from, which Caravan has not. */
class ActionItemsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String SOCKS = "{\"title\":\"Buy socks\",\"target\":\"ada\"}";

    @TempDir
    private static Path folder;

    private static RunningCaravan caravan;

    @BeforeAll
    static void start() throws IOException {
        String shipped = Files.readString(Path.of("routes/action-items.camel.yaml"));
        caravan = RunningCaravan.start(folder, shipped, Map.of("caravan.action-items.patience", "5s"));
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    private static HttpResponse<String> send(String method, String path, String type, String body, String... headers) {
        HttpRequest.Builder request = caravan.to(path).header("Content-Type", type);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return caravan.send(
                request.method(method, BodyPublishers.ofString(body)).build());
    }

    private static HttpResponse<String> create(String body, String... headers) {
        return send("POST", "/action-items", "application/json", body, headers);
    }

    private static HttpResponse<String> patch(String item, String body, String... headers) {
        return send("PATCH", "/action-items/" + item, "application/merge-patch+json", body, headers);
    }

    /** The id of an item that was asked for. */
    private static String created(String body) {
        HttpResponse<String> answer = create(body);
        assertEquals(202, answer.statusCode(), answer.body());
        String id = RunningCaravan.json(answer).path("id").asText();
        assertEquals(
                "/action-items/" + id, answer.headers().firstValue("Location").orElse(""));
        return id;
    }

    private static JsonNode item(String id) {
        return caravan.read("/action-items/" + id);
    }

    private static JsonNode await(String id, Predicate<JsonNode> as) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(25))
                .until(() -> item(id), as);
    }

    private static Predicate<JsonNode> has(String field, String text) {
        return item -> item.path(field).asText().equals(text);
    }

    private static Predicate<JsonNode> exceptions(int count) {
        return item -> item.path("exceptions").size() == count;
    }

    /** An id as this Caravan would issue it, for an item that nobody asked for. */
    private static String issued() {
        // a creation that waits for a parent that never comes has an id, and makes no item
        return created("{\"title\":\"Orphan\",\"target\":\"ada\",\"parent\":\"nobody\"}");
    }

    @Test
    void what_was_accepted_is_found_at_once_and_is_open_soon() {
        String id = created("{\"title\":\"Buy socks\",\"target\":\"ada\",\"effort\":1.50}");
        JsonNode at = item(id);
        assertTrue(List.of("pending", "open").contains(at.path("status").asText()), at.toString());
        JsonNode open = await(id, has("status", "open"));
        assertEquals("Buy socks", open.path("title").asText());
        assertEquals("ada", open.path("target").asText());
        assertEquals("1.50", open.path("effort").asText());
        assertEquals(0, open.path("exceptions").size());
    }

    @Test
    void an_id_that_was_never_issued_is_unknown_whoever_invents_it() {
        String id = created(SOCKS);
        String forged = id.substring(0, id.length() - 1) + (id.endsWith("0") ? "1" : "0");
        for (String each :
                List.of("x", "018f3c7e-0000-7000-8000-000000000000", forged, id.toUpperCase(java.util.Locale.ROOT))) {
            assertEquals(404, caravan.get("/action-items/" + each).statusCode(), each);
            assertEquals(404, patch(each, "{}").statusCode(), each);
        }
    }

    /** While nobody can write to the items; whatever is to be applied meanwhile waits, and would then come in any order. */
    private static void whileLocked(Runnable requests) throws SQLException {
        String url = TestDatabase.url(folder).orElse("jdbc:sqlite:" + folder.resolve("data/sample.db"));
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            if (url.startsWith("jdbc:sqlite:")) {
                statement.execute("BEGIN IMMEDIATE");
            } else {
                connection.setAutoCommit(false);
                statement.execute("LOCK TABLE sample.action_item IN EXCLUSIVE MODE");
            }
            requests.run();
            statement.execute("ROLLBACK");
        }
    }

    @Test
    void changes_of_one_item_apply_in_the_order_of_their_acceptance() throws SQLException {
        String id = created(SOCKS);
        await(id, has("status", "open"));
        whileLocked(() -> {
            for (int i = 1; i <= 20; i++) {
                assertEquals(
                        202,
                        patch(id, "{\"step\":" + i + ",\"at" + i + "\":true}").statusCode());
            }
        });
        assertEquals(202, patch(id, "{\"status\":\"completed\"}").statusCode());
        JsonNode done = await(id, has("status", "completed"));
        assertEquals(20, done.path("step").asInt());
        IntStream.rangeClosed(1, 20).forEach(i -> assertTrue(done.path("at" + i).asBoolean(), "at" + i));
    }

    @Test
    void a_patch_merges_and_null_removes() {
        String id = created("{\"title\":\"T\",\"target\":\"ada\",\"a\":{\"b\":1,\"c\":2},\"d\":[1,2]}");
        patch(id, "{\"title\":\"U\",\"a\":{\"c\":null,\"e\":3},\"d\":[4]}");
        JsonNode patched = await(id, has("title", "U"));
        assertEquals(Json.tree("{\"b\":1,\"e\":3}"), patched.path("a"));
        assertEquals(Json.tree("[4]"), patched.path("d"));
    }

    @Test
    void a_put_replaces_and_what_was_read_can_be_sent_back() {
        String id = created("{\"title\":\"T\",\"target\":\"ada\",\"gone\":1}");
        JsonNode read = await(id, has("status", "open"));
        assertEquals(
                202,
                send("PUT", "/action-items/" + id, "application/json", "{\"title\":\"P\",\"target\":\"bob\"}")
                        .statusCode());
        JsonNode put = await(id, has("title", "P"));
        assertFalse(put.has("gone"));
        assertEquals(
                202,
                send("PUT", "/action-items/" + id, "application/json", Json.write(read))
                        .statusCode());
        JsonNode back = await(id, has("title", "T"));
        assertEquals(1, back.path("gone").asInt());
        assertEquals(id, back.path("id").asText());
        assertEquals(0, back.path("exceptions").size());
    }

    @Test
    void what_cannot_be_applied_is_appended_to_the_exceptions_and_stops_nothing() {
        String id = created(SOCKS);
        HttpResponse<String> wrong = patch(id, "{\"title\":null,\"colour\":\"red\"}");
        patch(id, "{\"status\":\"eaten\"}");
        patch(id, "{\"colour\":\"green\"}");
        JsonNode item = await(id, has("colour", "green"));
        assertEquals("Buy socks", item.path("title").asText());
        assertEquals(2, item.path("exceptions").size());
        JsonNode exception = item.path("exceptions").path(0);
        assertEquals(
                RunningCaravan.json(wrong).path("request").asText(),
                exception.path("id").asText());
        assertEquals("invalid", exception.path("code").asText());
        assertTrue(exception.path("message").asText().contains("title"), exception.toString());
        assertEquals(1, exception.path("attempt").asInt());
        assertEquals(
                "red", exception.path("request").path("document").path("colour").asText());
        assertTrue(exception.path("resolved").isNull());
    }

    @Test
    void an_exception_is_resolved_with_a_note_and_never_deleted() {
        String id = created(SOCKS);
        patch(id, "{\"title\":7}");
        String exception =
                await(id, exceptions(1)).path("exceptions").path(0).path("id").asText();
        String path = "/action-items/" + id + "/exceptions/" + exception + "/resolve";
        assertEquals(400, caravan.post(path, "{}").statusCode());
        assertEquals(202, caravan.post(path, "{\"note\":\"told the author\"}").statusCode());
        JsonNode resolved = await(id, item -> !item.path("exceptions")
                        .path(0)
                        .path("resolved")
                        .isNull())
                .path("exceptions")
                .path(0)
                .path("resolved");
        assertEquals("told the author", resolved.path("note").asText());
        assertEquals("local", resolved.path("by").asText());
        caravan.post(path, "{\"note\":\"another\"}");
        patch(id, "{\"exceptions\":[],\"after\":true}");
        JsonNode after = await(id, item -> item.path("after").asBoolean());
        assertEquals(
                "told the author",
                after.path("exceptions").path(0).path("resolved").path("note").asText());
        assertEquals(
                405,
                send("DELETE", "/action-items/" + id, "application/json", "").statusCode());
    }

    @Test
    void a_change_before_the_creation_waits_for_it() {
        String parent = issued();
        String child = created("{\"title\":\"Child\",\"target\":\"ada\",\"parent\":\"" + parent + "\"}");
        patch(child, "{\"title\":\"Patched\"}");
        assertEquals("pending", item(child).path("status").asText());
        JsonNode late = await(child, exceptions(2));
        assertEquals("pending", late.path("status").asText());
        assertEquals(
                List.of("not-created", "unknown-parent"),
                Stream.of(0, 1)
                        .map(at -> late.path("exceptions").path(at).path("code").asText())
                        .sorted()
                        .toList());
    }

    @Test
    void children_and_their_changes_wait_for_the_parent_that_is_not_there_yet() throws SQLException {
        var children = new ArrayList<String>();
        whileLocked(() -> {
            String parent = created("{\"title\":\"Parent\",\"target\":\"ada\"}");
            for (int i = 0; i < 10; i++) {
                String child = created("{\"title\":\"Child\",\"target\":\"ada\",\"parent\":\"" + parent + "\"}");
                patch(child, "{\"title\":\"Patched\"}");
                children.add(child);
            }
        });
        for (String child : children) {
            JsonNode patched = await(child, has("title", "Patched"));
            assertEquals(0, patched.path("exceptions").size(), patched.toString());
        }
    }

    @Test
    void a_batch_is_answered_item_by_item() {
        HttpResponse<String> answer = create("[" + SOCKS + ",{\"title\":\"No target\"}," + SOCKS + ",7]");
        assertEquals(207, answer.statusCode());
        JsonNode lines = RunningCaravan.json(answer);
        assertEquals(
                List.of(202, 400, 202, 400),
                IntStream.range(0, lines.size())
                        .mapToObj(at -> lines.path(at).path("status").asInt())
                        .toList());
        assertTrue(lines.path(1).path("detail").asText().contains("target"), lines.toString());
        assertNotEquals(lines.path(0).path("id"), lines.path(2).path("id"));
        await(lines.path(2).path("id").asText(), has("status", "open"));
        assertEquals(400, create("[]").statusCode());
    }

    @Test
    void a_repeat_with_the_same_key_is_one_request() throws Exception {
        String[] key = {"Idempotency-Key", "\"order-7\""};
        List<CompletableFuture<HttpResponse<String>>> all = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> create(SOCKS, key)))
                .limit(8)
                .toList();
        List<JsonNode> answers = all.stream()
                .map(CompletableFuture::join)
                .map(RunningCaravan::json)
                .toList();
        assertEquals(
                1,
                answers.stream()
                        .map(each -> each.path("id").asText())
                        .distinct()
                        .count());
        assertEquals(
                1,
                answers.stream()
                        .filter(each -> !each.path("duplicate").asBoolean())
                        .count());
        String id = answers.get(0).path("id").asText();
        await(id, has("status", "open"));
        HttpResponse<String> other = create("{\"title\":\"Other\",\"target\":\"ada\"}", key);
        assertEquals(422, other.statusCode());
        patch(id, "{\"n\":1}", "Idempotency-Key", "p");
        patch(id, "{\"n\":2}");
        assertTrue(RunningCaravan.json(patch(id, "{\"n\":1}", "Idempotency-Key", "p"))
                .path("duplicate")
                .asBoolean());
        patch(id, "{\"last\":true}");
        assertEquals(
                2, await(id, item -> item.path("last").asBoolean()).path("n").asInt());
    }

    @Test
    void the_items_of_a_batch_that_is_repeated_are_the_same() {
        String batch = "[" + SOCKS + "," + SOCKS + "]";
        JsonNode first = RunningCaravan.json(create(batch, "Idempotency-Key", "batch-1"));
        JsonNode second = RunningCaravan.json(create(batch, "Idempotency-Key", "batch-1"));
        assertNotEquals(first.path(0).path("id"), first.path(1).path("id"));
        for (int at = 0; at < 2; at++) {
            assertEquals(first.path(at).path("id"), second.path(at).path("id"));
            assertTrue(second.path(at).path("duplicate").asBoolean());
        }
    }

    private static String large(int size) {
        return "{\"title\":\"Large\",\"target\":\"ada\",\"text\":\"" + "x".repeat(size) + "\"}";
    }

    /** The data of the newest event that was stored for an item. */
    private static JsonNode asked(String type, String id) {
        for (JsonNode event : caravan.read("/events?limit=20&type=" + type).path("items")) {
            if (event.path("subject").asText().equals(id)) {
                return event.path("data");
            }
        }
        throw new AssertionError("no " + type + " of " + id);
    }

    @Test
    void a_large_document_travels_behind_a_ticket() {
        String id = created(large(200_000));
        assertEquals(
                200_000, await(id, has("status", "open")).path("text").asText().length());
        JsonNode data = asked("action-item.creation", id);
        assertTrue(data.path("claim").asText().startsWith("claim:"), data::toString);
        assertFalse(data.has("document"), data::toString);
        assertEquals(202, patch(id, "{\"text\":\"" + "y".repeat(70_000) + "\"}").statusCode());
        assertEquals(
                70_000,
                await(id, item -> item.path("text").asText().startsWith("y"))
                        .path("text")
                        .asText()
                        .length());
        assertEquals(202, patch(id, "{\"text\":\"" + "z".repeat(60_000) + "\"}").statusCode());
        await(id, item -> item.path("text").asText().startsWith("z"));
        assertTrue(asked("action-item.change", id).has("document"));
    }

    @Test
    void a_large_document_is_compared_when_its_key_comes_again() {
        String[] key = {"Idempotency-Key", "large-1"};
        assertEquals(202, create(large(100_000), key).statusCode());
        String otherwise = "{\"text\":\"" + "x".repeat(100_000) + "\",\"target\":\"ada\",\"title\":\"Large\"}";
        JsonNode repeat = RunningCaravan.json(create(otherwise, key));
        assertTrue(repeat.path("duplicate").asBoolean(), repeat::toString);
        assertEquals(422, create(large(100_001), key).statusCode());
        assertEquals(422, create(SOCKS, key).statusCode());
    }

    @Test
    void a_document_of_some_mebibytes_comes_through_and_one_of_more_than_16_is_refused() {
        String id = created(large(5 * 1024 * 1024));
        JsonNode item = await(id, has("status", "open"));
        assertEquals(5 * 1024 * 1024, item.path("text").asText().length());
        assertEquals(413, create(large(16 * 1024 * 1024)).statusCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|application/json|{\"title\":\"T\"}|400|target",
                "POST|application/json|{\"title\":\" \",\"target\":\"ada\"}|400|title",
                "POST|application/json|{\"title\":\"T\",\"target\":\"ada\",\"status\":\"lost\"}|400|status",
                "POST|application/json|{\"title\":\"T\",\"target\":\"ada\",\"parent\":7}|400|parent",
                "POST|application/json|{|400|JSON",
                "POST|text/plain|x|415|application/json",
                "PATCH|application/json|{}|415|merge-patch",
                "PATCH|application/merge-patch+json|[]|400|object",
                "PUT|application/json|{\"title\":\"T\"}|400|target"
            })
    void a_mistake_is_told_before_anything_is_stored(String method, String type, String body, int status, String word) {
        String path = method.equals("POST") ? "/action-items" : "/action-items/" + created(SOCKS);
        HttpResponse<String> refused = send(method, path, type, body);
        assertEquals(status, refused.statusCode());
        assertTrue(RunningCaravan.json(refused).path("detail").asText().contains(word), refused.body());
    }

    @Test
    void ids_are_known_again_after_a_restart(@TempDir Path own) throws IOException {
        String shipped = Files.readString(Path.of("routes/action-items.camel.yaml"));
        String id;
        try (RunningCaravan before = RunningCaravan.start(own, shipped)) {
            id = RunningCaravan.json(before.post("/action-items", SOCKS))
                    .path("id")
                    .asText();
        }
        try (RunningCaravan after = RunningCaravan.start(own, shipped)) {
            Awaitility.await().atMost(PATIENCE).until(() -> after.read("/action-items/" + id)
                    .path("status")
                    .asText()
                    .equals("open"));
            assertEquals(404, caravan.get("/action-items/" + id).statusCode());
        }
    }

    @Test
    void nobody_changes_an_item_by_an_event_from_outside() {
        String id = created(SOCKS);
        await(id, has("status", "open"));
        JsonNode accepted = RunningCaravan.json(caravan.post(
                "/events",
                "{\"type\":\"action-item.change\",\"subject\":\"" + id + "\",\"data\":{\"item\":\"" + id
                        + "\",\"request\":\"r\",\"kind\":\"patch\",\"document\":{\"title\":\"Stolen\"}}}"));
        assertEquals(0, accepted.path("flows").size());
    }
}
