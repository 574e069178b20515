package io.caravan.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** A planted misbehaviour of one Slack method or of all HubSpot paths with one prefix; its definition is checked JSON. */
record Fault(long id, String method, ObjectNode definition, Optional<Long> remaining) {
    boolean concerns(String target) {
        return method.startsWith("/") ? target.startsWith(method) : target.equals(method);
    }

    /** Throws the dice of {@code rate}. */
    boolean strikes() {
        return ThreadLocalRandom.current().nextDouble()
                < definition.path("rate").asDouble(1);
    }

    /** Whether the request has its effect all the same; a fault that only delays always lets it. */
    boolean applies() {
        return definition.path("apply").asBoolean(status().isEmpty() && !drops());
    }

    boolean drops() {
        return definition.path("drop").asBoolean(false);
    }

    long delayMs() {
        return definition.path("delayMs").asLong(0);
    }

    Optional<Integer> status() {
        return Optional.ofNullable(definition.get("status")).map(JsonNode::asInt);
    }

    String body() {
        JsonNode body = definition.path("body");
        return body.isContainerNode() ? Json.write(body) : body.asText("");
    }

    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        String body = body();
        if (body.startsWith("{") || body.startsWith("[")) {
            headers.put("Content-Type", "application/json; charset=utf-8");
        }
        definition.path("headers").properties().forEach(header -> {
            headers.keySet().removeIf(header.getKey()::equalsIgnoreCase);
            headers.put(header.getKey(), header.getValue().asText());
        });
        return status().isPresent() ? headers : withoutContent(headers);
    }

    private static Map<String, String> withoutContent(Map<String, String> headers) {
        headers.keySet().removeIf("content-type"::equalsIgnoreCase);
        return headers;
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("id", Long.toString(id));
        json.setAll(definition);
        remaining.ifPresent(left -> json.put("remaining", left));
        return json;
    }
}
