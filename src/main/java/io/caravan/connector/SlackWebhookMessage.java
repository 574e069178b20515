package io.caravan.connector;

import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Unsuccessful;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Makes the body what an incoming webhook takes: it has its channel, and no metadata. */
public final class SlackWebhookMessage implements Processor {
    @Override
    public void process(Exchange exchange) {
        if (exchange.getMessage()
                .getHeader(Exchange.HTTP_PATH, "", String.class)
                .isBlank()) {
            throw new Unsuccessful(new Outcome.Rejected(new Failure(
                    "MissingParameter",
                    "No Slack webhook: set caravan.slack.webhook-secret (best by the environment variable"
                            + " CARAVAN_SLACK_WEBHOOK_SECRET), or give the parameter `webhook`.")));
        }
        exchange.getMessage().setBody(SlackMessage.content(exchange));
    }
}
