package io.caravan.store.journal;

import io.caravan.store.Statements;
import io.caravan.store.aggregation.Delivery;
import io.caravan.store.aggregation.Groups;
import io.caravan.store.aggregation.Verdict;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What aggregators have for one batch: groups that change, and completed ones that were delivered. */
final class Gathering {
    private final Statements statements;
    private final List<Write.Gather> gathers;
    private final List<Write.Deliver> delivers;
    private final List<Runnable> answers;
    private Optional<Groups> groups = Optional.empty();

    Gathering(Statements statements, List<Write> writes, List<Runnable> answers) {
        this.statements = statements;
        this.gathers = only(Write.Gather.class, writes);
        this.delivers = only(Write.Deliver.class, writes);
        this.answers = answers;
    }

    /** Adds the keys of the groups to what is locked for the batch. */
    static Locks lock(List<Write> writes, Locks locks) {
        only(Write.Gather.class, writes)
                .forEach(gather -> locks.group(gather.change().key()));
        return locks;
    }

    private static <W extends Write> List<W> only(Class<W> kind, List<Write> writes) {
        return writes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    void write(long epoch, Instant now) throws SQLException {
        if (!gathers.isEmpty()) {
            gather(epoch, now);
        }
        if (!delivers.isEmpty()) {
            Set<Delivery> held = Groups.settle(
                    statements, delivers.stream().map(Write.Deliver::delivery).toList());
            delivers.forEach(
                    deliver -> answers.add(() -> deliver.answer().complete(held.contains(deliver.delivery()))));
        }
    }

    private void gather(long epoch, Instant now) throws SQLException {
        var judged = new Groups(
                statements, gathers.stream().map(Write.Gather::change).toList(), epoch);
        for (Write.Gather gather : gathers) {
            Verdict verdict = judged.judge(gather.change());
            answers.add(() -> gather.answer().complete(verdict));
        }
        if (!judged.write(now)) {
            throw new GoneMeanwhile("A group or a message of an aggregator");
        }
        groups = Optional.of(judged);
    }

    /** Whether this node holds completed groups once the batch is committed. */
    boolean takesAny() {
        return groups.map(Groups::takesAny).orElse(false);
    }

    boolean hasWritten() {
        return !gathers.isEmpty() || !delivers.isEmpty();
    }
}
