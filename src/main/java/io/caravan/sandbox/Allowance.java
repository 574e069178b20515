package io.caravan.sandbox;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The limits on one call: its method's, and its channel's. Kept and counted in the database, so that they hold for all nodes. */
record Allowance(Clock clock, String method, Optional<String> channel) implements Limits {
    private static final long SECOND = 1_000_000;

    static Allowance of(Clock clock, String method, SlackCall call) {
        return new Allowance(
                clock, method, call.text("channel").map(Channel::named).map(Channel::id));
    }

    private static final String LIMITS =
            """
            SELECT method, definition, refused FROM sandbox_slack_limit WHERE method = ? ORDER BY per
            """;

    private List<SlackLimit> limits(Transaction transaction) throws SQLException {
        return transaction.all(
                LIMITS,
                row -> SlackLimit.of(
                        row.getString("method"), Json.stored(row.getString("definition")), row.getLong("refused")),
                method);
    }

    private static final String DUE =
            """
            SELECT due FROM sandbox_slack_pace WHERE method = ? AND place = ?
            """;

    private static final String PASS =
            """
            INSERT INTO sandbox_slack_pace (method, place, due) VALUES (?, ?, ?)
            ON CONFLICT (method, place) DO UPDATE SET due = excluded.due
            """;

    private static final String REFUSE =
            """
            UPDATE sandbox_slack_limit SET refused = refused + 1 WHERE method = ? AND per = ?
            """;

    @Override
    public boolean areOn(Transaction transaction) throws SQLException {
        return !limits(transaction).isEmpty();
    }

    @Override
    public Answer within(Transaction transaction, Work<Answer> call) throws SQLException {
        Optional<Answer> refusal = refusal(transaction);
        return refusal.isPresent() ? refusal.get() : call.in(transaction);
    }

    /** Lets the call pass and counts it by all its limits, or refuses it and counts it by none. */
    private Optional<Answer> refusal(Transaction transaction) throws SQLException {
        long now = Timestamp.of(clock.instant()).micros();
        List<SlackLimit> limits = limits(transaction);
        List<Long> dues = new ArrayList<>();
        for (SlackLimit limit : limits) {
            long due = transaction
                    .first(DUE, row -> row.getLong(1), method, place(limit))
                    .map(kept -> Math.max(kept, now))
                    .orElse(now);
            long early = limit.early(due, now);
            if (early > 0) {
                transaction.update(REFUSE, method, limit.per());
                return Optional.of(tooMany(early));
            }
            dues.add(due + limit.interval());
        }
        for (int i = 0; i < limits.size(); i++) {
            transaction.update(PASS, method, place(limits.get(i)), dues.get(i));
        }
        return Optional.empty();
    }

    private String place(SlackLimit limit) {
        return limit.perChannel() ? channel.orElse("") : "";
    }

    private static Answer tooMany(long early) {
        long seconds = (early + SECOND - 1) / SECOND;
        Answer answer = Answer.json(429, Json.object().put("ok", false).put("error", "ratelimited"));
        return new Answer(
                429,
                Map.of("Content-Type", "application/json; charset=utf-8", "Retry-After", Long.toString(seconds)),
                answer.body());
    }
}
