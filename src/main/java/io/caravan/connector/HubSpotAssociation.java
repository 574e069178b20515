package io.caravan.connector;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Reads the answer of an association; a repeat of the same one is the same success. */
public final class HubSpotAssociation implements Processor {
    @Override
    public void process(Exchange exchange) {
        HubSpotReply.on(exchange).association().demandSuccess();
    }
}
