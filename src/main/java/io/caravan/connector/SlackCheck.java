package io.caravan.connector;

import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Unsuccessful;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Reads the answer of {@code auth.test}: fails unless Slack accepts the token. */
public final class SlackCheck implements Processor {
    @Override
    public void process(Exchange exchange) {
        Answer answer = Answer.on(exchange);
        boolean accepted = answer.status() == 200
                && answer.json().map(json -> json.path("ok").asBoolean()).orElse(false);
        if (!accepted) {
            throw new Unsuccessful(Outcome.retry(new Failure("CheckFailed", "Slack does not accept the token yet.")));
        }
    }
}
