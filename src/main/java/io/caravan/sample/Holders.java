package io.caravan.sample;

import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Makes an application the list of its entitlements: one for each of its people. */
public final class Holders implements Processor {
    @Override
    public void process(Exchange exchange) {
        Application application = Application.on(exchange);
        String name = application.demand("application");
        String resource = application.demand("resource");
        List<Map<String, String>> entitlements = application.people().stream()
                .map(user -> Map.of("user", user, "resource", resource, "application", name))
                .toList();
        exchange.getMessage().setBody(entitlements);
    }
}
