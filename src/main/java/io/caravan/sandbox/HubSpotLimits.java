package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * HubSpot's limits on calls, off until they are set. They are kept and counted in the database, so that they hold for all
 * nodes together; while they are on, each answer announces them as HubSpot does.
 */
final class HubSpotLimits implements Limits {
    private static final String ANNOUNCED = "X-HubSpot-RateLimit-";

    private final Clock clock;

    HubSpotLimits(Clock clock) {
        this.clock = clock;
    }

    private static final String ALL = """
            SELECT policy, most FROM sandbox_hubspot_limit
            """;

    private Map<RatePolicy, Long> all(Transaction transaction) throws SQLException {
        Map<RatePolicy, Long> limits = new EnumMap<>(RatePolicy.class);
        for (Map.Entry<RatePolicy, Long> limit :
                transaction.all(ALL, row -> Map.entry(RatePolicy.valueOf(row.getString(1)), row.getLong(2)))) {
            limits.put(limit.getKey(), limit.getValue());
        }
        return limits;
    }

    @Override
    public boolean areOn(Transaction transaction) throws SQLException {
        return !all(transaction).isEmpty();
    }

    /** Refused when a limit is reached; a refused call counts for none. */
    @Override
    public Answer within(Transaction transaction, Work<Answer> call) throws SQLException {
        Map<RatePolicy, Long> limits = all(transaction);
        Map<RatePolicy, Long> left = left(transaction, limits);
        for (RatePolicy policy : limits.keySet()) {
            if (left.get(policy) < 1) {
                return announced(refusal(policy), limits, left);
            }
        }
        for (RatePolicy policy : limits.keySet()) {
            count(transaction, policy);
            left.merge(policy, -1L, Long::sum);
        }
        return announced(call.in(transaction), limits, left);
    }

    private Map<RatePolicy, Long> left(Transaction transaction, Map<RatePolicy, Long> limits) throws SQLException {
        Map<RatePolicy, Long> left = new EnumMap<>(RatePolicy.class);
        for (RatePolicy policy : limits.keySet()) {
            left.put(policy, Math.max(0, limits.get(policy) - calls(transaction, policy)));
        }
        return left;
    }

    private static final String CALLS =
            """
            SELECT COALESCE(SUM(calls), 0) FROM sandbox_hubspot_call WHERE policy = ? AND slot > ?
            """;

    private long calls(Transaction transaction, RatePolicy policy) throws SQLException {
        long before = policy.slot(clock.instant()) - policy.slots();
        return transaction
                .first(CALLS, row -> row.getLong(1), policy.name(), before)
                .orElse(0L);
    }

    private static final String COUNT =
            """
            INSERT INTO sandbox_hubspot_call (policy, slot, calls) VALUES (?, ?, 1)
            ON CONFLICT (policy, slot) DO UPDATE SET calls = sandbox_hubspot_call.calls + 1
            """;

    private static final String FORGET =
            """
            DELETE FROM sandbox_hubspot_call WHERE policy = ? AND slot <= ?
            """;

    private void count(Transaction transaction, RatePolicy policy) throws SQLException {
        long slot = policy.slot(clock.instant());
        transaction.update(FORGET, policy.name(), slot - policy.slots());
        transaction.update(COUNT, policy.name(), slot);
    }

    private static Answer refusal(RatePolicy policy) {
        String id = UUID.randomUUID().toString();
        return Answer.json(
                429,
                Json.object()
                        .put("status", "error")
                        .put("message", "You have reached your " + policy.spoken() + " limit.")
                        .put("errorType", "RATE_LIMIT")
                        .put("correlationId", id)
                        .put("policyName", policy.name())
                        .put("requestId", id));
    }

    private static Answer announced(Answer answer, Map<RatePolicy, Long> limits, Map<RatePolicy, Long> left) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        limits.forEach((policy, most) -> {
            String remaining = Long.toString(left.get(policy));
            switch (policy) {
                case TEN_SECONDLY_ROLLING -> {
                    headers.put(ANNOUNCED + "Max", Long.toString(most));
                    headers.put(ANNOUNCED + "Remaining", remaining);
                    headers.put(ANNOUNCED + "Interval-Milliseconds", "10000");
                }
                case DAILY -> {
                    headers.put(ANNOUNCED + "Daily", Long.toString(most));
                    headers.put(ANNOUNCED + "Daily-Remaining", remaining);
                }
                case SECONDLY -> {
                    // HubSpot announces nothing of it
                }
            }
        });
        return new Answer(answer.status(), headers, answer.body());
    }

    private static final String SET =
            """
            INSERT INTO sandbox_hubspot_limit (policy, most) VALUES (?, ?)
            """;

    private static final String LIFT = """
            DELETE FROM sandbox_hubspot_limit
            """;

    private static final String FORGET_ALL = """
            DELETE FROM sandbox_hubspot_call
            """;

    /** The limits asked for and no others; counted from now on. */
    Operation set(Ask ask) {
        Map<RatePolicy, Long> asked = asked(ask.body());
        return Operation.writing(transaction -> {
            transaction.update(LIFT);
            transaction.update(FORGET_ALL);
            for (Map.Entry<RatePolicy, Long> limit : asked.entrySet()) {
                transaction.update(SET, limit.getKey().name(), limit.getValue());
            }
            return Answer.json(200, json(asked));
        });
    }

    Operation show(Ask ask) {
        return Operation.reading(transaction -> Answer.json(200, json(all(transaction))));
    }

    Operation lift(Ask ask) {
        return Operation.writing(transaction -> {
            transaction.update(LIFT);
            transaction.update(FORGET_ALL);
            return Answer.nothing(204);
        });
    }

    private static Map<RatePolicy, Long> asked(Body body) {
        ObjectNode json =
                body.object().orElseThrow(() -> refused("Send a JSON object such as {\"perTenSeconds\": 100}."));
        Map<RatePolicy, Long> asked = new EnumMap<>(RatePolicy.class);
        json.properties().forEach(field -> {
            RatePolicy policy = List.of(RatePolicy.values()).stream()
                    .filter(each -> each.field().equals(field.getKey()))
                    .findFirst()
                    .orElseThrow(() -> refused("Leave the field " + field.getKey()
                            + " away; there are perSecond, perTenSeconds and perDay."));
            if (!field.getValue().isIntegralNumber() || field.getValue().asLong() < 1) {
                throw refused("Write " + field.getKey()
                        + " as a whole number above 0, or leave it away: then there is no" + " such limit.");
            }
            asked.put(policy, field.getValue().asLong());
        });
        return asked;
    }

    private static ObjectNode json(Map<RatePolicy, Long> limits) {
        ObjectNode json = Json.object();
        limits.forEach((policy, most) -> json.put(policy.field(), most));
        return json;
    }

    private static Refused refused(String detail) {
        return new Refused(Answer.problem(400, "These are no limits", detail));
    }
}
