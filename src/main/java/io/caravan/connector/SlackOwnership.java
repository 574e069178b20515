package io.caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Unsuccessful;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Reads the answer of {@code conversations.create}. When the name is taken it asks on, page by page, who made that channel: our own
 * bot, as in an earlier attempt, or somebody else. One lives in each use of the kamelet and remembers who we are.
 */
public final class SlackOwnership implements Processor {
    static final String NAME = "slackChannelName";
    private static final String QUESTION = "slackOwner";

    private volatile Optional<SlackSelf> self = Optional.empty();

    @Override
    public void process(Exchange exchange) {
        SlackQuestion asked = exchange.getVariable(QUESTION, SlackQuestion.class);
        Answer answer = Answer.on(exchange);
        Verdict verdict = SlackAnswers.verdict(answer);
        if (asked == null && verdict.meaning() == Meaning.ALREADY_EXISTS) {
            ask(exchange, self.isEmpty() ? SlackSelf.QUESTION : SlackChannels.QUESTION);
            return;
        }
        (asked == null ? verdict : verdict.ofRead()).demandSuccess();
        JsonNode json = answer.json().orElseThrow();
        if (asked == null) {
            end(exchange, made(json.path("channel"), true));
        } else if (asked.equals(SlackSelf.QUESTION)) {
            self = Optional.of(SlackSelf.in(json)).filter(me -> !me.user().isBlank());
            ask(exchange, SlackChannels.QUESTION);
        } else {
            look(exchange, json, asked);
        }
    }

    static void forget(Exchange exchange) {
        exchange.removeVariable(QUESTION);
    }

    private void look(Exchange exchange, JsonNode page, SlackQuestion asked) {
        String name = exchange.getVariable(NAME, String.class);
        Optional<JsonNode> found = SlackChannels.named(name, page);
        if (found.isPresent()) {
            end(exchange, made(ours(found.get(), new Said(exchange).text("slackMarker")), false));
            return;
        }
        String cursor = SlackChannels.cursor(page)
                .orElseThrow(() -> rejected("The name " + name + " is taken by a Slack channel that the bot cannot see;"
                        + " invite the bot there, or choose another name."));
        ask(exchange, asked.after(cursor));
    }

    private JsonNode ours(JsonNode channel, Optional<String> marker) {
        String name = channel.path("name").asText();
        boolean ownMake = self.map(SlackSelf::user)
                .filter(channel.path("creator").asText()::equals)
                .isPresent();
        boolean marked = marker.filter(channel.path("purpose").path("value").asText()::contains)
                .isPresent();
        if (!ownMake && !marked) {
            throw rejected("The Slack channel " + name + " was made by somebody else; choose another name"
                    + " or let its purpose contain the parameter `marker`.");
        }
        if (channel.path("is_archived").asBoolean()) {
            throw rejected("The Slack channel " + name + " is archived; bring it back, or choose another name.");
        }
        return channel;
    }

    private static Map<String, Object> made(JsonNode channel, boolean isNew) {
        String id = channel.path("id").asText();
        if (id.isBlank()) {
            Verdict.of(Meaning.AMBIGUOUS, "unreadable", "Slack made a channel without naming its id")
                    .demandSuccess();
        }
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("id", id);
        made.put("name", channel.path("name").asText());
        made.put("new", isNew);
        return made;
    }

    private static Unsuccessful rejected(String sentence) {
        return new Unsuccessful(new Outcome.Rejected(new Failure("name_taken", sentence)));
    }

    private static void ask(Exchange exchange, SlackQuestion question) {
        exchange.setVariable(QUESTION, question);
        question.putOn(exchange);
    }

    private static void end(Exchange exchange, Map<String, Object> result) {
        forget(exchange);
        SlackQuestion.takeFrom(exchange);
        exchange.getMessage().setBody(result);
    }
}
