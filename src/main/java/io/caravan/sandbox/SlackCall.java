package io.caravan.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The arguments of one call of a Slack method, however they came. */
record SlackCall(ObjectNode arguments) {
    private static final String CURSOR = "next_ts:";

    static SlackCall of(Ask ask) {
        ObjectNode arguments = Json.object();
        ask.query().forEach(arguments::put);
        Body body = ask.body();
        if (body.tooLong()) {
            throw refused("invalid_json");
        }
        if (body.isForm()) {
            arguments.setAll(body.form());
        } else if (!body.text().isBlank()) {
            if (!body.isJson()) {
                throw refused("invalid_post_type");
            }
            arguments.setAll(body.object().orElseThrow(() -> refused("invalid_json")));
        }
        return new SlackCall(arguments);
    }

    static Refused refused(String error) {
        return new Refused(Answer.json(200, Json.object().put("ok", false).put("error", error)));
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(arguments.get(name))
                .filter(JsonNode::isValueNode)
                .filter(value -> !value.isNull())
                .map(JsonNode::asText)
                .filter(text -> !text.isEmpty());
    }

    String required(String name, String error) {
        return text(name).orElseThrow(() -> refused(error));
    }

    boolean flag(String name) {
        return text(name).map(text -> text.equals("true") || text.equals("1")).orElse(false);
    }

    int limit(int otherwise, int most) {
        String limit = text("limit").orElse(Integer.toString(otherwise));
        if (!limit.matches("[1-9]\\d{0,8}")) {
            throw refused("invalid_limit");
        }
        return Math.min(Integer.parseInt(limit), most);
    }

    /** An argument that is JSON by itself, or JSON in a text. */
    Optional<JsonNode> structure(String name, String error) {
        JsonNode value = arguments.path(name);
        if (value.isTextual() && !value.asText().isBlank()) {
            return Optional.of(Json.read(value.asText()).orElseThrow(() -> refused(error)));
        }
        return value.isContainerNode() ? Optional.of(value) : Optional.empty();
    }

    Optional<Timestamp> cursor() {
        return text("cursor").map(SlackCall::position);
    }

    static String cursorAt(Timestamp ts) {
        return Base64.getEncoder().encodeToString((CURSOR + ts).getBytes(StandardCharsets.UTF_8));
    }

    private static Timestamp position(String cursor) {
        try {
            String text = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
            return Timestamp.parse(text.replace(CURSOR, "")).orElseThrow(() -> refused("invalid_cursor"));
        } catch (IllegalArgumentException e) {
            throw refused("invalid_cursor");
        }
    }
}
