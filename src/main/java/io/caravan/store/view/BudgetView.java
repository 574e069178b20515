package io.caravan.store.view;

import io.caravan.flow.Budgets;
import io.caravan.store.Statements;
import io.caravan.store.outbox.OutboxRow;
import io.caravan.store.outbox.Queue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Until when a row has to wait for its destination, or for a budget of it. */
final class BudgetView {
    private static final String STANDING =
            """
            SELECT part, blocked_until, paid_until / 1000 AS paid_until FROM destination
            WHERE name = ? AND part IN ('', ?) AND (blocked_until > ? OR paid_until > ?)
            ORDER BY blocked_until DESC, paid_until DESC LIMIT 1
            """;

    static Optional<String> waits(Statements statements, OutboxRow row, Instant now) throws SQLException {
        Queue queue = row.target().queue();
        if (row.kind() != OutboxRow.Kind.ACTION || queue.destination().isEmpty()) {
            return Optional.empty();
        }
        for (String name : Budgets.names(queue.destination()).toList()) {
            try (ResultSet result = statements
                    .set(STANDING, name, queue.part(), now.toEpochMilli(), now.toEpochMilli() * 1_000)
                    .executeQuery()) {
                if (result.next()) {
                    return Optional.of(sentence(name, result, now));
                }
            }
        }
        return Optional.empty();
    }

    private static String sentence(String name, ResultSet result, Instant now) throws SQLException {
        Instant blocked = Instant.ofEpochMilli(result.getLong("blocked_until"));
        if (blocked.isAfter(now)) {
            return "destination " + name + " has asked to be left alone until " + time(blocked);
        }
        String part = result.getString("part");
        return "the budget of destination " + name + (part.isEmpty() ? "" : " for " + part)
                + ", which others use up at present";
    }

    private static String time(Instant instant) {
        return DateTimeFormatter.ISO_INSTANT.format(instant.truncatedTo(ChronoUnit.SECONDS));
    }

    private BudgetView() {}
}
