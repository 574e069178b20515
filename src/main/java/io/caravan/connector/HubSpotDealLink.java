package io.caravan.connector;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Makes the body the result of the link's kamelet: the deal's {@code id} and {@code url}. */
public final class HubSpotDealLink implements Processor {
    @Override
    public void process(Exchange exchange) {
        Said said = new Said(exchange);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("id", said.text(HubSpotLink.ID).orElseThrow().strip());
        result.put(
                "url",
                said.demand(
                        HubSpotLink.URL,
                        "HubSpot does not tell where people see its records (account-info): let the token read it, or"
                                + " give the parameter `known`."));
        exchange.getMessage().setBody(result);
    }
}
