package io.caravan.connector;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Makes the body the result of the deal's kamelet: its {@code id}, {@code url} (if known) and whether it is new. */
public final class HubSpotDealResult implements Processor {
    @Override
    public void process(Exchange exchange) {
        Map<?, ?> deal = exchange.getVariable(HubSpotTargets.RECORD, Map.class);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("id", deal.get("id"));
        new Said(exchange).text(HubSpotLink.URL).ifPresent(url -> result.put("url", url));
        result.put("new", deal.get("new"));
        exchange.getMessage().setBody(result);
    }
}
