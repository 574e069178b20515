package io.caravan.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.caravan.flow.Announced;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What HubSpot announces of its limits is left for the dispatcher; what is no limit is left alone. */
final class HubSpotLimitTest {
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    private Object announced() {
        return exchange.getProperty(Announced.PROPERTY);
    }

    @Test
    void both_headers_make_a_limit_whatever_their_order_and_spelling() {
        HubSpotLimit.note("x-hubspot-ratelimit-interval-milliseconds", " 10000 ", exchange);
        assertNull(announced());
        HubSpotLimit.note("X-HubSpot-RateLimit-Max", "190", exchange);
        assertEquals(new Announced(190, Duration.ofSeconds(10)), announced());
    }

    @Test
    void what_is_left_of_the_limit_and_what_holds_for_a_day_say_nothing_of_it() {
        HubSpotLimit.note("X-HubSpot-RateLimit-Interval-Milliseconds", "10000", exchange);
        HubSpotLimit.note("X-HubSpot-RateLimit-Remaining", "3", exchange);
        HubSpotLimit.note("X-HubSpot-RateLimit-Daily", "250000", exchange);
        assertNull(announced());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-190", "many", "1.5", "99999999999999999999", ""})
    void a_header_that_is_no_number_is_no_limit(String value) {
        HubSpotLimit.note("X-HubSpot-RateLimit-Interval-Milliseconds", "10000", exchange);
        HubSpotLimit.note("X-HubSpot-RateLimit-Max", value, exchange);
        assertNull(announced());
    }

    @Test
    void the_headers_of_an_answer_are_read_though_none_of_them_reaches_the_route() {
        var filter = new OnlyRetryAfter();
        filter.applyFilterToExternalHeaders("X-HubSpot-RateLimit-Max", "190", exchange);
        filter.applyFilterToExternalHeaders("X-HubSpot-RateLimit-Interval-Milliseconds", "10000", exchange);
        assertEquals(new Announced(190, Duration.ofSeconds(10)), announced());
    }
}
