package io.caravan.connector;

import static io.caravan.connector.Meaning.AMBIGUOUS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Reads the answer of {@code chat.postMessage}: the body becomes the identity of the message, its channel and ts. */
public final class SlackReceipt implements Processor {
    @Override
    public void process(Exchange exchange) {
        Answer answer = Answer.on(exchange);
        SlackAnswers.verdict(answer).demandSuccess();
        JsonNode json = answer.json().orElseThrow();
        String channel = json.path("channel").asText();
        String ts = json.path("ts").asText();
        if (channel.isBlank() || ts.isBlank()) {
            Verdict.of(AMBIGUOUS, "unreadable", "Slack accepted the message without naming its channel and ts")
                    .demandSuccess();
        }
        Map<String, Object> receipt = new LinkedHashMap<>();
        receipt.put("channel", channel);
        receipt.put("ts", ts);
        exchange.getMessage().setBody(receipt);
    }
}
