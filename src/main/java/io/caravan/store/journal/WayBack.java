package io.caravan.store.journal;

import io.caravan.flow.Command;
import io.caravan.store.Statements;
import io.caravan.store.outbox.HeldRows;
import io.caravan.store.outbox.OutboxKey;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A flow that has turned back compensates nothing while one of its attempts may still have its effect: its cancelled row stays
 * until the attempt's settle or the loss of its lease. To be asked behind the flows' locks and before the fence, so that an end
 * which stands in the same batch counts only in the next one.
 */
final class WayBack {
    private static final Duration UNTIL_NEXT_LOOK = Duration.ofMillis(500);

    private final Statements statements;

    WayBack(Statements statements) {
        this.statements = statements;
    }

    /** Those that would compensate too early, as rows to be given back. */
    List<Write.Release> early(List<Write.Settle> settles) throws SQLException {
        List<Settlement> looks = settles.stream()
                .map(Write.Settle::settlement)
                .filter(settlement -> settlement.command() instanceof Command.Compensate)
                .toList();
        if (looks.isEmpty()) {
            return List.of();
        }
        List<String> flows =
                looks.stream().map(settlement -> settlement.key().flow()).toList();
        Set<String> busy = HeldRows.cancelled(statements, flows).stream()
                .map(OutboxKey::flow)
                .collect(Collectors.toSet());
        return settles.stream()
                .filter(settle -> settle.settlement().command() instanceof Command.Compensate
                        && busy.contains(settle.settlement().key().flow()))
                .map(settle -> new Write.Release(
                        settle.settlement().key(), settle.settlement().lease(), UNTIL_NEXT_LOOK, settle.answer()))
                .toList();
    }
}
