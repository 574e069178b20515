package io.caravan.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.List;

/** Switches Slack's limits on and off; off until they are set. */
final class SlackLimits {
    private static final long MOST = 100_000;

    /** What Slack has published, where it gives numbers; two messages at once it bears. */
    private static final String PUBLISHED =
            """
            [{"method":"chat.postMessage","per":"channel","count":1,"seconds":1,"burst":2},
             {"method":"chat.update","per":"method","count":50,"seconds":60},
             {"method":"chat.getPermalink","per":"method","count":600,"seconds":60},
             {"method":"auth.test","per":"method","count":600,"seconds":60},
             {"method":"conversations.create","per":"method","count":20,"seconds":60},
             {"method":"conversations.list","per":"method","count":20,"seconds":60},
             {"method":"conversations.invite","per":"method","count":50,"seconds":60},
             {"method":"conversations.join","per":"method","count":50,"seconds":60},
             {"method":"conversations.history","per":"method","count":50,"seconds":60},
             {"method":"conversations.replies","per":"method","count":50,"seconds":60},
             {"method":"users.lookupByEmail","per":"method","count":50,"seconds":60}]
            """;

    private static final String ALL =
            """
            SELECT method, definition, refused FROM sandbox_slack_limit ORDER BY method, per
            """;

    Operation list(Ask ask) {
        return Operation.reading(SlackLimits::listed);
    }

    private static Answer listed(Transaction transaction) throws SQLException {
        List<SlackLimit> limits = transaction.all(
                ALL,
                row -> SlackLimit.of(
                        row.getString("method"), Json.stored(row.getString("definition")), row.getLong("refused")));
        ObjectNode answer = Json.object();
        ArrayNode items = answer.putArray("items");
        limits.forEach(limit -> items.add(limit.json()));
        return Answer.json(200, answer.putNull("next"));
    }

    private static final String FORGET_LIMITS = """
            DELETE FROM sandbox_slack_limit
            """;

    private static final String FORGET_PACES = """
            DELETE FROM sandbox_slack_pace
            """;

    private static final String SET =
            """
            INSERT INTO sandbox_slack_limit (method, per, definition, refused) VALUES (?, ?, ?, 0)
            """;

    /** The limits asked for and no others, counted from now on. */
    Operation set(Ask ask) {
        JsonNode asked = ask.body().object().map(JsonNode.class::cast).orElseThrow(SlackLimits::notLimits);
        JsonNode limits =
                asked.path("published").asBoolean(false) ? Json.read(PUBLISHED).orElseThrow() : asked.path("limits");
        if (!limits.isArray()) {
            throw notLimits();
        }
        limits.forEach(SlackLimits::check);
        return Operation.writing(transaction -> {
            forget(transaction);
            for (JsonNode limit : limits) {
                String per = limit.path("per").asText("method");
                transaction.update(SET, limit.path("method").asText(), per, Json.write(limit));
            }
            return listed(transaction);
        });
    }

    Operation clear(Ask ask) {
        return Operation.writing(transaction -> {
            forget(transaction);
            return Answer.nothing(204);
        });
    }

    private static void forget(Transaction transaction) throws SQLException {
        transaction.update(FORGET_LIMITS);
        transaction.update(FORGET_PACES);
    }

    private static void check(JsonNode limit) {
        boolean named = limit.path("method").isTextual()
                && List.of("method", "channel").contains(limit.path("per").asText("method"));
        if (!named || !isCount(limit.path("count")) || !isCount(limit.path("seconds"))) {
            throw notLimits();
        }
        if (limit.has("burst") && !isCount(limit.path("burst"))) {
            throw notLimits();
        }
    }

    private static boolean isCount(JsonNode value) {
        return value.isIntegralNumber() && value.asLong() >= 1 && value.asLong() <= MOST;
    }

    private static Refused notLimits() {
        return new Refused(Answer.problem(
                400,
                "These are no limits",
                "Send {\"published\":true} for Slack's own, or {\"limits\":[{\"method\":\"chat.postMessage\","
                        + "\"per\":\"channel\",\"count\":1,\"seconds\":1,\"burst\":1}]}; per is method or channel,"
                        + " the numbers are from 1 to " + MOST + "."));
    }
}
