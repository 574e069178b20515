package io.caravan.component;

import static io.caravan.RunningCaravan.action;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code forEach} on a running Caravan. */
class ListsTest {
    private static final String ROUTES =
            """
            - route:
                id: mailing
                from: { uri: flow:mailing, parameters: { event: mailing }, steps: [ { log: "mailing" } ] }
            - route:
                id: mailing.mail
                from:
                  uri: flow:mailing/mail
                  parameters: { forEach: "${body[people]}", maximumRedeliveries: "0" }
                  steps:
                    - choice:
                        when:
                          - simple: "${body} == 'bad' && ${variable.mended} == null"
                            steps: [ { setHeader: { name: CaravanOutcome, constant: rejected } } ]
                    - setBody: { simple: "${variable.input[title]} ${body} ${header.CaravanItem}" }
            - route:
                id: mailing.summary
                from:
                  uri: flow:mailing/summary
                  parameters: { needs: mail }
                  steps: [ { setBody: { simple: "${variable.mail.size()} letters" } } ]
            """;

    @TempDir
    private static Path folder;

    private static RunningCaravan caravan;

    @BeforeAll
    static void open() throws Exception {
        caravan = RunningCaravan.start(folder, ROUTES);
    }

    @AfterAll
    static void close() {
        caravan.close();
    }

    @Test
    void the_route_runs_once_for_each_item_and_the_result_is_the_list_in_order() {
        JsonNode flow =
                caravan.flow("mailing", "{\"title\":\"Dear\",\"people\":[\"ann\",\"bob\",\"cy\"]}", "completed");
        assertEquals(
                "[\"Dear ann 0\",\"Dear bob 1\",\"Dear cy 2\"]",
                action(flow, "mail").path("result").toString());
        assertEquals("3 letters", action(flow, "summary").path("result").asText());
    }

    @Test
    void an_empty_list_is_done_at_once() {
        JsonNode flow = caravan.flow("mailing", "{\"title\":\"Dear\",\"people\":[]}", "completed");
        assertEquals("[]", action(flow, "mail").path("result").toString());
    }

    @Test
    void what_is_no_list_is_dead() {
        JsonNode flow = caravan.flow("mailing", "{\"title\":\"Dear\",\"people\":\"ann\"}", "failed");
        String message = action(flow, "mail").path("error").path("message").asText();
        assertTrue(message.contains("came to 'ann', which is not a list"), message);
    }

    @Test
    void a_thousand_items_are_done_and_a_thousand_and_one_are_too_many() {
        JsonNode flow = caravan.flow("mailing", "{\"title\":\"T\",\"people\":" + people(1_000) + "}", "completed");
        assertEquals(1_000, action(flow, "mail").path("result").size());
        assertEquals("T 999 999", action(flow, "mail").path("result").path(999).asText());
        flow = caravan.flow("mailing", "{\"title\":\"T\",\"people\":" + people(1_001) + "}", "failed");
        assertEquals(
                "TooManyItems", action(flow, "mail").path("error").path("type").asText());
    }

    private static String people(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void one_dead_item_leaves_the_others_alone_and_only_it_is_replayed() {
        JsonNode flow = caravan.flow("mailing", "{\"title\":\"Dear\",\"people\":[\"ann\",\"bad\",\"cy\"]}", "failed");
        String id = flow.path("id").asText();
        assertEquals("dead", action(flow, "mail").path("state").asText());
        assertTrue(action(flow, "mail").path("error").path("message").asText().startsWith("1 of 3 items are dead"));
        JsonNode items = action(flow, "mail").path("items");
        assertEquals("succeeded", items.path(0).path("state").asText());
        assertEquals("dead", items.path(1).path("state").asText());
        JsonNode letter = letter(id);
        assertEquals("mail", letter.path("action").asText());
        assertEquals(1, letter.path("item").asInt());

        assertEquals(
                202,
                caravan.post("/flows/" + id + "/actions/mail/replay", "{\"note\":\"again\"}")
                        .statusCode());
        flow = caravan.await(
                id,
                page -> action(page, "mail")
                                .path("items")
                                .path(1)
                                .path("attempts")
                                .asInt()
                        == 2);
        assertEquals(
                1, action(flow, "mail").path("items").path(0).path("attempts").asInt());
        caravan.flowAs(id, "failed");

        assertEquals(
                202,
                caravan.post(
                                "/flows/" + id + "/actions/mail/resolve",
                                "{\"note\":\"by hand\",\"result\":[\"all of them\"]}")
                        .statusCode());
        flow = caravan.flowAs(id, "completed");
        assertEquals("[\"all of them\"]", action(flow, "mail").path("result").toString());
        assertTrue(letter(id).isMissingNode());
    }

    private static JsonNode letter(String flow) {
        for (JsonNode letter : caravan.read("/dead-letters").path("items")) {
            if (letter.path("flow").asText().equals(flow)) {
                return letter;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
}
