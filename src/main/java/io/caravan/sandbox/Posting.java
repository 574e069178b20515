package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

/** chat.postMessage and chat.update. */
final class Posting {
    private final Channels channels;
    private final Messages messages;
    private final Clock clock;

    Posting(Channels channels, Messages messages, Clock clock) {
        this.channels = channels;
        this.messages = messages;
        this.clock = clock;
    }

    Answer post(Transaction transaction, SlackCall call) throws SQLException {
        Channel channel = Channel.named(call.required("channel", "channel_not_found"));
        ObjectNode content = Content.of(call);
        Optional<Timestamp> thread = parent(transaction, channel, call);
        Timestamp ts = channels.tick(transaction, channel);
        ObjectNode json = Workspace.message(ts);
        json.setAll(content);
        thread.ifPresent(parent -> json.put("thread_ts", parent.toString()));
        messages.add(transaction, new Message(channel, ts, thread, json, 0), call.flag("reply_broadcast"));
        ObjectNode answer =
                Json.object().put("ok", true).put("channel", channel.id()).put("ts", ts.toString());
        answer.set("message", json);
        return Answer.json(200, answer);
    }

    /** Only a message that stands in the channel itself can be replied to. */
    private Optional<Timestamp> parent(Transaction transaction, Channel channel, SlackCall call) throws SQLException {
        Optional<String> thread = call.text("thread_ts");
        if (thread.isEmpty()) {
            return Optional.empty();
        }
        Timestamp ts = Timestamp.parse(thread.get()).orElseThrow(() -> SlackCall.refused("cannot_reply_to_message"));
        Message parent = messages.find(transaction, channel, ts)
                .filter(message -> message.thread().isEmpty())
                .orElseThrow(() -> SlackCall.refused("cannot_reply_to_message"));
        return Optional.of(parent.ts());
    }

    Answer update(Transaction transaction, SlackCall call) throws SQLException {
        Channel channel =
                channels.find(transaction, Channel.of(call)).orElseThrow(() -> SlackCall.refused("channel_not_found"));
        ObjectNode content = Content.of(call);
        Timestamp ts =
                Timestamp.parse(call.text("ts").orElse("")).orElseThrow(() -> SlackCall.refused("message_not_found"));
        Message message =
                messages.find(transaction, channel, ts).orElseThrow(() -> SlackCall.refused("message_not_found"));
        ObjectNode json = message.json();
        if (!content.has("blocks")) {
            json.remove("blocks");
        }
        json.setAll(content);
        json.putObject("edited")
                .put("user", Workspace.BOT_USER)
                .put("ts", Timestamp.of(clock.instant()).toString());
        messages.change(transaction, message, json);
        ObjectNode answer = Json.object()
                .put("ok", true)
                .put("channel", channel.id())
                .put("ts", ts.toString())
                .put("text", json.path("text").asText());
        answer.set("message", json);
        return Answer.json(200, answer);
    }
}
