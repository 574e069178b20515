package io.caravan.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One input of a batch upsert; its values include the one that names the record. */
record UpsertRow(String idProperty, String id, ObjectNode values, Optional<String> traceId) {
    private static final int MOST = 100;

    static List<UpsertRow> rows(ObjectNode body) {
        JsonNode inputs = body.path("inputs");
        if (!inputs.isArray() || inputs.isEmpty()) {
            throw HubSpotError.invalid("Invalid input: the array \"inputs\" is missing or empty.");
        }
        if (inputs.size() > MOST) {
            throw HubSpotError.invalid("The maximum number of inputs is " + MOST + ".");
        }
        List<UpsertRow> rows = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode input : inputs) {
            UpsertRow row = row(input);
            if (!ids.add(row.id())) {
                throw HubSpotError.invalid(
                        "Duplicate IDs found in batch input: [" + row.id() + "]. IDs must be unique.");
            }
            rows.add(row);
        }
        return rows;
    }

    private static UpsertRow row(JsonNode input) {
        String idProperty = input.path("idProperty").asText("");
        String id = Values.kept(idProperty, input.path("id").asText(""));
        if (idProperty.isEmpty() || id.isEmpty() || !input.path("properties").isObject()) {
            throw HubSpotError.invalid(
                    "Invalid input: each of \"inputs\" needs \"id\", \"idProperty\" and \"properties\".");
        }
        ObjectNode values = Json.object().put(idProperty, id);
        values.setAll(Values.kept(input.get("properties")));
        return new UpsertRow(
                idProperty,
                id,
                values,
                Optional.of(input.path("objectWriteTraceId").asText("")).filter(traceId -> !traceId.isEmpty()));
    }

    /** How this row shows among the errors of the batch. */
    ObjectNode error(List<Complaint> complaints) {
        ObjectNode error = Json.object()
                .put("status", "error")
                .put("category", "VALIDATION_ERROR")
                .put("message", "Property values were not valid");
        ObjectNode context = error.putObject("context");
        traceId.ifPresent(trace -> context.putArray("objectWriteTraceId").add(trace));
        ArrayNode errors = error.putArray("errors");
        complaints.forEach(complaint -> errors.add(complaint.json()));
        error.putObject("links");
        return error;
    }
}
