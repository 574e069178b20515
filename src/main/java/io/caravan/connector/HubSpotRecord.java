package io.caravan.connector;

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
        HubSpotReply reply = HubSpotReply.on(exchange);
        HubSpotRow.Asked asked = HubSpotRow.asked(exchange);
        reply.row(asked).demandSuccess();
        JsonNode row = reply.answer()
                .json()
                .flatMap(json -> HubSpotAnswers.record(json, asked.trace()))
                .orElseThrow();
        Map<String, Object> record = new LinkedHashMap<>();
        row.path("properties")
                .properties()
                .forEach(property -> record.put(
                        property.getKey(),
                        property.getValue().isNull()
                                ? null
                                : property.getValue().asText()));
        record.put("id", row.path("id").asText());
        record.put("new", row.path("new").asBoolean());
        if (!row.path("url").asText().isBlank()) {
            record.put("url", row.path("url").asText());
        }
        exchange.getMessage().setBody(record);
    }
}
