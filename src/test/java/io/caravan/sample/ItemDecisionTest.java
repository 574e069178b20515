package io.caravan.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.store.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a change waits for its item. */
class ItemDecisionTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    /** The request was sent an hour ago, and has lain in a topic until it was stored. */
    @ParameterizedTest
    @CsvSource({"PT1S, wait", "PT29S, wait", "PT31S, exception"})
    void patience_begins_when_a_request_is_stored_however_long_it_has_lain_before(Duration stored, String then) {
        var exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setVariable(
                "event", Map.of("time", NOW.minus(Duration.ofHours(1)).toString()));
        exchange.setVariable("request", Map.of("item", "i", "request", "r", "kind", "patch"));
        exchange.setVariable("document", Map.of("title", "T"));
        exchange.getMessage().setHeader("CaravanFlowId", Ids.lowestAt(NOW.minus(stored)));
        Map<String, Object> noItem = new HashMap<>();
        noItem.put("document", null);
        exchange.getMessage().setBody(List.of(noItem));
        new ItemDecision(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofSeconds(30)).process(exchange);
        assertEquals(then, exchange.getVariable("then"));
    }
}
