package io.caravan.connector;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.jspecify.annotations.Nullable;

/** An HTTP answer as it came: nothing about it is believed yet. */
record Answer(int status, String retryAfter, String body) {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);
    private static final Duration LONGEST_DELAY = Duration.ofHours(24);

    /** Reads the answer that an HTTP endpoint left on the exchange. */
    static Answer on(Exchange exchange) {
        // The answer's charset must not colour what the route converts later.
        exchange.removeProperty(ExchangePropertyKey.CHARSET_NAME);
        byte[] body = exchange.getMessage().getBody(byte[].class);
        return new Answer(
                exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class),
                seconds(
                        exchange.getMessage().getHeader(OnlyRetryAfter.RETRY_AFTER, "", String.class),
                        exchange.getMessage().removeHeader(OnlyRetryAfter.DATE)),
                body == null ? "" : new String(body, StandardCharsets.UTF_8));
    }

    /** A moment is counted from the answer's own date: by its clock, not by ours. */
    static String seconds(String retryAfter, @Nullable Object date) {
        try {
            Instant until = Instant.from(RFC_1123_DATE_TIME.parse(retryAfter.strip()));
            Instant from = Instant.from(RFC_1123_DATE_TIME.parse(String.valueOf(date)));
            return Long.toString(Math.max(0, Duration.between(from, until).toSeconds()));
        } catch (DateTimeException noMoment) {
            return retryAfter;
        }
    }

    /** The body, if it is one whole JSON object. */
    Optional<JsonNode> json() {
        try {
            return Optional.<JsonNode>ofNullable(JSON.readValue(body)).filter(JsonNode::isObject);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    /** The delay in seconds that the answer asks for, between none and a day; nothing if it is not a number. */
    Optional<Duration> delay() {
        if (!retryAfter.strip().matches("\\d{1,9}")) {
            return Optional.empty();
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(retryAfter.strip()));
        return Optional.of(asked.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : asked);
    }

    boolean isServerError() {
        return status >= 500;
    }
}
