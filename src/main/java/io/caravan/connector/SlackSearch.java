package io.caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.SlackMark.Sight;
import java.util.Optional;

/**
 * The search for a message that an attempt in doubt may have posted: who we are, which channel is meant, then its messages, page by
 * page. Only a complete list without it means that it is not there.
 */
record SlackSearch(Wanted wanted, Optional<String> bot, Optional<String> channel, SlackQuestion question, int asked) {
    private static final int MOST_QUESTIONS = 60;

    /** What is looked for; a blank thread means the channel itself, a blank time its whole history. */
    record Wanted(String channel, String thread, SlackMark mark, String oldest) {}

    /** What an answer has brought: what to ask next, or where the message is, or that it is nowhere. */
    record Step(Optional<SlackSearch> next, Optional<String> channel, Optional<String> ts) {
        static final Step ABSENT = new Step(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** @param bot our own id, if it is known already */
    static SlackSearch begin(Wanted wanted, Optional<String> bot) {
        Optional<String> channel = Optional.of(wanted.channel()).filter(SlackChannels::isId);
        if (wanted.channel().matches("[UW][A-Z0-9]{8,}")) {
            throw ReadBackFailed.because("Slack shows the conversation with " + wanted.channel()
                    + " only by its own id (D...); give that as the channel");
        }
        var search = new SlackSearch(wanted, bot, channel, SlackSelf.QUESTION, 0);
        return bot.isPresent() ? search.onward() : search;
    }

    Step after(JsonNode answer) {
        if (bot.isEmpty()) {
            SlackSelf self = SlackSelf.in(answer);
            if (!self.isBot()) {
                throw ReadBackFailed.because("the token is not a bot's, so that our own messages cannot be told");
            }
            return asking(new SlackSearch(wanted, Optional.of(self.bot()), channel, question, asked).onward());
        }
        return channel.isEmpty() ? channelIn(answer) : messageIn(answer);
    }

    private Step channelIn(JsonNode page) {
        String name = wanted.channel().startsWith("#") ? wanted.channel().substring(1) : wanted.channel();
        Optional<JsonNode> found = SlackChannels.named(name, page);
        if (found.isPresent()) {
            Optional<String> id = Optional.of(found.get().path("id").asText());
            return asking(new SlackSearch(wanted, bot, id, question, asked).onward());
        }
        return SlackChannels.cursor(page)
                .map(cursor -> asking(turned(cursor)))
                .orElseThrow(() -> ReadBackFailed.because("the channel " + wanted.channel()
                        + " is in no list that the bot can see; give its id as the channel"));
    }

    private Step messageIn(JsonNode page) {
        if (!page.path("messages").isArray()) {
            throw ReadBackFailed.because("Slack's answer holds no messages");
        }
        boolean veiled = false;
        for (JsonNode message : page.path("messages")) {
            Sight sight = wanted.mark().seenIn(message, bot.orElseThrow());
            if (sight == Sight.OURS && message.path("ts").isTextual()) {
                return new Step(
                        Optional.empty(),
                        channel,
                        Optional.of(message.path("ts").asText()));
            }
            veiled = veiled || sight == Sight.VEILED;
        }
        if (veiled) {
            throw ReadBackFailed.because("Slack does not show the metadata of our messages");
        }
        Optional<String> cursor = SlackChannels.cursor(page);
        if (cursor.isEmpty() && page.path("has_more").asBoolean(false)) {
            throw ReadBackFailed.because("Slack has more messages and does not say where");
        }
        return cursor.map(next -> asking(turned(next))).orElse(Step.ABSENT);
    }

    private Step asking(SlackSearch next) {
        if (asked >= MOST_QUESTIONS) {
            throw ReadBackFailed.because("the message is not among the first " + MOST_QUESTIONS + " pages");
        }
        return new Step(
                Optional.of(new SlackSearch(wanted, next.bot, next.channel, next.question, asked + 1)),
                Optional.empty(),
                Optional.empty());
    }

    private SlackSearch turned(String cursor) {
        return new SlackSearch(wanted, bot, channel, question.after(cursor), asked);
    }

    private SlackSearch onward() {
        SlackQuestion next = channel.map(this::messages).orElse(SlackChannels.QUESTION);
        return new SlackSearch(wanted, bot, channel, next, asked);
    }

    private SlackQuestion messages(String id) {
        var arguments = new java.util.TreeMap<String, String>();
        arguments.put("channel", id);
        arguments.put("include_all_metadata", "true");
        arguments.put("limit", "200");
        if (!wanted.oldest().isBlank()) {
            arguments.put("oldest", wanted.oldest());
        }
        if (wanted.thread().isBlank()) {
            return new SlackQuestion("conversations.history", arguments);
        }
        arguments.put("ts", wanted.thread());
        return new SlackQuestion("conversations.replies", arguments);
    }
}
