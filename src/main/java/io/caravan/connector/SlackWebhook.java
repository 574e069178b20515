package io.caravan.connector;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Reads the answer of an incoming webhook, which names no message: the body becomes empty. */
public final class SlackWebhook implements Processor {
    @Override
    public void process(Exchange exchange) {
        SlackAnswers.webhook(Answer.on(exchange)).demandSuccess();
        exchange.getMessage().setBody(null);
    }
}
