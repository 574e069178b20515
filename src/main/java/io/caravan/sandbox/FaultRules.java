package io.caravan.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Predicate;

/** What a fault may look like; every complaint says what to write instead. */
final class FaultRules {
    private static final long LONGEST_DELAY_MS = 600_000;

    private record Rule(Predicate<JsonNode> holds, String wanted) {}

    private static final Map<String, Rule> RULES = Map.of(
            "method",
                    new Rule(
                            value -> value.isTextual() && !value.asText().isBlank(),
                            "a Slack method as in chat.postMessage, incoming-webhook, or the beginning of a HubSpot path as in"
                                    + " /crm/objects, of /mail/ with an address as in /mail/ada@example.org, or of what is"
                                    + " POSTed to, as in /targets/library"),
            "status", new Rule(value -> value.isInt() && within(value, 200, 599), "a whole number from 200 to 599"),
            "headers", new Rule(FaultRules::isHeaders, "an object of header names and texts"),
            "body",
                    new Rule(
                            value -> value.isTextual() || value.isContainerNode(),
                            "a text, sent as it is, or an object"),
            "apply", new Rule(JsonNode::isBoolean, "true (the effect happens before the fault answers) or false"),
            "delayMs",
                    new Rule(
                            value -> value.isIntegralNumber() && within(value, 0, LONGEST_DELAY_MS),
                            "a whole number of milliseconds from 0 to " + LONGEST_DELAY_MS),
            "drop", new Rule(JsonNode::isBoolean, "true (the connection closes without an answer) or false"),
            "rate", new Rule(value -> value.isNumber() && within(value, 0, 1), "a number from 0 (never) to 1 (always)"),
            "count",
                    new Rule(
                            value -> value.canConvertToLong() && value.isIntegralNumber() && value.asLong() > 0,
                            "a whole number above 0, or leave it away: then the fault stays until it is deleted"));

    private FaultRules() {}

    /** The definition without fields that are null; refused when it is not a fault. */
    static ObjectNode checked(Body body) {
        ObjectNode definition = body.object()
                .orElseThrow(
                        () -> refused("Send a JSON object such as {\"method\":\"chat.postMessage\",\"status\":500}."));
        definition.properties().removeIf(field -> field.getValue().isNull());
        if (!definition.has("method")) {
            throw refused("Add the field method: " + RULES.get("method").wanted() + ".");
        }
        definition.properties().forEach(field -> check(field.getKey(), field.getValue()));
        if (definition.path("method").asText().startsWith("/sandbox/")) {
            throw refused(
                    "Write method as HubSpot's own path, without /sandbox/hubspot, or as the bare name of a Slack method.");
        }
        if (definition.has("body") && !definition.has("status")) {
            throw refused(
                    "Add the field status (for instance 200): without it the normal answer follows, not this body.");
        }
        return definition;
    }

    private static void check(String name, JsonNode value) {
        Rule rule = RULES.get(name);
        if (rule == null) {
            throw refused("Leave the field " + name + " away; a fault knows only "
                    + String.join(", ", RULES.keySet().stream().sorted().toList()) + ".");
        }
        if (!rule.holds().test(value)) {
            throw refused("Write " + name + " as " + rule.wanted() + ".");
        }
    }

    private static boolean isHeaders(JsonNode value) {
        if (!value.isObject()) {
            return false;
        }
        return value.properties().stream()
                .allMatch(header -> header.getKey().matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")
                        && header.getValue().isValueNode()
                        && header.getValue().asText().chars().noneMatch(c -> c < ' ' && c != '\t'));
    }

    private static boolean within(JsonNode value, double least, double most) {
        return value.asDouble() >= least && value.asDouble() <= most;
    }

    private static Refused refused(String detail) {
        return new Refused(Answer.problem(400, "This is not a fault", detail));
    }
}
