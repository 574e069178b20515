package io.caravan.sample;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** Sets the headers from which camel-jdbc fills a row of the table {@code entitlement}. */
public final class EntitlementRow implements Processor {
    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<?, ?> entitlement = message.getBody(Map.class);
        Map<?, ?> event = exchange.getVariable("event", Map.class);
        message.setHeader("holder", entitlement.get("user"));
        message.setHeader("resource", entitlement.get("resource"));
        message.setHeader("application", entitlement.get("application"));
        message.setHeader("granted", Entitlement.GRANTED.equals(event.get("type")) ? 1 : 0);
        message.setHeader("event", event.get("id"));
    }
}
