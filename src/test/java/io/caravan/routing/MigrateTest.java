package io.caravan.routing;

import static io.caravan.RunningCaravan.action;
import static io.caravan.RunningCaravan.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Running flows are moved to the version that a route file has been edited to. */
class MigrateTest {
    private static final String FIRST =
            """
            - route:
                id: order
                from:
                  uri: flow:order
                  parameters: { event: order, key: "${body[n]}", when: "${body[n]} > 0" }
                  steps: [ { log: "order" } ]
            - route:
                id: order.pay
                from:
                  uri: flow:order/pay
                  parameters: { awaits: paid, correlate: "order-${body[n]}" }
                  steps: [ { setBody: { constant: "paid" } } ]
            - route:
                id: order.ship
                from:
                  uri: flow:order/ship
                  parameters: { needs: pay, awaits: shipped, correlate: "order-${body[n]}" }
                  steps: [ { setBody: { constant: "shipped" } } ]
            """;

    private static final String SECOND = FIRST.replace("awaits: shipped", "awaits: sent")
            + """
            - route:
                id: order.thank
                from:
                  uri: flow:order/thank
                  parameters: { needs: pay }
                  steps: [ { setBody: { constant: "thank you" } } ]
            """;

    @TempDir
    private Path folder;

    @Test
    void flows_that_can_move_do_and_the_others_say_why_not() throws Exception {
        try (var edited = new Edited(folder, FIRST)) {
            assertEquals(409, migrate(edited, "{}").statusCode(), "nothing to move");
            assertEquals(
                    404,
                    edited.caravan().post("/definitions/nothing/migrate", "{}").statusCode());
            String moves = begin(edited, 1);
            String stays = begin(edited, 2);
            paid(edited, 2);
            await(edited, stays, "ship");
            assertEquals("applied", edited.edit(SECOND).path("state").asText(), "only the edit itself moves nothing");
            String before = version(edited, moves);

            JsonNode preview = json(migrate(edited, "{\"dryRun\":true}"));
            assertEquals(2, preview.path("selected").asInt(), preview.toString());
            assertEquals(1, preview.path("moves").asInt());
            assertEquals(moves, preview.at("/items/0/flow").asText());
            assertTrue(preview.at("/items/0/moves").asBoolean());
            assertEquals(before, preview.at("/items/0/version").asText());
            assertEquals(
                    "Its action 'ship' has begun, and the other version changes its awaits; it can move when 'ship' has"
                            + " succeeded.",
                    preview.at("/items/1/reason").asText());
            assertEquals(before, version(edited, moves), "a preview moves nothing");
            assertEquals(400, migrate(edited, "{\"dry\":true}").statusCode());
            assertEquals(400, migrate(edited, "{\"limit\":0}").statusCode());
            assertEquals(400, migrate(edited, "{\"dryRun\":1}").statusCode());

            HttpResponse<String> begun = migrate(edited, "{\"note\":\"thank them\"}");
            assertEquals(202, begun.statusCode(), begun.body());
            JsonNode report = Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(25))
                    .until(
                            () -> edited.caravan()
                                    .read(begun.headers().firstValue("Location").orElseThrow()),
                            page -> page.path("state").asText().equals("done"));
            assertEquals(1, report.path("moved").asInt(), report.toString());
            assertEquals(1, report.path("stayed").asInt());
            assertEquals(stays, report.at("/items/1/flow").asText());
            assertFalse(report.at("/items/1/reason").asText().isEmpty());

            assertEquals(report.path("version").asText(), version(edited, moves));
            assertEquals(before, version(edited, stays));
            paid(edited, 1);
            JsonNode page = edited.caravan()
                    .await(
                            moves,
                            flow -> flow.path("facts").toString().contains("thank")
                                    && action(flow, "thank")
                                            .path("state")
                                            .asText()
                                            .equals("succeeded"));
            JsonNode fact = null;
            for (JsonNode each : page.path("facts")) {
                fact = each.path("type").asText().equals("migrated") ? each : fact;
            }
            assertEquals("thank them", fact.path("note").asText());
            assertEquals("local", fact.path("by").asText());
        }
    }

    private static HttpResponse<String> migrate(Edited edited, String body) {
        return edited.caravan().post("/definitions/order/migrate", body);
    }

    /** Begins a flow and waits until it awaits its payment. */
    private static String begin(Edited edited, int n) {
        String flow = edited.caravan()
                .event("order", "{\"n\":" + n + "}")
                .at("/flows/0/id")
                .asText();
        await(edited, flow, "pay");
        return flow;
    }

    private static void await(Edited edited, String flow, String action) {
        edited.caravan()
                .await(
                        flow,
                        page -> action(page, action).path("waitingFor").asText().startsWith("event "));
    }

    private static void paid(Edited edited, int n) {
        edited.caravan().post("/events", "{\"type\":\"paid\",\"correlation\":\"order-" + n + "\",\"data\":{}}");
    }

    private static String version(Edited edited, String flow) {
        return edited.caravan().read("/flows/" + flow).path("version").asText();
    }
}
