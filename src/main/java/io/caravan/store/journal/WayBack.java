package io.caravan.store.journal;

import io.caravan.flow.Command;
import io.caravan.store.Statements;
import io.caravan.store.outbox.HeldRows;
import io.caravan.store.outbox.OutboxKey;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** The settles of a batch without those that would compensate too early, whose rows are to be given back. */
    record Parted(List<Write.Settle> settles, List<Write.Release> early) {
        List<Write.Release> releases(List<Write.Release> others) {
            return Stream.concat(others.stream(), early.stream()).toList();
        }
    }

    Parted part(List<Write.Settle> settles) throws SQLException {
        List<String> turning = settles.stream()
                .filter(WayBack::compensates)
                .map(settle -> settle.settlement().key().flow())
                .toList();
        if (turning.isEmpty()) {
            return new Parted(settles, List.of());
        }
        Set<String> busy = HeldRows.cancelled(statements, turning).stream()
                .map(OutboxKey::flow)
                .collect(Collectors.toSet());
        Predicate<Write.Settle> early = settle ->
                compensates(settle) && busy.contains(settle.settlement().key().flow());
        return new Parted(
                settles.stream().filter(early.negate()).toList(),
                settles.stream().filter(early).map(WayBack::giveBack).toList());
    }

    private static boolean compensates(Write.Settle settle) {
        return settle.settlement().command() instanceof Command.Compensate;
    }

    private static Write.Release giveBack(Write.Settle settle) {
        Settlement look = settle.settlement();
        return new Write.Release(look.key(), look.lease(), UNTIL_NEXT_LOOK, settle.answer());
    }
}
