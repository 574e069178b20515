package io.caravan.component;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.store.Json;
import io.caravan.store.Nul;
import io.caravan.store.deposit.Deposit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/**
 * The body of an exchange as JSON text: maps, lists, text (never sniffed), numbers, booleans, null; bytes and streams are
 * read by their content type; other objects are refused.
 */
public final class Bodies {
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private Bodies() {}

    static String json(Exchange exchange) {
        return written(value(exchange));
    }

    /** The body; bytes and streams are read. */
    public static @Nullable Object value(Exchange exchange) {
        return read(exchange.getMessage().getBody(), exchange);
    }

    /** A value as JSON text. */
    public static String written(@Nullable Object value) {
        check(value);
        String json = Json.write(value);
        if (json.contains("\\u0000")) {
            refuseNul(value);
        }
        return json;
    }

    /** The body as it is checked in: text and bytes as they are, everything else as JSON. */
    static Deposit deposit(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        Deposit deposit = body instanceof byte[] bytes
                ? Deposit.bytes(bytes)
                : isStream(body)
                        ? Deposit.bytes(bytes(exchange))
                        : body instanceof String text ? Deposit.text(text) : Deposit.json(json(exchange));
        if (deposit.bytes().length > Deposit.LARGEST) {
            throw new NotJson("The body is larger than " + Deposit.LARGEST + " bytes.");
        }
        return deposit;
    }

    private static @Nullable Object read(@Nullable Object body, Exchange exchange) {
        if (body instanceof byte[] bytes) {
            return text(bytes, exchange);
        }
        return isStream(body) ? text(bytes(exchange), exchange) : body;
    }

    private static boolean isStream(@Nullable Object body) {
        return body instanceof InputStream
                || body instanceof ByteBuffer
                || body instanceof StreamCache
                || body instanceof WrappedFile;
    }

    private static byte[] bytes(Exchange exchange) {
        try (InputStream stream = exchange.getMessage().getMandatoryBody(InputStream.class)) {
            byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new NotJson("The body is larger than " + MOST_BYTES + " bytes.");
            }
            return bytes;
        } catch (IOException | org.apache.camel.InvalidPayloadException unreadable) {
            throw new NotJson("The body cannot be read: " + unreadable.getMessage());
        }
    }

    private static @Nullable Object text(byte[] bytes, Exchange exchange) {
        String type = String.valueOf(exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, String.class))
                .toLowerCase(Locale.ROOT);
        String bare = type.split(";", 2)[0].strip();
        if (bare.equals("application/json") || bare.endsWith("+json")) {
            try {
                return Json.mapper().readTree(bytes);
            } catch (IOException broken) {
                throw new NotJson("The body says it is " + bare + " but is not JSON: " + reason(broken));
            }
        }
        if (bare.startsWith("text/") || bare.equals("null") || bare.endsWith("xml")) {
            return decode(bytes, charset(exchange));
        }
        throw new NotJson(
                "A body of type " + bare + " cannot be a JSON value; turn it into a Map, a List or text first.");
    }

    private static String reason(IOException broken) {
        return broken instanceof JsonProcessingException json ? json.getOriginalMessage() : broken.getMessage();
    }

    private static Charset charset(Exchange exchange) {
        String name = ExchangeHelper.getCharsetName(exchange, false);
        return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
    }

    private static String decode(byte[] bytes, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException binary) {
            throw new NotJson(
                    "The body is not " + charset + " text; give it a content type or turn it into JSON first.");
        }
    }

    private static void check(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean || value instanceof JsonNode) {
            return;
        }
        if (value instanceof Number number) {
            if (Double.isNaN(number.doubleValue())
                    || number instanceof Double && Double.isInfinite(number.doubleValue())
                    || number instanceof Float && Float.isInfinite(number.floatValue())) {
                throw new NotJson(number + " is not a JSON number.");
            }
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(Bodies::check);
        } else if (value instanceof Collection<?> list) {
            list.forEach(Bodies::check);
        } else {
            throw new NotJson("A " + value.getClass().getName()
                    + " cannot be a JSON value; turn it into a Map, a List, text, a number or a boolean.");
        }
    }

    /** Whether the value is JSON. */
    public static boolean isJson(@Nullable Object value) {
        try {
            check(value);
            return true;
        } catch (NotJson other) {
            return false;
        }
    }

    private static void refuseNul(@Nullable Object value) {
        JsonNode tree = Json.mapper().valueToTree(value);
        if (Nul.in(tree)) {
            throw new NotJson("The body contains the character U+0000, which no text column can keep.");
        }
    }
}
