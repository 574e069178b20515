package io.caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** The metadata by which a message is known again: an effect key, which every app of the workspace can read. */
record SlackMark(String key) {
    private static final String EVENT_TYPE = "caravan_effect";
    private static final String KEY = "effect_key";

    /** What a message says about being ours. */
    enum Sight {
        OURS,
        OTHER,
        /** One of our marks, without what it says: it may be this one. */
        VEILED
    }

    Map<String, Object> metadata() {
        return Map.of("event_type", EVENT_TYPE, "event_payload", Map.of(KEY, key));
    }

    /** Others may copy a mark: only our own bot's messages count. */
    Sight seenIn(JsonNode message, String bot) {
        JsonNode metadata = message.path("metadata");
        if (!message.path("bot_id").asText().equals(bot)
                || !metadata.path("event_type").asText().equals(EVENT_TYPE)) {
            return Sight.OTHER;
        }
        JsonNode found = metadata.path("event_payload").path(KEY);
        if (!found.isTextual()) {
            return Sight.VEILED;
        }
        return found.asText().equals(key) ? Sight.OURS : Sight.OTHER;
    }
}
