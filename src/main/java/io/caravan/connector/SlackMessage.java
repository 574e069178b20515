package io.caravan.connector;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Makes the body the arguments of {@code chat.postMessage}. The effect key travels as metadata, readable by every app
 * of the workspace: it is opaque.
 */
public final class SlackMessage implements Processor {
    @Override
    public void process(Exchange exchange) {
        Said said = new Said(exchange);
        Object body = exchange.getMessage().getBody();
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("channel", said.demand("slackChannel", "No Slack channel: give the parameter `channel`."));
        message.put("text", withoutMarkup(said.text("slackText").orElseGet(() -> textOf(body))));
        said.text("slackThread").ifPresent(thread -> message.put("thread_ts", thread));
        said.text("slackKey").ifPresent(key -> message.put("metadata", metadata(key)));
        exchange.getMessage().setBody(message);
    }

    private static Map<String, Object> metadata(String key) {
        return Map.of("event_type", "caravan_effect", "event_payload", Map.of("effect_key", key));
    }

    /** A String itself, the field {@code text} if there is one, else one line made of all fields. */
    private static String textOf(Object body) {
        if (body instanceof Map<?, ?> fields) {
            Object text = fields.get("text");
            return text != null ? Said.words(text) : line(fields);
        }
        return body == null ? "" : Said.words(body);
    }

    private static String line(Map<?, ?> fields) {
        return fields.entrySet().stream()
                .filter(field -> field.getValue() != null)
                .map(field -> field.getKey() + ": " + Said.words(field.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Nobody's name may call {@code <!channel>}: angle brackets are shown, not read. */
    private static String withoutMarkup(String text) {
        return text.replace("<", "&lt;").replace(">", "&gt;");
    }
}
