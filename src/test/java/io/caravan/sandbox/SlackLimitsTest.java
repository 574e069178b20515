package io.caravan.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.sandbox.RunningSandbox.Reply;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SlackLimitsTest {
    private static final long SECOND = 1_000_000;
    private static RunningSandbox sandbox;

    @BeforeAll
    static void open(@TempDir Path directory) {
        sandbox = new RunningSandbox(directory);
    }

    @AfterEach
    void switchOff() {
        assertEquals(204, sandbox.delete("/slack/limits").status());
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @Test
    void without_limits_everything_passes() {
        for (int i = 0; i < 20; i++) {
            assertEquals(200, post("free").status());
        }
        assertEquals(0, sandbox.get("/slack/limits").json().path("items").size());
    }

    @Test
    void each_channel_has_its_own_pace() {
        set("{\"method\":\"chat.postMessage\",\"per\":\"channel\",\"count\":1,\"seconds\":3600}");

        assertEquals(200, post("one").status());
        Reply refused = post("one");
        assertEquals(200, post("other").status());

        assertEquals(429, refused.status());
        assertEquals("ratelimited", refused.json().path("error").asText());
        assertEquals("3600", refused.header("Retry-After"));
        assertEquals(
                1, sandbox.get("/slack/limits").json().at("/items/0/refused").asInt());
        assertEquals(
                1,
                sandbox.messages().findValuesAsText("channelName").stream()
                        .filter("one"::equals)
                        .count());
    }

    @Test
    void a_method_that_only_reads_is_counted_too_and_no_other() {
        set("{\"method\":\"auth.test\",\"count\":2,\"seconds\":7200}");
        assertEquals(200, sandbox.get("/slack/api/auth.test").status());
        assertEquals(200, sandbox.get("/slack/api/auth.test").status());
        assertEquals(429, sandbox.get("/slack/api/auth.test").status());
        assertEquals(200, sandbox.get("/slack/api/conversations.list").status());
    }

    @Test
    void what_one_limit_refuses_no_other_limit_counts() {
        set("{\"method\":\"chat.postMessage\",\"per\":\"channel\",\"count\":1,\"seconds\":3600},"
                + "{\"method\":\"chat.postMessage\",\"per\":\"method\",\"count\":2,\"seconds\":3600}");
        assertEquals(200, post("a").status());
        assertEquals(429, post("a").status());
        assertEquals(200, post("b").status());
        assertEquals(429, post("c").status());
    }

    @Test
    void slacks_own_limits_are_known() {
        JsonNode items =
                sandbox.post("/slack/limits", "{\"published\":true}").json().path("items");
        assertTrue(items.size() > 8, items::toString);
        assertEquals(200, post("both").status());
        assertEquals(200, post("both").status(), "two at once it bears");
        assertEquals(429, post("both").status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"limits\":{}}",
                "{\"limits\":[{\"count\":1,\"seconds\":1}]}",
                "{\"limits\":[{\"method\":\"m\",\"count\":0,\"seconds\":1}]}",
                "{\"limits\":[{\"method\":\"m\",\"count\":1,\"seconds\":1.5}]}",
                "{\"limits\":[{\"method\":\"m\",\"count\":1,\"seconds\":1,\"burst\":0}]}",
                "{\"limits\":[{\"method\":\"m\",\"per\":\"user\",\"count\":1,\"seconds\":1}]}"
            })
    void what_is_no_limit_is_refused_with_an_example(String body) {
        Reply reply = sandbox.post("/slack/limits", body);
        assertEquals(400, reply.status());
        assertTrue(reply.json().path("detail").asText().contains("\"published\":true"));
    }

    /** The steady rate is kept whatever the moments of the calls: at most burst + rate x time ever pass. */
    @ParameterizedTest
    @CsvSource({"1,1,1,0,10", "1,1,2,0,11", "50,60,50,0,58", "10,1,1,0,100", "1,1,1,250,10"})
    void over_ten_seconds_no_more_than_the_rate_and_the_burst_pass(
            long count, long seconds, long burst, long offset, int most) {
        ObjectNode definition =
                Json.object().put("count", count).put("seconds", seconds).put("burst", burst);
        SlackLimit limit = SlackLimit.of("m", definition, 0);
        long due = 0;
        int passed = 0;
        for (long now = offset * 1_000; now < 10 * SECOND + offset * 1_000; now += 10_000) {
            long next = Math.max(due, now);
            if (limit.early(next, now) <= 0) {
                due = next + limit.interval();
                passed++;
            }
        }
        assertEquals(most, passed);
    }

    private static Reply post(String channel) {
        return sandbox.post("/slack/api/chat.postMessage", "{\"channel\":\"#" + channel + "\",\"text\":\"a\"}");
    }

    private static void set(String limits) {
        Reply reply = sandbox.post("/slack/limits", "{\"limits\":[" + limits + "]}");
        assertEquals(200, reply.status(), reply::text);
        assertEquals(
                List.of("0"),
                reply.json().path("items").findValuesAsText("refused").stream()
                        .distinct()
                        .toList());
    }
}
