package io.caravan.connector;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Adds the link of {@code chat.getPermalink} to the receipt of a post. Without a link the post stands as it is: it has
 * happened.
 */
public final class SlackPermalink implements Processor {
    @Override
    public void process(Exchange exchange) {
        Answer answer = Answer.on(exchange);
        Map<?, ?> posted = exchange.getVariable("slackReceipt", Map.class);
        Map<String, Object> receipt = new LinkedHashMap<>();
        posted.forEach((name, value) -> receipt.put(String.valueOf(name), value));
        if (SlackAnswers.verdict(answer).meaning().isSuccess()) {
            String link = answer.json().orElseThrow().path("permalink").asText();
            if (!link.isBlank()) {
                receipt.put("permalink", link);
            }
        }
        exchange.getMessage().setBody(receipt);
    }
}
