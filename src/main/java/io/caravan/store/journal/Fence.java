package io.caravan.store.journal;

import io.caravan.store.Observer;
import io.caravan.store.Statements;
import io.caravan.store.outbox.OutboxTable;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/** Lets through only who still holds the lease of a row: no row under it = the worker is stale, and changes nothing (promise P4). */
final class Fence {
    private final Statements statements;
    private final Observer observer;
    private final Instant now;

    Fence(Statements statements, Observer observer, Instant now) {
        this.statements = statements;
        this.observer = observer;
        this.now = now;
    }

    /** The settles whose leases held; their rows are gone. */
    List<Write.Settle> settles(List<Write.Settle> settles, List<Runnable> answers) throws SQLException {
        BitSet held = OutboxTable.fence(
                statements,
                settles.stream()
                        .map(settle -> new OutboxTable.Hold(
                                settle.settlement().key(), settle.settlement().lease()))
                        .toList());
        var fenced = new ArrayList<Write.Settle>();
        for (int i = 0; i < settles.size(); i++) {
            Write.Settle settle = settles.get(i);
            boolean holds = held.get(i);
            if (holds) {
                fenced.add(settle);
            } else {
                observer.reached(Observer.Point.STALE_SETTLE, 1);
            }
            answers.add(() -> settle.answer().complete(holds));
        }
        return fenced;
    }

    /** In the order of their keys, so that nodes which give back and cancel rows of one flow do not wait for each other. */
    void releases(List<Write.Release> unsorted, Taking taking, List<Runnable> answers) throws SQLException {
        List<Write.Release> releases = unsorted.stream()
                .sorted(Comparator.comparing(Write.Release::key))
                .toList();
        BitSet held = OutboxTable.release(
                statements,
                releases.stream()
                        .map(release ->
                                new OutboxTable.Return(release.key(), release.lease(), now.plus(release.delay())))
                        .toList());
        for (int i = 0; i < releases.size(); i++) {
            Write.Release release = releases.get(i);
            boolean holds = held.get(i);
            taking.expectBack(now.plus(release.delay()));
            answers.add(() -> release.answer().complete(holds));
        }
    }
}
