package io.caravan.connector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The only row of a {@code batch/upsert}: HubSpot has no single upsert. Blank properties are left as they are. */
record HubSpotRow(String uniqueProperty, String id, Map<String, String> properties) {

    static HubSpotRow of(String uniqueProperty, String id) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(uniqueProperty, id);
        return new HubSpotRow(uniqueProperty, id, properties);
    }

    HubSpotRow with(String property, Optional<String> value) {
        value.ifPresent(text -> properties.put(property, text));
        return this;
    }

    /** The request as a value for Jackson. */
    Map<String, Object> request() {
        return Map.of("inputs", List.of(Map.of("id", id, "idProperty", uniqueProperty, "properties", properties)));
    }
}
