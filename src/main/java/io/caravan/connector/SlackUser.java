package io.caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Unsuccessful;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Asks for the user of an e-mail address, then makes the body that user; one who has left is none. */
public final class SlackUser implements Processor {
    private static final String ASKED = "slackUserAsked";

    @Override
    public void process(Exchange exchange) {
        if (exchange.removeVariable(ASKED) == null) {
            String email = new Said(exchange).demand("slackEmail", "No e-mail address: give the parameter `email`.");
            exchange.setVariable(ASKED, true);
            new SlackQuestion("users.lookupByEmail", Map.of("email", email)).putOn(exchange);
        } else {
            exchange.getMessage().setBody(user(Answer.on(exchange)));
            SlackQuestion.takeFrom(exchange);
        }
    }

    private static Map<String, Object> user(Answer answer) {
        SlackAnswers.verdict(answer).ofRead().demandSuccess();
        JsonNode user = answer.json().orElseThrow().path("user");
        String id = user.path("id").asText();
        if (id.isBlank()) {
            Verdict.of(Meaning.NOT_PROCESSED, "unreadable", "Slack found a user without naming its id")
                    .demandSuccess();
        }
        if (user.path("deleted").asBoolean()) {
            throw new Unsuccessful(
                    new Outcome.Rejected(new Failure("user_deleted", "The Slack user of this address has left.")));
        }
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("id", id);
        found.put("name", user.path("name").asText());
        found.put(
                "realName",
                user.path("profile")
                        .path("real_name")
                        .asText(user.path("real_name").asText()));
        found.put("timeZone", user.path("tz").asText());
        return found;
    }
}
