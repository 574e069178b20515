package io.caravan.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Unsuccessful;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The blocks of a message: a list, or JSON text of one. */
final class SlackBlocks {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SlackBlocks() {}

    static Optional<List<?>> in(Exchange exchange, String variable) {
        Object given = exchange.getVariable(variable);
        if (given instanceof List<?> list) {
            return Optional.of(list);
        }
        return new Said(exchange).text(variable).map(SlackBlocks::parsed);
    }

    private static List<?> parsed(String text) {
        try {
            return JSON.readValue(text, List.class);
        } catch (JsonProcessingException noList) {
            throw new Unsuccessful(
                    new Outcome.Rejected(
                            new Failure(
                                    "InvalidParameter",
                                    "The parameter `blocks` is no JSON list; give a list, e.g. by ${body[blocks]}, or its JSON text.")));
        }
    }
}
