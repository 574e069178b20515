package io.caravan.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What goes back to the client. */
record Answer(int status, Map<String, String> headers, String body) {
    private static final String JSON = "application/json; charset=utf-8";

    static Answer json(int status, JsonNode body) {
        return new Answer(status, Map.of("Content-Type", JSON), Json.write(body));
    }

    static Answer nothing(int status) {
        return new Answer(status, Map.of(), "");
    }

    /** RFC 9457; the detail says what to do. */
    static Answer problem(int status, String title, String detail) {
        JsonNode body = Json.object()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        return new Answer(status, Map.of("Content-Type", "application/problem+json"), Json.write(body));
    }
}
