package io.caravan.sandbox;

import java.time.Clock;
import java.util.Map;
import java.util.function.Function;

/** Slack's Web API. */
final class Slack {
    private static final String INVALID_TOKEN = "xoxb-invalid";

    private final Map<String, Function<SlackCall, Operation>> methods;

    Slack(Clock clock) {
        Channels channels = new Channels(clock);
        Messages messages = new Messages(clock);
        Posting posting = new Posting(channels, messages, clock);
        Reading reading = new Reading(channels, messages);
        methods = Map.of(
                "auth.test", call -> Operation.answering(Answer.json(200, Workspace.identity())),
                "chat.postMessage", call -> Operation.writing(transaction -> posting.post(transaction, call)),
                "chat.update", call -> Operation.writing(transaction -> posting.update(transaction, call)),
                "chat.getPermalink", call -> Operation.reading(transaction -> reading.permalink(transaction, call)),
                "conversations.history", call -> Operation.reading(transaction -> reading.history(transaction, call)),
                "conversations.replies", call -> Operation.reading(transaction -> reading.replies(transaction, call)));
    }

    Operation call(String method, Ask ask) {
        Function<SlackCall, Operation> known = methods.get(method);
        if (known == null) {
            throw SlackCall.refused("unknown_method");
        }
        String token = ask.token().orElseThrow(() -> SlackCall.refused("not_authed"));
        if (token.equals(INVALID_TOKEN)) {
            throw SlackCall.refused("invalid_auth");
        }
        return known.apply(SlackCall.of(ask));
    }
}
