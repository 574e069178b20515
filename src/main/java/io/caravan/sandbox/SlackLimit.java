package io.caravan.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** So many calls of a method in so many seconds, of all or of each channel; {@code burst} of them may come at once. */
record SlackLimit(String method, boolean perChannel, long count, long seconds, long burst, long refused) {
    private static final long SECOND = 1_000_000;

    static SlackLimit of(String method, JsonNode definition, long refused) {
        long count = definition.path("count").asLong();
        return new SlackLimit(
                method,
                definition.path("per").asText().equals("channel"),
                count,
                definition.path("seconds").asLong(),
                definition.path("burst").asLong(count),
                refused);
    }

    /** Microseconds from one call to the next, at the rate that can be kept up. */
    long interval() {
        return seconds * SECOND / count;
    }

    /** How many microseconds a call comes too early when the next one of a steady rate is due then; not above 0 = it may pass. */
    long early(long due, long now) {
        return due - now - (burst - 1) * interval();
    }

    String per() {
        return perChannel ? "channel" : "method";
    }

    ObjectNode json() {
        return Json.object()
                .put("method", method)
                .put("per", per())
                .put("count", count)
                .put("seconds", seconds)
                .put("burst", burst)
                .put("refused", refused);
    }
}
