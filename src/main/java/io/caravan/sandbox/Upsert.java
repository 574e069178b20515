package io.caravan.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** POST batch/upsert: each row makes the record that holds a unique value, or changes it. */
final class Upsert {
    private final Records records;
    private final RecordRules rules;
    private final Objects objects;
    private final Clock clock;

    Upsert(Records records, RecordRules rules, Objects objects, Clock clock) {
        this.records = records;
        this.rules = rules;
        this.objects = objects;
        this.clock = clock;
    }

    /** A bad row spoils only itself when all rows carry a trace id; else it spoils the whole batch. */
    Answer run(Transaction transaction, Kind kind, ObjectNode body, int partly) throws SQLException {
        List<UpsertRow> rows = UpsertRow.rows(body);
        for (UpsertRow row : rows) {
            objects.demandUnique(transaction, kind, row.idProperty());
        }
        if (!rows.stream().allMatch(row -> row.traceId().isPresent())) {
            demandValid(transaction, kind, rows);
        }
        String startedAt = Moment.text(clock.instant());
        ArrayNode results = Json.array();
        ArrayNode errors = Json.array();
        for (UpsertRow row : rows) {
            List<Complaint> complaints = complaints(transaction, kind, row);
            if (complaints.isEmpty()) {
                results.add(write(transaction, kind, row));
            } else {
                errors.add(row.error(complaints));
            }
        }
        return answer(results, errors, startedAt, partly);
    }

    private void demandValid(Transaction transaction, Kind kind, List<UpsertRow> rows) throws SQLException {
        List<Complaint> complaints = new ArrayList<>();
        for (UpsertRow row : rows) {
            complaints.addAll(complaints(transaction, kind, row));
        }
        if (!complaints.isEmpty()) {
            throw HubSpotError.invalidProperties(complaints);
        }
    }

    private List<Complaint> complaints(Transaction transaction, Kind kind, UpsertRow row) throws SQLException {
        Optional<CrmRecord> self = records.holder(transaction, kind, row.idProperty(), row.id());
        List<Complaint> complaints = new ArrayList<>(rules.complaints(transaction, kind, row.values()));
        complaints.addAll(rules.conflicts(transaction, kind, row.values(), self));
        if (self.isEmpty()) {
            complaints.addAll(RecordRules.omissions(kind, row.values()));
        }
        return complaints;
    }

    private JsonNode write(Transaction transaction, Kind kind, UpsertRow row) throws SQLException {
        Optional<CrmRecord> self = records.holder(transaction, kind, row.idProperty(), row.id());
        CrmRecord written = self.isPresent()
                ? records.change(transaction, self.get(), row.values())
                : records.create(transaction, kind, row.values());
        ObjectNode json = written.json().put("new", self.isEmpty());
        row.traceId().ifPresent(traceId -> json.put("objectWriteTraceId", traceId));
        return json;
    }

    private Answer answer(ArrayNode results, ArrayNode errors, String startedAt, int partly) {
        ObjectNode answer = Json.object().put("status", "COMPLETE");
        answer.set("results", results);
        answer.put("startedAt", startedAt).put("completedAt", Moment.text(clock.instant()));
        if (errors.isEmpty()) {
            return Answer.json(200, answer);
        }
        answer.put("numErrors", errors.size()).set("errors", errors);
        return Answer.json(partly, answer);
    }
}
