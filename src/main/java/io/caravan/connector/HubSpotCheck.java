package io.caravan.connector;

import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Unsuccessful;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Reads the answer of HubSpot's account details: fails unless HubSpot accepts the token. */
public final class HubSpotCheck implements Processor {
    @Override
    public void process(Exchange exchange) {
        Answer answer = Answer.on(exchange);
        boolean accepted = answer.status() == 200
                && answer.json().map(json -> json.hasNonNull("portalId")).orElse(false);
        if (!accepted) {
            throw new Unsuccessful(Outcome.retry(new Failure("CheckFailed", "HubSpot does not accept the token yet.")));
        }
    }
}
