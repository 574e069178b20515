package io.caravan.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.sandbox.RunningSandbox.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HubSpot's limits, switched on: what is refused, for how long, and what the answers announce. */
final class HubSpotLimitsTest {
    private static final String LIMITS = "/hubspot/limits";
    private static final String CONTACTS = "/hubspot/crm/objects/2026-09/contacts";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-12-01T23:00:00Z"));

    @TempDir
    private Path directory;

    private RunningSandbox sandbox;

    @BeforeEach
    void open() {
        InstantSource source = now::get;
        sandbox = new RunningSandbox(directory, source.withZone(ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void without_limits_nothing_is_announced() {
        Reply reply = create();
        assertEquals(201, reply.status());
        assertEquals("", reply.header("X-HubSpot-RateLimit-Max"));
        assertEquals("{}", sandbox.get(LIMITS).text());
    }

    @ParameterizedTest
    @CsvSource({"perSecond,SECONDLY,PT1S", "perTenSeconds,TEN_SECONDLY_ROLLING,PT10S", "perDay,DAILY,PT1H"})
    void a_spent_limit_is_refused_by_its_name_until_its_window_has_passed(
            String field, String policy, Duration window) {
        assertEquals(200, sandbox.post(LIMITS, "{\"" + field + "\":2}").status());
        assertEquals(201, create().status());
        assertEquals(201, create().status());
        Reply refused = create();
        assertEquals(429, refused.status());
        assertEquals(policy, refused.json().path("policyName").asText());
        assertEquals("RATE_LIMIT", refused.json().path("errorType").asText());
        now.updateAndGet(time -> time.plus(window).minusMillis(200));
        assertEquals(429, create().status());
        now.updateAndGet(time -> time.plusMillis(200));
        assertEquals(201, create().status());
        assertEquals(3, sandbox.get("/hubspot/contacts").json().path("items").size(), "what is refused has no effect");
    }

    @Test
    void each_answer_announces_what_is_left() {
        sandbox.post(LIMITS, "{\"perTenSeconds\":3,\"perDay\":100}");
        Reply first = create();
        assertEquals("3", first.header("X-HubSpot-RateLimit-Max"));
        assertEquals("2", first.header("X-HubSpot-RateLimit-Remaining"));
        assertEquals("10000", first.header("X-HubSpot-RateLimit-Interval-Milliseconds"));
        assertEquals("100", first.header("X-HubSpot-RateLimit-Daily"));
        assertEquals("99", first.header("X-HubSpot-RateLimit-Daily-Remaining"));
        String id = first.json().path("id").asText();
        assertEquals(
                "1",
                sandbox.get(CONTACTS + "/" + id).header("X-HubSpot-RateLimit-Remaining"),
                "reading counts as well");
        assertEquals("0", sandbox.get(CONTACTS + "/1").header("X-HubSpot-RateLimit-Remaining"), "so does a refusal");
        Reply refused = create();
        assertEquals(429, refused.status());
        assertEquals("0", refused.header("X-HubSpot-RateLimit-Remaining"));
        assertEquals("97", sandbox.get(CONTACTS + "/1").header("X-HubSpot-RateLimit-Daily-Remaining"));
    }

    @Test
    void limits_are_kept_shown_replaced_and_lifted() {
        sandbox.post(LIMITS, "{\"perSecond\":1,\"perDay\":9}");
        sandbox.close();
        open();
        assertEquals("{\"perSecond\":1,\"perDay\":9}", sandbox.get(LIMITS).text());
        assertEquals(201, create().status());
        assertEquals(429, create().status());
        assertEquals("{\"perDay\":1}", sandbox.post(LIMITS, "{\"perDay\":1}").text());
        assertEquals(201, create().status(), "counted from now on");
        assertEquals(429, create().status());
        assertEquals(204, sandbox.delete(LIMITS).status());
        assertEquals(201, create().status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"perMinute\":5}", "{\"perDay\":0}", "{\"perDay\":\"5\"}", "{\"perDay\":1.5}"})
    void what_is_no_limit_is_refused(String limits) {
        Reply refused = sandbox.post(LIMITS, limits);
        assertEquals(400, refused.status());
        assertTrue(refused.json().path("detail").asText().length() > 20, refused::text);
    }

    private Reply create() {
        return sandbox.post(CONTACTS, "{\"properties\":{}}");
    }
}
