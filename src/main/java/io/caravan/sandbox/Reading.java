package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.List;

/** chat.getPermalink, conversations.history and conversations.replies. */
final class Reading {
    private static final int HISTORY_LIMIT = 100;
    private static final int REPLIES_LIMIT = 999;
    private static final int LARGEST_LIMIT = 999;

    private final Channels channels;
    private final Messages messages;

    Reading(Channels channels, Messages messages) {
        this.channels = channels;
        this.messages = messages;
    }

    Answer permalink(Transaction transaction, SlackCall call) throws SQLException {
        Message message = message(transaction, call, "message_ts", "message_not_found");
        return Answer.json(
                200,
                Json.object()
                        .put("ok", true)
                        .put("channel", message.channel().id())
                        .put("permalink", message.permalink()));
    }

    Answer history(Transaction transaction, SlackCall call) throws SQLException {
        int limit = call.limit(HISTORY_LIMIT, LARGEST_LIMIT);
        Span span = Span.of(call);
        Span rest = call.cursor().map(span::endingBefore).orElse(span);
        return page(call, limit, messages.history(transaction, channel(transaction, call), rest, limit + 1));
    }

    Answer replies(Transaction transaction, SlackCall call) throws SQLException {
        int limit = call.limit(REPLIES_LIMIT, LARGEST_LIMIT);
        Message parent = message(transaction, call, "ts", "thread_not_found");
        Span span = Span.of(call);
        Span rest = call.cursor().map(span::beginningAfter).orElse(span);
        return page(call, limit, messages.thread(transaction, parent, rest, limit + 1));
    }

    private Channel channel(Transaction transaction, SlackCall call) throws SQLException {
        return channels.find(transaction, Channel.of(call)).orElseThrow(() -> SlackCall.refused("channel_not_found"));
    }

    private Message message(Transaction transaction, SlackCall call, String argument, String error)
            throws SQLException {
        Channel channel = channel(transaction, call);
        Timestamp ts = Timestamp.parse(call.text(argument).orElse("")).orElseThrow(() -> SlackCall.refused(error));
        return messages.find(transaction, channel, ts).orElseThrow(() -> SlackCall.refused(error));
    }

    /** One message more than the limit was read, to know whether there are more. */
    private static Answer page(SlackCall call, int limit, List<Message> found) {
        boolean more = found.size() > limit;
        List<Message> shown = more ? found.subList(0, limit) : found;
        ObjectNode answer = Json.object().put("ok", true);
        ArrayNode list = answer.putArray("messages");
        shown.forEach(message -> list.add(message.shown(call.flag("include_all_metadata"))));
        answer.put("has_more", more);
        if (more) {
            answer.putObject("response_metadata")
                    .put("next_cursor", SlackCall.cursorAt(shown.get(limit - 1).ts()));
        }
        return Answer.json(200, answer);
    }
}
