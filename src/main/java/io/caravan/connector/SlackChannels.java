package io.caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Slack's list of channels, the only way from a name to an id. */
final class SlackChannels {
    static final SlackQuestion QUESTION = new SlackQuestion(
            "conversations.list",
            Map.of("types", "public_channel,private_channel", "exclude_archived", "false", "limit", "200"));

    private SlackChannels() {}

    /** The channel of that name on one page. */
    static Optional<JsonNode> named(String name, JsonNode page) {
        return StreamSupport.stream(page.path("channels").spliterator(), false)
                .filter(channel -> channel.path("name").asText().equals(name))
                .findFirst();
    }

    /** Where the next page is; nothing on the last one. */
    static Optional<String> cursor(JsonNode page) {
        return Optional.of(page.path("response_metadata").path("next_cursor").asText())
                .filter(cursor -> !cursor.isBlank());
    }

    static boolean isId(String channel) {
        return channel.matches("[CGD][A-Z0-9]{8,}");
    }

    /** A name as Slack takes it, always the same for the same words. It is not cut: two long ones must not become one. */
    static String name(String words) {
        return words.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_-]+", "-")
                .replaceAll("^-+|-+$", "");
    }
}
