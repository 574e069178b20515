package io.caravan.store.view;

import io.caravan.flow.ActionProgress;
import io.caravan.flow.Compensating;
import io.caravan.flow.FlowState;
import io.caravan.store.journal.OutboxProjection;
import io.caravan.store.outbox.OutboxRow.Kind;
import io.caravan.store.view.StoredFlow.DeadRow;
import io.caravan.store.view.StoredFlow.Due;
import io.caravan.store.view.StoredFlow.Line;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Compares the state that a flow's facts add up to with what the tables hold of it. */
final class Comparison {
    private final FlowState folded;
    private final List<String> differences = new ArrayList<>();

    Comparison(FlowState folded) {
        this.folded = folded;
    }

    List<String> with(StoredFlow stored) {
        line(stored.line());
        same(
                "outbox",
                outstanding(),
                stored.outbox().stream()
                        .filter(due -> !due.late() || isOutstanding(due))
                        .map(Comparison::sentence)
                        .toList());
        same("dead", dead(), stored.dead().stream().map(Comparison::sentence).toList());
        return differences;
    }

    private void line(Line line) {
        same("status", folded.status().word(), line.status());
        same("ended", folded.ended(), line.ended());
        same("version", folded.plan().map(plan -> plan.definition().version()), line.version());
        same("key", folded.standing().key(), line.key());
        same("seq", folded.seq(), line.seq());
    }

    private void same(String column, Object fromFacts, Object fromTable) {
        if (!fromFacts.equals(fromTable)) {
            differ(column + " is " + fromTable + ", by its facts " + fromFacts);
        }
    }

    private void same(String table, Collection<String> fromFacts, Collection<String> fromTable) {
        var missing = new TreeSet<>(fromFacts);
        missing.removeAll(fromTable);
        missing.forEach(row -> differ("table " + table + " lacks " + row));
        var surplus = new TreeSet<>(fromTable);
        surplus.removeAll(fromFacts);
        surplus.forEach(row -> differ("table " + table + " has " + row + ", which its facts do not"));
    }

    private void differ(String sentence) {
        differences.add("Flow " + folded.id() + ": " + sentence + ".");
    }

    private boolean isOutstanding(Due due) {
        return folded.progress(due.action())
                .map(progress -> progress.state().outstanding())
                .orElse(false);
    }

    /** Every action that is under way has a row, and so has a flow's deadline, and its turning back. */
    private List<String> outstanding() {
        var rows = new ArrayList<String>();
        folded.actions().forEach((action, progress) -> {
            if (progress.state().outstanding()) {
                rows.add(sentence(due(action, progress)));
            }
        });
        boolean goesOn = !folded.ended() && !folded.isOnItsWayBack();
        if (goesOn && folded.plan().flatMap(FlowState.Plan::deadline).isPresent()) {
            rows.add(sentence(new Due("", Kind.DEADLINE.word(), 1, false, false)));
        }
        if (Compensating.isDue(folded)) {
            rows.add(sentence(new Due("", Kind.COMPENSATE.word(), 1, false, false)));
        }
        return rows;
    }

    private static Due due(String action, ActionProgress progress) {
        Kind kind = OutboxProjection.kind(action, progress.state());
        return new Due(action, kind.word(), progress.attempts() + 1, progress.uncertain(), false);
    }

    private static String sentence(Due due) {
        return (due.action().isEmpty() ? "the flow itself," : "action '" + due.action() + "',") + " kind " + due.kind()
                + ", attempt " + due.attempt() + (due.uncertain() ? ", uncertain" : "");
    }

    /** A dead letter stands for every action that gave up and was neither replayed nor cancelled. */
    private List<String> dead() {
        var rows = new ArrayList<String>();
        folded.actions().forEach((action, progress) -> {
            if (progress.state().gaveUp() && !folded.hasItems(action)) {
                ActionProgress.LastError error = progress.error().orElseThrow();
                rows.add(sentence(new DeadRow(action, error.failure().type(), error.attempt(), error.at())));
            }
        });
        return rows;
    }

    private static String sentence(DeadRow row) {
        return "action '" + row.action() + "', dead after attempt " + row.attempts() + " by " + row.type() + " at "
                + row.at();
    }
}
