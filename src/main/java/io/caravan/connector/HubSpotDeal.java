package io.caravan.connector;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Asks for the upsert of one deal by {@code caravan_key}: a repeat of the effect finds the same deal. */
public final class HubSpotDeal implements Processor {
    /** The unique property that {@code caravan hubspot setup} makes. */
    static final String KEY = HubSpotSetup.KEY;

    @Override
    public void process(Exchange exchange) {
        Said said = new Said(exchange);
        String key = said.demand("hubspotKey", "No effect key: give the parameter `key` outside of a flow.");
        HubSpotRow.of(KEY, key)
                .with("dealname", said.text("hubspotDealname"))
                .with("pipeline", said.text("hubspotPipeline"))
                .with("dealstage", said.text("hubspotDealstage"))
                .with("amount", said.text("hubspotAmount"))
                .with("closedate", said.text("hubspotClosedate"))
                .with("hubspot_owner_id", said.text("hubspotOwner"))
                .with("description", said.text("hubspotDescription"))
                .withAll(said, "hubspotProperties")
                .ask(exchange, "deals");
    }
}
