package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** An incoming webhook: it speaks plain text, posts into one channel, and tells nothing about the message. */
final class Hook {
    static final String PREFIX = "/sandbox/slack/services";
    /** By what faults call it. */
    static final String TARGET = "incoming-webhook";

    private static final Channel CHANNEL = Channel.named("webhook");

    private final Channels channels;
    private final Messages messages;

    Hook(Channels channels, Messages messages) {
        this.channels = channels;
        this.messages = messages;
    }

    Operation call(Ask ask) {
        if (!ask.verb().equals("POST")) {
            throw refused(400, "invalid_payload");
        }
        if (!ask.path().substring(PREFIX.length()).matches("/T\\w+/B\\w+/[^/]+")) {
            throw refused(404, "no_service");
        }
        if (ask.path().endsWith("/invalid")) {
            throw refused(403, "invalid_token");
        }
        ObjectNode payload = payload(ask.body()).orElseThrow(() -> refused(400, "invalid_payload"));
        return Operation.writing(transaction -> post(transaction, new SlackCall(payload)));
    }

    private static Optional<ObjectNode> payload(Body body) {
        return body.isForm() ? Json.readObject(body.form().path("payload").asText()) : body.object();
    }

    private Answer post(Transaction transaction, SlackCall call) throws SQLException {
        ObjectNode content;
        try {
            content = Content.of(call);
        } catch (Refused refused) {
            String error = Json.stored(refused.answer().body()).path("error").asText();
            return text(400, error.startsWith("invalid_") ? "invalid_payload" : error);
        }
        Timestamp ts = channels.tick(transaction, CHANNEL);
        ObjectNode json = Json.object()
                .put("type", "message")
                .put("subtype", "bot_message")
                .put("ts", ts.toString())
                .put("bot_id", "B0SANDBOX02")
                .put("text", "");
        json.setAll(content);
        messages.add(transaction, new Message(CHANNEL, ts, Optional.empty(), json, 0), false);
        return text(200, "ok");
    }

    private static Refused refused(int status, String error) {
        return new Refused(text(status, error));
    }

    private static Answer text(int status, String text) {
        return new Answer(status, Map.of("Content-Type", "text/html"), text);
    }
}
