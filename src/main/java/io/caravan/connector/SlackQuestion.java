package io.caravan.connector;

import io.vertx.core.MultiMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;

/**
 * A read of Slack's Web API that a kamelet is to make next; its loop goes on as long as {@code CamelHttpPath} is there. The arguments
 * go as a form: what stands in a query the HTTP client would encode once more.
 */
record SlackQuestion(String method, Map<String, String> arguments) {
    private static final String HEADERS = "(CamelHttp.*|Content-Type|Retry-After)";

    /** The next page of a list. */
    SlackQuestion after(String cursor) {
        var more = new TreeMap<>(arguments);
        more.put("cursor", cursor);
        return new SlackQuestion(method, more);
    }

    void putOn(Exchange exchange) {
        takeFrom(exchange);
        exchange.getMessage().setHeader(Exchange.HTTP_PATH, method);
        exchange.getMessage().setBody(MultiMap.caseInsensitiveMultiMap().addAll(new TreeMap<>(arguments)));
    }

    /** Ends the loop. */
    static void takeFrom(Exchange exchange) {
        exchange.getMessage().removeHeaders(HEADERS);
    }
}
