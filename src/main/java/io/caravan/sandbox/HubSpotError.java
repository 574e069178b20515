package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;

/** HubSpot's refusals, in its own words. */
final class HubSpotError {
    private HubSpotError() {}

    static ObjectNode body(String category, String message) {
        return Json.object()
                .put("status", "error")
                .put("message", message)
                .put("correlationId", UUID.randomUUID().toString())
                .put("category", category);
    }

    static Refused unauthorized() {
        return refused(401, body("INVALID_AUTHENTICATION", "Authentication credentials not found."));
    }

    static Refused expired() {
        return refused(
                401, body("EXPIRED_AUTHENTICATION", "The OAuth token used to make this call expired 1 minute(s) ago."));
    }

    static Refused notFound() {
        return refused(404, body("OBJECT_NOT_FOUND", "resource not found"));
    }

    static Refused wrongVerb() {
        return refused(405, body("VALIDATION_ERROR", "HTTP 405 Method Not Allowed"));
    }

    static Refused invalid(String message) {
        return refused(400, body("VALIDATION_ERROR", message));
    }

    static Refused invalidJson(String reason) {
        return invalid("Invalid input JSON on line 1, column 1: " + reason);
    }

    static Refused conflict(String message) {
        return refused(409, body("CONFLICT", message));
    }

    static Refused invalidProperties(List<Complaint> complaints) {
        ArrayNode details = Json.array();
        complaints.forEach(complaint -> details.add(complaint.detail()));
        ObjectNode body = body("VALIDATION_ERROR", "Property values were not valid: " + Json.write(details));
        ArrayNode errors = body.putArray("errors");
        complaints.forEach(complaint -> errors.add(complaint.json()));
        return refused(400, body);
    }

    private static Refused refused(int status, ObjectNode body) {
        return new Refused(Answer.json(status, body));
    }
}
