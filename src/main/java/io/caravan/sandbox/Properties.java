package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which properties the records of each kind may have: the defaults, then those that were created. */
final class Properties {
    private static final int MOST_UNIQUE = 10;
    private static final List<String> REQUIRED = List.of("name", "label", "type", "fieldType", "groupName");

    private final Clock clock;

    Properties(Clock clock) {
        this.clock = clock;
    }

    private static final String CREATED =
            """
            SELECT definition FROM sandbox_property WHERE kind = ? ORDER BY name
            """;

    Map<String, PropertyDefinition> of(Transaction transaction, Kind kind) throws SQLException {
        Map<String, PropertyDefinition> all = new LinkedHashMap<>();
        DefaultProperties.of(kind).forEach(property -> all.put(property.name(), property));
        transaction
                .all(CREATED, row -> new PropertyDefinition(Json.stored(row.getString(1))), kind.plural())
                .forEach(property -> all.put(property.name(), property));
        return all;
    }

    private static final String CREATE =
            """
            INSERT INTO sandbox_property (kind, name, definition) VALUES (?, ?, ?)
            """;

    Answer create(Transaction transaction, Kind kind, ObjectNode asked) throws SQLException {
        for (String field : REQUIRED) {
            if (asked.path(field).asText("").isBlank()) {
                throw HubSpotError.invalid("Some required fields were not set: [" + field + "]");
            }
        }
        String name = asked.get("name").asText();
        if (!name.matches("[a-z][a-z0-9_]{0,99}")) {
            throw HubSpotError.invalid(
                    "Property name '" + name
                            + "' is invalid: it begins with a letter and holds lower-case letters, digits and underscores only.");
        }
        if (!kind.group().equals(asked.path("groupName").asText())) {
            throw HubSpotError.invalid(
                    "Property group '" + asked.path("groupName").asText() + "' does not exist.");
        }
        Map<String, PropertyDefinition> known = of(transaction, kind);
        if (known.containsKey(name)) {
            throw HubSpotError.conflict("A property named '" + name + "' already exists.");
        }
        String now = Moment.text(clock.instant());
        PropertyDefinition property = PropertyDefinition.defined(asked, false);
        property.json().put("createdAt", now).put("updatedAt", now);
        long unique = known.values().stream().filter(PropertyDefinition::unique).count();
        if (property.unique() && unique >= MOST_UNIQUE) {
            throw HubSpotError.invalid("An object may have at most " + MOST_UNIQUE + " properties with unique values.");
        }
        transaction.update(CREATE, kind.plural(), name, Json.write(property.json()));
        return Answer.json(201, property.json());
    }

    Answer list(Transaction transaction, Kind kind) throws SQLException {
        ObjectNode answer = Json.object();
        ArrayNode results = answer.putArray("results");
        of(transaction, kind).values().forEach(property -> results.add(property.json()));
        return Answer.json(200, answer);
    }

    /** The groups that properties of a kind stand in; one each here. */
    static Answer groups(Kind kind) {
        ObjectNode answer = Json.object();
        answer.putArray("results")
                .addObject()
                .put("name", kind.group())
                .put("label", kind.group())
                .put("displayOrder", 0)
                .put("archived", false);
        return Answer.json(200, answer);
    }

    Answer one(Transaction transaction, Kind kind, String name) throws SQLException {
        PropertyDefinition property = of(transaction, kind).get(name);
        if (property == null) {
            throw HubSpotError.notFound();
        }
        return Answer.json(200, property.json());
    }
}
