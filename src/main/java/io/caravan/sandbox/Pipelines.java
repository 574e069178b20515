package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** The pipeline of deals with its stages, as every HubSpot account begins with it. */
final class Pipelines {
    private static final String ID = "default";
    private static final String SINCE = "2026-01-01T00:00:00.000Z";

    private record Stage(String id, String label, String probability) {}

    private static final List<Stage> STAGES = List.of(
            new Stage("appointmentscheduled", "Appointment Scheduled", "0.2"),
            new Stage("qualifiedtobuy", "Qualified To Buy", "0.4"),
            new Stage("presentationscheduled", "Presentation Scheduled", "0.6"),
            new Stage("decisionmakerboughtin", "Decision Maker Bought-In", "0.8"),
            new Stage("contractsent", "Contract Sent", "0.9"),
            new Stage("closedwon", "Closed Won", "1.0"),
            new Stage("closedlost", "Closed Lost", "0.0"));

    private Pipelines() {}

    static Answer all(Kind kind) {
        ObjectNode answer = Json.object();
        ArrayNode results = answer.putArray("results");
        if (kind == Kind.DEALS) {
            results.add(json());
        }
        return Answer.json(200, answer);
    }

    static Answer one(Kind kind, String id) {
        if (kind != Kind.DEALS || !id.equals(ID)) {
            throw HubSpotError.notFound();
        }
        return Answer.json(200, json());
    }

    /** Whether the values of this property are the ids of pipelines or stages. */
    static boolean concern(Kind kind, String property) {
        return kind == Kind.DEALS && List.of("pipeline", "dealstage").contains(property);
    }

    static Optional<Complaint> complaint(String property, ObjectNode values) {
        List<String> allowed = property.equals("pipeline")
                ? List.of(ID)
                : STAGES.stream().map(Stage::id).toList();
        return Values.of(values, property)
                .filter(value -> !allowed.contains(value))
                .map(value -> new Complaint(
                        "INVALID_OPTION", property, value + " was not one of the allowed options: " + allowed));
    }

    private static ObjectNode json() {
        ObjectNode json = dated(Json.object().put("id", ID).put("label", "Sales Pipeline"), 0);
        ArrayNode stages = json.putArray("stages");
        for (Stage stage : STAGES) {
            ObjectNode shown =
                    dated(stages.addObject().put("id", stage.id()).put("label", stage.label()), STAGES.indexOf(stage));
            shown.putObject("metadata")
                    .put("probability", stage.probability())
                    .put("isClosed", Boolean.toString(stage.id().startsWith("closed")));
        }
        return json;
    }

    private static ObjectNode dated(ObjectNode shown, int order) {
        return shown.put("displayOrder", order)
                .put("createdAt", SINCE)
                .put("updatedAt", SINCE)
                .put("archived", false);
    }
}
