package io.caravan.component.aggregate;

import io.caravan.component.Bodies;
import io.caravan.component.NotJson;
import io.caravan.store.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.jspecify.annotations.Nullable;

/**
 * A gathered exchange as JSON: body, headers, properties, and what the shipped strategies keep beside them. Camel's own
 * headers and properties are left out, and so are ours.
 */
final class Contents {
    private static final String BODY = "body";
    private static final String HEADERS = "headers";
    private static final String PROPERTIES = "properties";
    private static final String LIST = "list";
    private static final String TEXT = "text";

    private Contents() {}

    static String write(Exchange exchange) {
        var content = new LinkedHashMap<String, @Nullable Object>();
        content.put(BODY, Bodies.value(exchange));
        content.put(HEADERS, kept("header", exchange.getMessage().getHeaders()));
        content.put(PROPERTIES, kept("exchange property", exchange.getProperties()));
        Object grouped = exchange.getProperty(ExchangePropertyKey.GROUPED_EXCHANGE);
        if (grouped instanceof List<?>) {
            content.put(LIST, grouped);
        } else if (grouped != null) {
            content.put(TEXT, grouped.toString());
        }
        return Bodies.written(content);
    }

    private static Map<String, @Nullable Object> kept(String kind, Map<String, Object> named) {
        var kept = new LinkedHashMap<String, @Nullable Object>();
        named.forEach((name, value) -> {
            Object readable = value instanceof byte[] bytes ? text(bytes) : value;
            if (startsWith(name, "camel") || startsWith(name, "kafka.") || startsWith(name, "caravan")) {
                return;
            }
            if (Bodies.isJson(readable)) {
                kept.put(name, readable);
            } else if (!startsWith(name, "jms")) {
                throw new NotJson("The " + kind + " '" + name + "' holds a "
                        + value.getClass().getName()
                        + ", which is not JSON; remove it before the aggregate, or turn it into text.");
            }
        });
        return kept;
    }

    private static boolean startsWith(String name, String beginning) {
        return name.toLowerCase(Locale.ROOT).startsWith(beginning);
    }

    /** What came as bytes, as headers of Kafka do, is text if it can be. */
    private static Object text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException binary) {
            return bytes;
        }
    }

    static void read(String json, Exchange into) {
        var content = (Map<?, ?>) Json.value(json);
        into.getMessage().setBody(content.get(BODY));
        ((Map<?, ?>) content.get(HEADERS))
                .forEach((name, value) -> into.getMessage().setHeader((String) name, value));
        ((Map<?, ?>) content.get(PROPERTIES)).forEach((name, value) -> into.setProperty((String) name, value));
        if (content.get(LIST) instanceof List<?> list) {
            into.setProperty(ExchangePropertyKey.GROUPED_EXCHANGE, new ArrayList<>(list));
        } else if (content.get(TEXT) instanceof String text) {
            into.setProperty(ExchangePropertyKey.GROUPED_EXCHANGE, new StringBuffer(text));
        }
    }
}
