package io.caravan.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kamelet and the flow that docs/connectors.md shows are run against a pager that keeps its pages. */
final class ConnectorsPageTest {
    private static final int MOST_LINES = 60;
    private static final Pattern EXAMPLE =
            Pattern.compile("(?ms)^```yaml kamelet$\\n(.*?)^```$.*?^```yaml$\\n(.*?)^```$");
    private static final Map<String, String> pages = new ConcurrentHashMap<>();

    private static ThirdParty pager;
    private static RunningCaravan caravan;
    private static String example;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Matcher found = EXAMPLE.matcher(Files.readString(Path.of("docs/connectors.md")));
        assertTrue(found.find());
        example = found.group(1) + found.group(2);
        Path kamelets = Files.createDirectories(folder.resolve("routes/kamelets"));
        Files.writeString(kamelets.resolve("pager-page-action.kamelet.yaml"), found.group(1));
        pager = new ThirdParty();
        caravan = RunningCaravan.start(
                folder, found.group(2), Map.of("caravan.pager.url", pager.url(), "caravan.pager.token", "pager-token"));
    }

    @AfterAll
    static void stop() {
        caravan.close();
        pager.close();
    }

    @BeforeEach
    void forget() {
        pages.clear();
        pager.forget().answersBelow("/pages/", ConnectorsPageTest::tell);
    }

    @Test
    void the_example_is_short() {
        assertTrue(example.lines().count() < MOST_LINES);
    }

    @Test
    void a_page_is_sent_with_its_fields_and_none_of_our_headers() {
        pager.answers("/pages", ConnectorsPageTest::take);

        JsonNode flow = outage("completed");

        assertEquals("p1", result(flow).path("id").asText());
        ThirdParty.Asked asked = pager.asked("/pages");
        assertEquals("db \"one\" & co", asked.json().path("service").asText());
        assertEquals(flow.path("id").asText(), asked.headers().get("Page-Key"));
        assertEquals("Bearer pager-token", asked.headers().get("Authorization"));
        assertTrue(
                asked.headers().keySet().stream().noneMatch(name -> name.startsWith("Caravan")),
                asked.headers()::toString);
    }

    @Test
    void a_page_whose_answer_was_lost_is_found_and_not_sent_again() {
        pager.answers("/pages", request -> {
            keep(request);
            request.connection().close();
        });

        JsonNode flow = outage("completed");

        assertEquals("p1", result(flow).path("id").asText());
        assertEquals(1, sent());
    }

    @Test
    void a_page_that_is_absent_after_an_error_is_sent_again() {
        AtomicInteger calls = new AtomicInteger();
        pager.answers("/pages", request -> {
            if (calls.incrementAndGet() == 1) {
                request.response().setStatusCode(503).end("<html>");
            } else {
                take(request);
            }
        });

        outage("completed");

        assertEquals(2, sent());
        assertEquals(1, pages.size());
    }

    @Test
    void a_probe_that_learns_nothing_leaves_it_uncertain() {
        pager.forget().answersBelow("/pages/", request -> request.response()
                .setStatusCode(500)
                .end());
        pager.answers("/pages", request -> request.response().setStatusCode(500).end());

        assertEquals("uncertain", action(outage("failed")).path("state").asText());
    }

    @Test
    void a_refusal_in_the_body_or_by_its_status_is_dead_at_once() {
        pager.answers("/pages", 200, "{\"accepted\":false}");
        assertEquals("rejected", action(outage("failed")).at("/error/outcome").asText());
        pager.answers("/pages", 400, "{}");
        assertEquals("rejected", action(outage("failed")).at("/error/outcome").asText());
        assertEquals(2, sent());
    }

    private static JsonNode outage(String status) {
        return caravan.flow("outage", "{\"service\":\"db \\\"one\\\" & co\"}", status);
    }

    private static JsonNode action(JsonNode flow) {
        return RunningCaravan.action(flow, "page");
    }

    private static JsonNode result(JsonNode flow) {
        return action(flow).path("result");
    }

    private static long sent() {
        return pager.asked().stream()
                .filter(asked -> asked.path().equals("/pages"))
                .count();
    }

    private static void keep(HttpServerRequest request) {
        pages.put(request.getHeader("Page-Key"), "{\"id\":\"p1\"}");
    }

    private static void take(HttpServerRequest request) {
        keep(request);
        request.response().setStatusCode(201).end(pages.get(request.getHeader("Page-Key")));
    }

    private static void tell(HttpServerRequest request) {
        String page = pages.get(request.path().substring("/pages/".length()));
        request.response().setStatusCode(page == null ? 404 : 200).end(page == null ? "" : page);
    }
}
