package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What HubSpot demands of the values of a record. */
final class RecordRules {
    private static final String EMAIL = "[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+";

    private final Properties properties;
    private final Records records;

    RecordRules(Properties properties, Records records) {
        this.properties = properties;
        this.records = records;
    }

    /** What is wrong with these values by themselves. */
    List<Complaint> complaints(Transaction transaction, Kind kind, ObjectNode values) throws SQLException {
        Map<String, PropertyDefinition> known = properties.of(transaction, kind);
        List<Complaint> complaints = new ArrayList<>();
        values.fieldNames()
                .forEachRemaining(name -> complaint(kind, known, name, values).ifPresent(complaints::add));
        return complaints;
    }

    private static Optional<Complaint> complaint(
            Kind kind, Map<String, PropertyDefinition> known, String name, ObjectNode values) {
        PropertyDefinition property = known.get(name);
        if (property == null) {
            return Optional.of(
                    new Complaint("PROPERTY_DOESNT_EXIST", name, "Property \"" + name + "\" does not exist"));
        }
        if (property.readOnly()) {
            return Optional.of(new Complaint(
                    "READ_ONLY_VALUE", name, "\"" + name + "\" is a read only property; its value cannot be set."));
        }
        if (Pipelines.concern(kind, name)) {
            return Pipelines.complaint(name, values);
        }
        if (name.equals("email")) {
            return Values.of(values, name)
                    .filter(email -> !email.matches(EMAIL))
                    .map(email -> new Complaint("INVALID_EMAIL", name, "Email address " + email + " is invalid"));
        }
        return Optional.empty();
    }

    /** What a new record lacks. */
    static List<Complaint> omissions(Kind kind, ObjectNode values) {
        return kind != Kind.NOTES || Values.of(values, "hs_timestamp").isPresent()
                ? List.of()
                : List.of(new Complaint("MISSING_REQUIRED_PROPERTY", "hs_timestamp", "hs_timestamp is required"));
    }

    /** The unique values of these that another record than {@code self} holds. */
    List<Complaint> conflicts(Transaction transaction, Kind kind, ObjectNode values, Optional<CrmRecord> self)
            throws SQLException {
        List<Complaint> conflicts = new ArrayList<>();
        for (PropertyDefinition property : records.unique(transaction, kind)) {
            Optional<String> value = Values.of(values, property.name());
            if (value.isPresent()) {
                records.holder(transaction, kind, property.name(), value.get())
                        .filter(holder -> self.isEmpty() || self.get().id() != holder.id())
                        .map(holder -> conflict(holder, property.name(), value.get(), self))
                        .ifPresent(conflicts::add);
            }
        }
        return conflicts;
    }

    private static Complaint conflict(CrmRecord holder, String property, String value, Optional<CrmRecord> self) {
        String coordinates = "PropertyValueCoordinates{portalId=" + Account.PORTAL + ", objectTypeId=ObjectTypeId{"
                + holder.kind().typeId() + "}, propertyName=" + property + ", value=" + value + "}";
        String target = self.map(record -> Long.toString(record.id())).orElse("a new record");
        return new Complaint(
                "CONFLICTING_UNIQUE_VALUE",
                property,
                "Cannot set " + coordinates + " on " + target + ". " + holder.id() + " already has that value.");
    }
}
