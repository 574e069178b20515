package io.caravan.connector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The only row of a {@code batch/upsert}: HubSpot has no single upsert. Blank properties are left as they are. */
record HubSpotRow(String uniqueProperty, String id, Map<String, String> properties) {
    private static final String UNIQUE_PROPERTY = "hubspotIdProperty";
    private static final String TRACE = "hubspotTrace";

    static HubSpotRow of(String uniqueProperty, String id) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(uniqueProperty, id);
        return new HubSpotRow(uniqueProperty, id, properties);
    }

    HubSpotRow with(String property, Optional<String> value) {
        value.ifPresent(text -> properties.put(property, text));
        return this;
    }

    /**
     * Further properties of the route's own, from a variable that holds a map: each is sent as it stands, an empty text
     * empties it. The row's identity stays.
     */
    HubSpotRow withAll(Said said, String variable) {
        said.map(variable).forEach((property, value) -> {
            if (!property.equals(uniqueProperty)) {
                properties.put(property, value);
            }
        });
        return this;
    }

    /** Makes this the request of the exchange; what tells its answer apart is left in variables. */
    void ask(Exchange exchange, String kind) {
        String trace = new Said(exchange).text("hubspotKey").orElse("1");
        exchange.setVariable(UNIQUE_PROPERTY, uniqueProperty);
        exchange.setVariable(TRACE, trace);
        exchange.getMessage()
                .setHeader(Exchange.HTTP_PATH, HubSpotReply.paths(exchange).upsert(kind));
        exchange.getMessage()
                .setBody(Map.of(
                        "inputs",
                        List.of(Map.of(
                                "id",
                                id,
                                "idProperty",
                                uniqueProperty,
                                "properties",
                                properties,
                                "objectWriteTraceId",
                                trace))));
    }

    /** What was asked on this exchange. */
    static Asked asked(Exchange exchange) {
        return new Asked(
                exchange.getVariable(TRACE, "1", String.class),
                exchange.getVariable(UNIQUE_PROPERTY, "", String.class));
    }

    /** What tells a row among the rows of an answer: the id of its trace, and the property that names its record. */
    record Asked(String trace, String uniqueProperty) {}
}
