package io.caravan.connector;

import io.caravan.flow.Announced;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The limit that HubSpot announces with its answers: so many requests in an interval. */
final class HubSpotLimit {
    private static final String LIMIT = "X-HubSpot-RateLimit-Max";
    private static final String INTERVAL = "X-HubSpot-RateLimit-Interval-Milliseconds";
    private static final String NUMBER = "[1-9]\\d{0,8}";

    private HubSpotLimit() {}

    /** Notes a header of an answer; once both are there the limit is left for the dispatcher. */
    static void note(String name, Object value, Exchange exchange) {
        boolean known = LIMIT.equalsIgnoreCase(name) || INTERVAL.equalsIgnoreCase(name);
        if (known && String.valueOf(value).strip().matches(NUMBER)) {
            exchange.setProperty(
                    LIMIT.equalsIgnoreCase(name) ? LIMIT : INTERVAL,
                    String.valueOf(value).strip());
            announced(exchange).ifPresent(limit -> exchange.setProperty(Announced.PROPERTY, limit));
        }
    }

    private static Optional<Announced> announced(Exchange exchange) {
        String limit = exchange.getProperty(LIMIT, String.class);
        String interval = exchange.getProperty(INTERVAL, String.class);
        return limit == null || interval == null
                ? Optional.empty()
                : Optional.of(new Announced(Integer.parseInt(limit), Duration.ofMillis(Long.parseLong(interval))));
    }
}
