package io.caravan.connector;

import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Unsuccessful;
import java.math.BigDecimal;
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
        return text(variable)
                .orElseThrow(() -> new Unsuccessful(new Outcome.Rejected(new Failure("MissingParameter", otherwise))));
    }

    /** Any value as text; numbers without exponent, because amounts of money are read by people and HubSpot. */
    static String words(Object value) {
        if (value instanceof Double || value instanceof Float) {
            return new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
        }
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }
}
