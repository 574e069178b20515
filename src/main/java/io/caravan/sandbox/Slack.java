package io.caravan.sandbox;

import java.time.Clock;
import java.util.Map;
import java.util.function.Function;

/** Slack's Web API. */
final class Slack {
    private static final String INVALID_TOKEN = "xoxb-invalid";

    private final Clock clock;
    private final Hook hook;
    private final Map<String, Function<SlackCall, Operation>> methods;

    Slack(Clock clock) {
        this.clock = clock;
        Channels channels = new Channels(clock);
        Messages messages = new Messages(clock);
        Posting posting = new Posting(channels, messages, clock);
        Reading reading = new Reading(channels, messages);
        Conversations conversations = new Conversations(new Rooms(clock));
        hook = new Hook(channels, messages);
        methods = Map.ofEntries(
                entry("auth.test", call -> Operation.answering(Answer.json(200, Workspace.identity()))),
                entry("chat.postMessage", call -> Operation.writing(in -> posting.post(in, call))),
                entry("chat.update", call -> Operation.writing(in -> posting.update(in, call))),
                entry("chat.getPermalink", call -> Operation.reading(in -> reading.permalink(in, call))),
                entry("conversations.history", call -> Operation.reading(in -> reading.history(in, call))),
                entry("conversations.replies", call -> Operation.reading(in -> reading.replies(in, call))),
                entry("conversations.create", call -> Operation.writing(in -> conversations.create(in, call))),
                entry("conversations.list", call -> Operation.reading(in -> conversations.list(in, call))),
                entry("conversations.join", call -> Operation.writing(in -> conversations.join(in, call))),
                entry("conversations.invite", call -> Operation.writing(in -> conversations.invite(in, call))),
                entry("users.lookupByEmail", call -> Operation.answering(Member.lookUp(call))));
    }

    private static Map.Entry<String, Function<SlackCall, Operation>> entry(
            String method, Function<SlackCall, Operation> room) {
        return Map.entry(method, room);
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
        SlackCall call = SlackCall.of(ask);
        return known.apply(call).within(Allowance.of(clock, method, call));
    }

    Operation webhook(Ask ask) {
        return hook.call(ask);
    }
}
