package io.caravan.connector;

import static io.caravan.connector.Meaning.AMBIGUOUS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Reads the answer of an upsert: the body becomes the record, its properties as HubSpot answered them with {@code id},
 * {@code new} and {@code url} (if any) beside them.
 */
public final class HubSpotRecord implements Processor {
    @Override
    public void process(Exchange exchange) {
        Answer answer = Answer.on(exchange);
        HubSpotAnswers.row(answer).demandSuccess();
        JsonNode row = answer.json().orElseThrow().path("results").path(0);
        String id = row.path("id").asText();
        if (id.isBlank()) {
            Verdict.of(AMBIGUOUS, "unreadable", "HubSpot accepted the row without naming its id")
                    .demandSuccess();
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        row.path("properties")
                .properties()
                .forEach(property -> properties.put(
                        property.getKey(),
                        property.getValue().isNull()
                                ? null
                                : property.getValue().asText()));
        properties.put("id", id);
        properties.put("new", row.path("new").asBoolean());
        if (!row.path("url").asText().isBlank()) {
            properties.put("url", row.path("url").asText());
        }
        exchange.getMessage().setBody(properties);
    }
}
