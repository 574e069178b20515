package io.caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Who we are in a workspace, as {@code auth.test} says. */
record SlackSelf(String bot, String user) {
    static final SlackQuestion QUESTION = new SlackQuestion("auth.test", Map.of());

    static SlackSelf in(JsonNode answer) {
        return new SlackSelf(
                answer.path("bot_id").asText(), answer.path("user_id").asText());
    }

    boolean isBot() {
        return !bot.isBlank() && !user.isBlank();
    }
}
