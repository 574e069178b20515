package io.caravan.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Creating, reading and changing one HubSpot record. */
final class Objects {
    private final Records records;
    private final RecordRules rules;
    private final Associations associations;

    Objects(Records records, RecordRules rules, Associations associations) {
        this.records = records;
        this.rules = rules;
        this.associations = associations;
    }

    Answer create(Transaction transaction, Kind kind, ObjectNode body) throws SQLException {
        ObjectNode values = values(body);
        List<CrmRecord> partners = partners(transaction, kind, body.path("associations"));
        Optional<String> email = kind == Kind.CONTACTS ? Values.of(values, "email") : Optional.empty();
        if (email.isPresent()) {
            Optional<CrmRecord> holder = records.holder(transaction, kind, "email", email.get());
            if (holder.isPresent()) {
                throw HubSpotError.conflict(
                        "Contact already exists. Existing ID: " + holder.get().id());
            }
        }
        demandValid(transaction, kind, values, Optional.empty());
        CrmRecord created = records.create(transaction, kind, values);
        for (CrmRecord partner : partners) {
            associations.add(transaction, created, partner);
        }
        return Answer.json(201, created.json());
    }

    Answer change(Transaction transaction, CrmRecord record, ObjectNode body) throws SQLException {
        ObjectNode values = values(body);
        demandValid(transaction, record.kind(), values, Optional.of(record));
        return Answer.json(200, records.change(transaction, record, values).json());
    }

    Answer read(Transaction transaction, CrmRecord record, Ask ask) throws SQLException {
        List<String> names = ask.parameter("properties")
                .map(text -> List.of(text.split(",")))
                .orElseGet(() -> DefaultProperties.shown(record.kind()));
        ObjectNode json = record.json(names);
        for (String name : ask.parameter("associations").orElse("").split(",")) {
            Optional<Kind> kind = Kind.named(name);
            if (kind.isPresent()) {
                addAssociations(transaction, json, record, kind.get());
            }
        }
        return Answer.json(200, json);
    }

    /** POST batch/read: what is not there is left out, among the errors. */
    Answer readAll(Transaction transaction, Kind kind, ObjectNode body, int partly) throws SQLException {
        Optional<String> idProperty =
                Optional.of(body.path("idProperty").asText("")).filter(name -> !name.isEmpty());
        List<String> names = new ArrayList<>();
        body.path("properties").forEach(name -> names.add(name.asText()));
        ArrayNode results = Json.array();
        ArrayNode missing = Json.array();
        for (JsonNode input : body.path("inputs")) {
            String id = input.path("id").asText();
            try {
                results.add(named(transaction, kind, id, idProperty).json(names));
            } catch (Refused absent) {
                missing.add(id);
            }
        }
        ObjectNode answer = Json.object().put("status", "COMPLETE");
        answer.set("results", results);
        String now = records.now();
        answer.put("startedAt", now).put("completedAt", now);
        if (missing.isEmpty()) {
            return Answer.json(200, answer);
        }
        ObjectNode error = answer.put("numErrors", 1).putArray("errors").addObject();
        error.put("status", "error")
                .put("category", "OBJECT_NOT_FOUND")
                .put("message", "Could not get some " + kind.plural() + " objects, they may be deleted or not exist.")
                .putObject("context")
                .set("ids", missing);
        return Answer.json(partly, answer);
    }

    private void addAssociations(Transaction transaction, ObjectNode json, CrmRecord record, Kind kind)
            throws SQLException {
        String label = AssociationType.between(record.kind(), kind).label();
        ArrayNode results =
                json.withObject("/associations").withObject("/" + kind.plural()).putArray("results");
        for (long target : associations.targets(transaction, record, kind)) {
            results.addObject().put("id", Long.toString(target)).put("type", label);
        }
    }

    /** The record of an id or, when the query names an {@code idProperty}, the holder of that unique value. */
    CrmRecord named(Transaction transaction, Kind kind, String id, Optional<String> idProperty) throws SQLException {
        if (idProperty.isEmpty() || idProperty.get().equals("hs_object_id")) {
            return records.find(transaction, kind, id).orElseThrow(HubSpotError::notFound);
        }
        demandUnique(transaction, kind, idProperty.get());
        return records.holder(transaction, kind, idProperty.get(), id).orElseThrow(HubSpotError::notFound);
    }

    void demandUnique(Transaction transaction, Kind kind, String property) throws SQLException {
        if (records.unique(transaction, kind).stream()
                .noneMatch(unique -> unique.name().equals(property))) {
            throw HubSpotError.invalid("Unable to use idProperty '" + property + "' for " + kind.plural()
                    + ": it is not a property with unique values.");
        }
    }

    private void demandValid(Transaction transaction, Kind kind, ObjectNode values, Optional<CrmRecord> self)
            throws SQLException {
        List<Complaint> complaints = new ArrayList<>(rules.complaints(transaction, kind, values));
        complaints.addAll(rules.conflicts(transaction, kind, values, self));
        if (self.isEmpty()) {
            complaints.addAll(RecordRules.omissions(kind, values));
        }
        if (!complaints.isEmpty()) {
            throw HubSpotError.invalidProperties(complaints);
        }
    }

    private static ObjectNode values(ObjectNode body) {
        if (!body.path("properties").isObject()) {
            throw HubSpotError.invalid("Invalid input: the object \"properties\" is missing.");
        }
        return Values.kept(body.get("properties"));
    }

    private List<CrmRecord> partners(Transaction transaction, Kind kind, JsonNode asked) throws SQLException {
        List<CrmRecord> partners = new ArrayList<>();
        for (JsonNode association : asked) {
            String id = association.path("to").path("id").asText();
            int number =
                    association.path("types").path(0).path("associationTypeId").asInt();
            AssociationType type = AssociationType.numbered(kind, number)
                    .orElseThrow(
                            () -> HubSpotError.invalid("Invalid association type " + number + " of " + kind.plural()));
            partners.add(records.find(transaction, type.to(), id).orElseThrow(HubSpotError::notFound));
        }
        return partners;
    }
}
