package io.caravan.console;

import static io.caravan.RunningCaravan.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actions that gave up, and the incidents that they amount to. */
class DeadLettersTest {
    private static final String ROUTES =
            """
            - route:
                id: f
                from: { uri: flow:f, parameters: { event: t }, steps: [ { log: "t" } ] }
            - route:
                id: f.pay
                from:
                  uri: flow:f/pay
                  parameters: { maximumRedeliveries: 0 }
                  steps:
                    - throwException: { exceptionType: "java.lang.IllegalArgumentException", message: "no account ${body[n]}" }
            - route:
                id: f.ship
                from:
                  uri: flow:f/ship
                  parameters: { maximumRedeliveries: 0 }
                  steps:
                    - throwException: { exceptionType: "java.lang.IllegalStateException", message: "no stock" }
            """;

    private RunningCaravan caravan;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        caravan = RunningCaravan.start(folder, ROUTES);
    }

    @AfterEach
    void close() {
        caravan.close();
    }

    private String failed(int n) {
        String id = caravan.event("t", "{\"n\":" + n + "}").at("/flows/0/id").asText();
        caravan.await(id, flow -> {
            int dead = 0;
            for (JsonNode action : flow.path("actions")) {
                dead += action.path("state").asText().equals("dead") ? 1 : 0;
            }
            return dead == 2;
        });
        return id;
    }

    @Test
    void letters_are_listed_the_newest_flow_first_page_by_page() {
        String first = failed(1);
        String second = failed(2);
        var letters = new ArrayList<String>();
        String cursor = "";
        while (!cursor.equals("null")) {
            JsonNode page = caravan.read("/dead-letters?limit=3" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.path("items")
                    .forEach(each -> letters.add(each.path("flow").asText() + " "
                            + each.path("action").asText()));
            cursor = page.path("next").asText("null");
        }
        assertEquals(List.of(second + " ship", second + " pay", first + " ship", first + " pay"), letters);
    }

    @Test
    void a_letter_tells_its_error_and_its_group() {
        String flow = failed(17);
        JsonNode letter = caravan.read("/dead-letters").at("/items/1");
        assertEquals(flow, letter.path("flow").asText());
        assertEquals("pay", letter.path("action").asText());
        assertEquals("no account 17", letter.at("/error/message").asText());
        assertEquals("IllegalArgumentException", letter.at("/error/type").asText());
        assertEquals(1, letter.path("attempts").asInt());
        assertTrue(letter.path("at").asText().endsWith("Z"), letter.toString());
    }

    @Test
    void letters_of_one_cause_are_one_group_whatever_their_values() {
        failed(1);
        failed(2);
        JsonNode groups = caravan.read("/dead-letters/groups").path("items");
        assertEquals(2, groups.size());
        for (JsonNode group : groups) {
            assertEquals(2, group.path("count").asInt());
            JsonNode letters =
                    caravan.read("/dead-letters?group=" + group.path("group").asText());
            assertEquals(2, letters.path("items").size());
            letters.path("items")
                    .forEach(each -> assertEquals(
                            group.path("action").asText(), each.path("action").asText()));
        }
    }

    @Test
    void what_was_mended_is_no_letter_any_more() {
        String flow = failed(1);
        caravan.post("/flows/" + flow + "/actions/pay/skip", "");
        JsonNode letters = caravan.read("/dead-letters").path("items");
        assertEquals(1, letters.size());
        assertEquals("ship", letters.at("/0/action").asText());
    }

    @Test
    void a_cursor_that_is_none_is_refused() {
        var refused = caravan.get("/dead-letters?cursor=x");
        assertEquals(400, refused.statusCode());
        assertEquals("Bad cursor", json(refused).path("title").asText());
    }
}
