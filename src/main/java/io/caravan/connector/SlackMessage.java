package io.caravan.connector;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Makes the body the arguments of {@code chat.postMessage}, and of {@code chat.update} when there is a {@code ts}. The effect key
 * travels as metadata, readable by every app of the workspace: it is opaque.
 */
public final class SlackMessage implements Processor {
    static final String CHANNEL = "slackChannel";
    static final String THREAD = "slackThread";
    static final String KEY = "slackKey";
    static final String RECEIPT = "slackReceipt";

    @Override
    public void process(Exchange exchange) {
        Said said = new Said(exchange);
        // an earlier use of the kamelet in the same route may have left its own
        exchange.removeVariable(RECEIPT);
        SlackReadBack.forget(exchange);
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("channel", said.demand(CHANNEL, "No Slack channel: give the parameter `channel`."));
        said.text("slackTs").ifPresent(ts -> message.put("ts", ts));
        message.putAll(content(exchange));
        said.text(THREAD).ifPresent(thread -> message.put("thread_ts", thread));
        said.text("slackBroadcast").filter("true"::equals).ifPresent(yes -> message.put("reply_broadcast", true));
        said.text(KEY).ifPresent(key -> message.put("metadata", new SlackMark(key).metadata()));
        exchange.getMessage().setBody(message);
    }

    /** The text and the blocks. */
    static Map<String, Object> content(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("text", withoutMarkup(new Said(exchange).text("slackText").orElseGet(() -> textOf(body))));
        SlackBlocks.in(exchange, "slackBlocks").ifPresent(blocks -> content.put("blocks", blocks));
        return content;
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
