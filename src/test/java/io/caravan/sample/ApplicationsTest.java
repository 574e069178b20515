package io.caravan.sample;

import static io.caravan.RunningCaravan.action;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import io.caravan.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Side effects of what happens to applications; each test is a defect of the system that they come from, which Caravan has not. */
class ApplicationsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @TempDir
    private static Path folder;

    private static RunningCaravan caravan;

    /** As shipped, but for the first delay of a repeat, which would be ten seconds. */
    @BeforeAll
    static void start() throws IOException {
        String shipped = Files.readString(Path.of("routes/applications.camel.yaml"));
        assertTrue(shipped.contains("redeliveryDelay: 10000"));
        caravan = RunningCaravan.start(folder, shipped.replace("redeliveryDelay: 10000", "redeliveryDelay: 20"));
    }

    /** A fault that one test plants must not strike what another has left behind. */
    @BeforeEach
    void isQuiet() {
        caravan.send(caravan.to("/sandbox/faults").DELETE().build());
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> caravan.read("/flows?status=running").path("items").isEmpty());
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    private static JsonNode happened(String what, String application, Map<String, Object> more) {
        var data = new java.util.LinkedHashMap<String, Object>(more);
        data.put("application", application);
        data.put("resource", "corpus-" + application);
        data.putIfAbsent("applicant", application + "@example.org");
        return caravan.event("application." + what, Json.write(data));
    }

    private static String flow(JsonNode accepted, String name) {
        for (JsonNode flow : accepted.path("flows")) {
            if (flow.path("name").asText().equals(name)) {
                return flow.path("id").asText();
            }
        }
        throw new AssertionError("no flow " + name + " in " + accepted);
    }

    private static List<JsonNode> items(String path, Predicate<JsonNode> wanted) {
        var items = new ArrayList<JsonNode>();
        caravan.read(path).path("items").forEach(item -> {
            if (wanted.test(item)) {
                items.add(item);
            }
        });
        return items;
    }

    private static List<JsonNode> mails(String address) {
        return items(
                "/sandbox/mail/messages?limit=1000",
                mail -> mail.path("recipients").path(0).asText().equals(address));
    }

    /** What a target was told of an application, in order. */
    private static List<String> told(String target, String application) {
        return items(
                        "/sandbox/targets?limit=1000",
                        post -> post.path("target").asText().equals(target)
                                && post.path("body")
                                        .path("application")
                                        .asText()
                                        .equals(application))
                .stream()
                .map(post -> post.path("body").path("type").asText())
                .toList();
    }

    private static void plant(String fault) {
        assertEquals(201, caravan.post("/sandbox/faults", fault).statusCode());
    }

    private static int entitlements(String user) {
        return caravan.read("/entitlements?user=" + user).path("items").size();
    }

    @Test
    void an_entitlement_is_there_as_soon_as_the_approval_is_acknowledged() {
        for (int i = 0; i < 20; i++) {
            happened("approved", "now" + i, Map.of());
            assertEquals(1, entitlements("now" + i + "@example.org"));
        }
    }

    @Test
    void the_bot_turns_a_submission_into_an_approval_in_the_same_transaction() {
        JsonNode accepted = happened("submitted", "bot", Map.of("bot", true));
        assertEquals(1, entitlements("bot@example.org"));
        JsonNode approval = items(
                        "/events?type=application.approved",
                        event -> event.path("data").path("application").asText().equals("bot"))
                .get(0);
        assertEquals("/flow/approver-bot", approval.path("source").asText());
        caravan.flowAs(flow(accepted, "approver-bot"), "completed");
    }

    @Test
    void without_the_bot_nobody_is_entitled_by_asking() {
        JsonNode accepted = happened("submitted", "ask", Map.of("handlers", List.of("head@example.org")));
        caravan.flowAs(flow(accepted, "application-mails"), "completed");
        assertEquals(0, entitlements("ask@example.org"));
        assertEquals(1, mails("head@example.org").size());
        assertEquals(1, mails("ask@example.org").size());
    }

    @Test
    void one_bad_address_is_repeated_alone_and_nobody_gets_a_mail_twice() {
        plant("{\"method\":\"/mail/bad@example.org\",\"status\":550,\"body\":\"no such user\",\"count\":1}");
        plant("{\"method\":\"/mail/busy@example.org\",\"status\":451,\"count\":3}");
        JsonNode accepted = happened(
                "rejected",
                "team",
                Map.of("members", List.of("bad@example.org", "busy@example.org", "good@example.org")));
        String flow = flow(accepted, "application-mails");
        caravan.flowAs(flow, "failed");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> mails("busy@example.org").size() == 1);
        JsonNode letter = items(
                        "/dead-letters", each -> each.path("flow").asText().equals(flow))
                .get(0);
        assertEquals(1, letter.path("item").asInt());
        caravan.post("/flows/" + flow + "/actions/send/replay", "{\"note\":\"the address is there now\"}");
        caravan.flowAs(flow, "completed");
        for (String each : List.of("team", "bad", "busy", "good")) {
            assertEquals(1, mails(each + "@example.org").size(), each);
        }
    }

    @Test
    void one_target_that_is_away_holds_up_no_other() {
        plant("{\"method\":\"/targets/library\",\"status\":503}");
        happened("approved", "lib", Map.of());
        Awaitility.await().atMost(PATIENCE).until(() -> told("archive", "lib").size() == 1);
        assertEquals(0, told("library", "lib").size());
        caravan.send(caravan.to("/sandbox/faults").DELETE().build());
        Awaitility.await().atMost(PATIENCE).until(() -> told("library", "lib").size() == 1);
    }

    @Test
    void a_target_that_names_a_time_is_not_asked_again_before_it() {
        plant("{\"method\":\"/targets/archive\",\"status\":429,\"headers\":{\"Retry-After\":\"2\"},\"count\":1}");
        happened("approved", "calm", Map.of());
        Awaitility.await().atMost(PATIENCE).until(() -> told("archive", "calm").size() == 1);
        Duration longest = Duration.ZERO;
        for (JsonNode each : items("/flows?name=entitlement-post&key=calm@example.org", any -> true)) {
            JsonNode facts =
                    caravan.flowAs(each.path("id").asText(), "completed").path("facts");
            Duration took = Duration.between(at(facts, "started"), at(facts, "succeeded"));
            longest = took.compareTo(longest) > 0 ? took : longest;
        }
        assertTrue(longest.compareTo(Duration.ofSeconds(2)) >= 0, longest::toString);
    }

    private static Instant at(JsonNode facts, String type) {
        for (JsonNode fact : facts) {
            if (fact.path("type").asText().equals(type)) {
                return Instant.parse(fact.path("at").asText());
            }
        }
        throw new AssertionError("no fact " + type + " in " + facts);
    }

    @Test
    void a_target_is_told_in_the_order_of_what_happened_even_when_the_first_telling_fails() {
        plant("{\"method\":\"/targets/archive\",\"status\":429,\"count\":3}");
        happened("approved", "ord", Map.of());
        happened("revoked", "ord", Map.of());
        Awaitility.await().atMost(PATIENCE).until(() -> told("archive", "ord").size() == 2);
        assertEquals(List.of("entitlement.granted", "entitlement.revoked"), told("archive", "ord"));
        assertEquals(0, entitlements("ord@example.org"));
    }

    @Test
    void what_was_given_up_is_sent_again_by_replay() {
        plant("{\"method\":\"/targets/archive\",\"status\":400,\"count\":1}");
        happened("approved", "again", Map.of());
        String flow = Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> items("/flows?name=entitlement-post&status=failed&key=again@example.org", any -> true),
                        found -> found.size() == 1)
                .get(0)
                .path("id")
                .asText();
        assertEquals(List.of(), told("archive", "again"));
        caravan.post("/flows/" + flow + "/actions/post/replay", "{\"note\":\"the archive is mended\"}");
        caravan.flowAs(flow, "completed");
        assertEquals(List.of("entitlement.granted"), told("archive", "again"));
    }

    @Test
    void what_was_delivered_can_be_looked_up_with_its_attempts() {
        plant("{\"method\":\"/targets/archive\",\"status\":503,\"count\":1}");
        happened("approved", "past", Map.of());
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> items("/flows?name=entitlement-post&status=completed&key=past@example.org", any -> true)
                                .size()
                        == 2);
        int attempts = 0;
        for (JsonNode flow : items("/flows?name=entitlement-post&key=past@example.org", any -> true)) {
            JsonNode post = action(caravan.read("/flows/" + flow.path("id").asText()), "post");
            attempts += post.path("attempts").asInt();
            assertEquals("HTTP 204", post.path("result").asText());
        }
        assertEquals(3, attempts);
    }

    @Test
    void the_table_takes_over_and_a_repeated_or_late_row_undoes_nothing() {
        happened("approved", "tab", Map.of("members", List.of("mem@example.org")));
        happened("closed", "tab", Map.of());
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> items("/flows?name=entitlement&status=completed&key=tab@example.org", any -> true)
                                .size()
                        == 2);
        assertEquals(0, entitlements("tab@example.org"));
        assertEquals(1, entitlements("mem@example.org"));
    }

    @Test
    void what_is_older_than_a_day_is_read_from_the_table(@TempDir Path own) throws IOException {
        String shipped = Files.readString(Path.of("routes/applications.camel.yaml"));
        try (RunningCaravan before = RunningCaravan.start(own, shipped)) {
            for (String each : List.of("approved a", "approved b", "approved c", "approved d", "closed b")) {
                String[] words = each.split(" ");
                before.event(
                        "application." + words[0],
                        "{\"application\":\"x\",\"resource\":\"r-" + words[1] + "\",\"applicant\":\"ada\"}");
            }
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> before.read("/flows?name=entitlement&status=completed")
                                    .path("items")
                                    .size()
                            == 5);
        }
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));
        try (RunningCaravan after = RunningCaravan.start(own, shipped, Map.of(), later)) {
            assertEquals(List.of("r-a", "r-c", "r-d"), pages(after, "ada"));
        }
    }

    /** The resources of a user, one by one. */
    private static List<String> pages(RunningCaravan from, String user) {
        var seen = new ArrayList<String>();
        JsonNode list = from.read("/entitlements?limit=1&user=" + user);
        for (int page = 0; page < 20; page++) {
            list.path("items").forEach(item -> seen.add(item.path("resource").asText()));
            if (list.path("next").isNull()) {
                return seen;
            }
            list = from.read("/entitlements?limit=1&user=" + user + "&cursor="
                    + list.path("next").asText());
        }
        throw new AssertionError("pages without end: " + seen);
    }

    @Test
    void an_application_that_says_not_whose_it_is_changes_nothing_and_says_why() {
        JsonNode accepted = caravan.event("application.approved", "{\"application\":\"x\",\"resource\":\"r\"}");
        JsonNode failed = caravan.flowAs(flow(accepted, "entitlements"), "failed");
        assertEquals(
                "The application's field 'applicant' is missing or no text; send it.",
                action(failed, "trigger").path("error").path("message").asText());
    }

    @Test
    void nobody_is_entitled_by_an_event_from_outside() {
        caravan.event(
                "entitlement.granted", "{\"user\":\"eve@example.org\",\"resource\":\"r\",\"application\":\"none\"}");
        assertEquals(0, entitlements("eve@example.org"));
        assertEquals(
                0,
                caravan.read("/flows?name=entitlement&key=eve@example.org")
                        .path("items")
                        .size());
    }

    @Test
    void the_list_comes_in_pages() {
        for (String each : List.of("page-a", "page-b", "page-c")) {
            happened("approved", each, Map.of("applicant", "reader@example.org"));
        }
        assertEquals(List.of("corpus-page-a", "corpus-page-b", "corpus-page-c"), pages(caravan, "reader@example.org"));
        assertEquals(400, caravan.get("/entitlements?cursor=%21").statusCode());
        assertEquals(400, caravan.get("/entitlements?limit=x").statusCode());
    }
}
