package io.caravan.routing;

import java.util.Map;
import org.apache.camel.Exchange;

/** Plays whoever is outside the process while routes are rehearsed. */
@FunctionalInterface
public interface ThirdParties {
    /** What a route has sent: to which URI (without its options), with which options. */
    record Sent(String uri, Map<String, Object> options, Exchange exchange) {}

    /** Answers in the exchange, or by what it throws. */
    void answer(Sent sent) throws Exception;
}
