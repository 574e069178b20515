package io.caravan.connector;

import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Unsuccessful;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** What a kamelet's parameters said for one exchange: they were evaluated into variables before. */
record Said(Exchange exchange) {

    /** The text of a variable; nothing if it is missing or blank. */
    Optional<String> text(String variable) {
        return Optional.ofNullable(exchange.getVariable(variable))
                .map(Said::words)
                .filter(words -> !words.isBlank());
    }

    /** The text of a variable, without which the attempt is rejected with a sentence. */
    String demand(String variable, String otherwise) {
        return text(variable).orElseThrow(() -> rejected("MissingParameter", otherwise));
    }

    /** Ends the attempt before anything is sent: no repeat can help. */
    static Unsuccessful rejected(String type, String sentence) {
        return new Unsuccessful(new Outcome.Rejected(new Failure(type, sentence)));
    }

    /** The entries of a variable that holds a map, their values as text; missing ones are none, null is empty. */
    Map<String, String> map(String variable) {
        Object value = exchange.getVariable(variable);
        if (value == null || value instanceof String text && text.isBlank()) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw rejected("NotAMap", "The parameter `properties` must yield a map, not '" + words(value) + "'.");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        map.forEach((name, each) -> texts.put(String.valueOf(name), each == null ? "" : words(each)));
        return texts;
    }

    /** Any value as text; numbers without exponent, because amounts of money are read by people and HubSpot. */
    static String words(Object value) {
        if (value instanceof Double || value instanceof Float) {
            return new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
        }
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }
}
