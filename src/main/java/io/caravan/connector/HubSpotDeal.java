package io.caravan.connector;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Makes the body the upsert of one deal by {@code caravan_key}: a repeat of the effect finds the same deal. */
public final class HubSpotDeal implements Processor {
    @Override
    public void process(Exchange exchange) {
        Said said = new Said(exchange);
        String key = said.demand("hubspotKey", "No effect key: give the parameter `key` outside of a flow.");
        exchange.getMessage()
                .setBody(HubSpotRow.of("caravan_key", key)
                        .with("dealname", said.text("hubspotDealname"))
                        .with("pipeline", said.text("hubspotPipeline"))
                        .with("dealstage", said.text("hubspotDealstage"))
                        .with("amount", said.text("hubspotAmount"))
                        .with("description", said.text("hubspotDescription"))
                        .request());
    }
}
