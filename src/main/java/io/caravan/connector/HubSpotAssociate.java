package io.caravan.connector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Asks for one association: without a type that which HubSpot gives by itself, else those of the types. Both ends are kept
 * as the result.
 */
public final class HubSpotAssociate implements Processor {
    @Override
    public void process(Exchange exchange) {
        Said said = new Said(exchange);
        HubSpotEnd from = end(said, "hubspotFrom", "from");
        HubSpotEnd to = end(said, "hubspotTo", "to");
        List<Map<String, Object>> types = types(said);
        HubSpotPaths paths = HubSpotReply.paths(exchange);
        exchange.getMessage()
                .setHeader(
                        Exchange.HTTP_PATH, types.isEmpty() ? paths.association(from, to) : paths.labelled(from, to));
        exchange.getMessage().setBody(types.isEmpty() ? null : types);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("from", from.kind());
        result.put("fromId", from.id());
        result.put("to", to.kind());
        result.put("toId", to.id());
        exchange.setVariable("hubspotEnds", result);
    }

    private static HubSpotEnd end(Said said, String variable, String parameter) {
        String kind = said.demand(variable, "No kind: give the parameter `" + parameter + "`, e.g. deals.");
        String id = said.demand(variable + "Id", "No id: give the parameter `" + parameter + "Id`.");
        return new HubSpotEnd(kind.strip(), id.strip());
    }

    private static List<Map<String, Object>> types(Said said) {
        List<Map<String, Object>> types = new ArrayList<>();
        for (String number : said.text("hubspotType").orElse("").split(",")) {
            if (number.strip().matches("\\d{1,9}")) {
                types.add(Map.of(
                        "associationCategory",
                        said.text("hubspotCategory").orElse("HUBSPOT_DEFINED"),
                        "associationTypeId",
                        Integer.parseInt(number.strip())));
            } else if (!number.isBlank()) {
                throw Said.rejected(
                        "UnknownType", "The type of an association is its number in HubSpot, not '" + number + "'.");
            }
        }
        return types;
    }
}
