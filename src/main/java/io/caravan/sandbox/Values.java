package io.caravan.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;

/** The values of properties as HubSpot keeps them: texts or null, e-mail addresses in lower case. */
final class Values {
    private Values() {}

    static ObjectNode kept(JsonNode asked) {
        ObjectNode kept = Json.object();
        asked.properties().forEach(field -> {
            String value = field.getValue().isContainerNode()
                    ? Json.write(field.getValue())
                    : field.getValue().asText();
            if (field.getValue().isNull() || value.isEmpty()) {
                kept.putNull(field.getKey());
            } else {
                kept.put(field.getKey(), kept(field.getKey(), value));
            }
        });
        return kept;
    }

    static String kept(String property, String value) {
        return property.equals("email") ? value.strip().toLowerCase(Locale.ROOT) : value;
    }

    static Optional<String> of(ObjectNode properties, String name) {
        return Optional.ofNullable(properties.get(name))
                .filter(value -> !value.isNull())
                .map(JsonNode::asText);
    }
}
