package io.caravan.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/** Which records belong together; each association is kept in both directions. */
final class Associations {
    private final Records records;
    private final Clock clock;

    Associations(Records records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    private static final String ADD =
            """
            INSERT INTO sandbox_association (from_id, to_kind, to_id) VALUES (?, ?, ?)
            ON CONFLICT (from_id, to_kind, to_id) DO NOTHING
            """;

    void add(Transaction transaction, CrmRecord from, CrmRecord to) throws SQLException {
        transaction.update(ADD, from.id(), to.kind().plural(), to.id());
        transaction.update(ADD, to.id(), from.kind().plural(), from.id());
    }

    private static final String TARGETS =
            """
            SELECT to_id FROM sandbox_association WHERE from_id = ? AND to_kind = ? ORDER BY to_id
            """;

    List<Long> targets(Transaction transaction, CrmRecord from, Kind to) throws SQLException {
        return transaction.all(TARGETS, row -> row.getLong(1), from.id(), to.plural());
    }

    Answer put(Transaction transaction, CrmRecord from, Kind kind, String id) throws SQLException {
        CrmRecord to = records.find(transaction, kind, id).orElseThrow(HubSpotError::notFound);
        add(transaction, from, to);
        return associated(from, to);
    }

    private Answer associated(CrmRecord from, CrmRecord to) {
        String now = Moment.text(clock.instant());
        ObjectNode answer = Json.object().put("status", "COMPLETE");
        answer.putArray("results").add(result(from, to)).add(result(to, from));
        return Answer.json(200, answer.put("startedAt", now).put("completedAt", now));
    }

    private static ObjectNode result(CrmRecord from, CrmRecord to) {
        ObjectNode result = Json.object();
        result.putObject("from").put("id", Long.toString(from.id()));
        result.putObject("to").put("id", Long.toString(to.id()));
        result.set(
                "associationSpec",
                AssociationType.between(from.kind(), to.kind()).specification());
        return result;
    }

    private static final String LABEL =
            """
            INSERT INTO sandbox_label (from_id, to_id, category, type) VALUES (?, ?, ?, ?)
            ON CONFLICT (from_id, to_id, category, type) DO NOTHING
            """;

    /** Associations with types that the caller names; those of one's own (USER_DEFINED) are taken as they come. */
    Answer putLabelled(Transaction transaction, CrmRecord from, CrmRecord to, JsonNode types) throws SQLException {
        if (!types.isArray() || types.isEmpty()) {
            throw HubSpotError.invalid("Invalid input: a list of association types is missing.");
        }
        for (JsonNode type : types) {
            demandKnown(from, to, type);
        }
        add(transaction, from, to);
        ObjectNode answer = Json.object()
                .put("fromObjectTypeId", from.kind().typeId())
                .put("fromObjectId", from.id())
                .put("toObjectTypeId", to.kind().typeId())
                .put("toObjectId", to.id());
        ArrayNode labels = answer.putArray("labels");
        for (JsonNode type : types) {
            String category = type.path("associationCategory").asText();
            int number = type.path("associationTypeId").asInt();
            transaction.update(LABEL, from.id(), to.id(), category, number);
            labels.add(category + " " + number);
        }
        return Answer.json(201, answer);
    }

    private static void demandKnown(CrmRecord from, CrmRecord to, JsonNode type) {
        String category = type.path("associationCategory").asText();
        int number = type.path("associationTypeId").asInt();
        boolean known =
                switch (category) {
                    case "HUBSPOT_DEFINED" ->
                        AssociationType.numbered(from.kind(), number)
                                .filter(found -> found.to() == to.kind())
                                .isPresent();
                    case "USER_DEFINED", "INTEGRATOR_DEFINED" -> number > 0;
                    default -> false;
                };
        if (!known) {
            throw HubSpotError.invalid("Invalid association type " + category + " " + number + " from "
                    + from.kind().plural() + " to " + to.kind().plural() + ".");
        }
    }

    private static final String LABELS =
            """
            SELECT category, type FROM sandbox_label WHERE from_id = ? AND to_id = ? ORDER BY category, type
            """;

    private static void addLabels(Transaction transaction, ArrayNode types, long from, long to) throws SQLException {
        for (ObjectNode label : transaction.all(
                LABELS,
                row -> Json.object().put("category", row.getString(1)).put("typeId", row.getLong(2)),
                from,
                to)) {
            types.add(label);
        }
    }

    /** The old v3 shape names ids and labels; v4 and the dated versions name the types. */
    Answer list(Transaction transaction, CrmRecord from, Kind to, boolean old) throws SQLException {
        AssociationType type = AssociationType.between(from.kind(), to);
        ObjectNode answer = Json.object();
        ArrayNode results = answer.putArray("results");
        for (long target : targets(transaction, from, to)) {
            if (old) {
                results.addObject().put("id", Long.toString(target)).put("type", type.label());
            } else {
                ObjectNode result = results.addObject().put("toObjectId", target);
                ArrayNode types = result.putArray("associationTypes");
                types.addObject()
                        .put("category", "HUBSPOT_DEFINED")
                        .put("typeId", type.id())
                        .putNull("label");
                addLabels(transaction, types, from.id(), target);
            }
        }
        return Answer.json(200, answer);
    }
}
