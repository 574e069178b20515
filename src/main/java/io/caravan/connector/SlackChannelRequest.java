package io.caravan.connector;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Makes the body the arguments of {@code conversations.create}; the same words always ask for the same name. */
public final class SlackChannelRequest implements Processor {
    @Override
    public void process(Exchange exchange) {
        Said said = new Said(exchange);
        SlackOwnership.forget(exchange);
        String words = said.demand("slackName", "No name for the Slack channel: give the parameter `name`.");
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("name", SlackChannels.name(words));
        request.put(
                "is_private", said.text("slackPrivate").filter("true"::equals).isPresent());
        exchange.setVariable(SlackOwnership.NAME, request.get("name"));
        exchange.getMessage().setBody(request);
    }
}
