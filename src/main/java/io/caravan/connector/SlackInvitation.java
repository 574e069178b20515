package io.caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Unsuccessful;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Invites users portion by portion: makes the body the arguments of the next {@code conversations.invite} as long as the variable
 * {@code slackGuests} is there, then the result. Whoever is in the channel already counts as invited.
 */
public final class SlackInvitation implements Processor {
    private static final String GUESTS = "slackGuests";
    /** What Slack says about single users; any other refusal concerns the channel or us. */
    private static final Set<String> OF_USERS = Set.of(
            "already_in_channel",
            "user_not_found",
            "cant_invite",
            "cant_invite_self",
            "ura_max_channels",
            "user_is_restricted",
            "user_is_ultra_restricted",
            "user_is_bot",
            "org_user_not_in_team");

    @Override
    public void process(Exchange exchange) {
        SlackGuests guests = exchange.getVariable(GUESTS, SlackGuests.class);
        go(exchange, guests == null ? begin(exchange) : after(exchange, guests));
    }

    private static SlackGuests begin(Exchange exchange) {
        Object given = exchange.getVariable("slackUsers");
        Stream<String> users = given instanceof Collection<?> list
                ? list.stream().map(String::valueOf)
                : Arrays.stream(new Said(exchange)
                        .demand("slackUsers", "No users to invite: give the parameter `users`.")
                        .split(","));
        List<String> ids = users.map(String::strip)
                .filter(user -> !user.isEmpty())
                .distinct()
                .toList();
        return SlackGuests.of(ids);
    }

    private static SlackGuests after(Exchange exchange, SlackGuests guests) {
        // whatever this answer means, an attempt that fails here begins anew
        exchange.removeVariable(GUESTS);
        Answer answer = Answer.on(exchange);
        Verdict verdict = SlackAnswers.verdict(answer);
        if (verdict.meaning() == Meaning.ACCEPTED) {
            return guests.welcomed();
        }
        String code = verdict.failure().type();
        JsonNode errors = answer.json().map(json -> json.path("errors")).orElseThrow(() -> failed(verdict));
        if (!OF_USERS.contains(code) && !isOfUsers(errors)) {
            throw failed(verdict);
        }
        return guests.told(code, errors);
    }

    private static boolean isOfUsers(JsonNode errors) {
        for (JsonNode error : errors) {
            if (OF_USERS.contains(error.path("error").asText())) {
                return true;
            }
        }
        return false;
    }

    private static Unsuccessful failed(Verdict verdict) {
        return new Unsuccessful(verdict.outcome().orElseThrow());
    }

    private static void go(Exchange exchange, SlackGuests guests) {
        if (guests.portions().isEmpty()) {
            exchange.getMessage().setBody(result(exchange, guests));
            return;
        }
        exchange.setVariable(GUESTS, guests);
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("channel", channel(exchange));
        request.put("users", String.join(",", guests.portions().get(0)));
        exchange.getMessage().setBody(request);
    }

    private static String channel(Exchange exchange) {
        return new Said(exchange).demand("slackChannel", "No Slack channel: give the parameter `channel`.");
    }

    private static Map<String, Object> result(Exchange exchange, SlackGuests guests) {
        boolean tolerant =
                new Said(exchange).text("slackTolerant").filter("true"::equals).isPresent();
        if (!guests.refused().isEmpty() && !tolerant) {
            throw new Unsuccessful(new Outcome.Rejected(
                    new Failure("not_invited", "Slack refused " + guests.refused() + "; everybody else is invited.")));
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("channel", channel(exchange));
        result.put("invited", guests.invited());
        result.put("present", guests.present());
        result.put("refused", guests.refused());
        return result;
    }
}
