package io.caravan.store.journal;

import io.caravan.flow.ActionState;
import io.caravan.flow.Definition;
import io.caravan.flow.Fact;
import io.caravan.flow.FlowState;
import io.caravan.store.outbox.OutboxKey;
import io.caravan.store.outbox.OutboxRow;
import io.caravan.store.outbox.OutboxRow.Kind;
import io.caravan.store.outbox.OutboxRow.Target;
import io.caravan.store.outbox.OutboxRow.Try;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the facts of one flow and batch change in the tables beside the journal. */
public final class Projection {
    private final FlowState state;
    private final Map<OutboxKey, Instant> due = new LinkedHashMap<>();
    private final Set<OutboxKey> cancelled = new LinkedHashSet<>();
    private final Set<OutboxKey> mended = new LinkedHashSet<>();
    private final Set<OutboxKey> dead = new LinkedHashSet<>();
    private Optional<Definition> pinned = Optional.empty();

    Projection(Working flow, Instant now) {
        this.state = flow.state();
        flow.facts().forEach(fact -> apply(fact, now));
    }

    private void apply(Fact fact, Instant now) {
        if (fact instanceof Fact.Triggered triggered) {
            pinned = Optional.of(triggered.definition());
            triggered.deadline().ifPresent(deadline -> due.put(key(""), deadline));
        } else if (fact instanceof Fact.Met met) {
            due.put(key(met.action()), now);
        } else if (fact instanceof Fact.Delayed delayed) {
            due.put(key(delayed.action()), delayed.dueAt());
        } else if (fact instanceof Fact.Readied readied) {
            due.put(key(readied.action()), now);
        } else if (fact instanceof Fact.Retried retried) {
            due.put(key(retried.action()), retried.dueAt());
        } else if (fact instanceof Fact.Deferred deferred) {
            due.put(key(deferred.action()), deferred.dueAt());
        } else if (fact instanceof Fact.Replayed replayed) {
            due.put(key(replayed.action()), now);
            mend(key(replayed.action()));
        } else if (fact instanceof Fact.Resolved resolved) {
            mend(key(resolved.action()));
        } else if (fact instanceof Fact.Died died) {
            dead.add(key(died.action()));
        } else if (fact instanceof Fact.ActionCancelled stopped) {
            cancel(key(stopped.action()));
        } else if (fact instanceof Fact.Turned turned && turned.ended()) {
            state.plan().flatMap(FlowState.Plan::deadline).ifPresent(any -> cancel(key("")));
        }
    }

    private void cancel(OutboxKey key) {
        if (due.remove(key) == null) {
            cancelled.add(key);
        }
        mend(key);
    }

    private void mend(OutboxKey key) {
        if (!dead.remove(key)) {
            mended.add(key);
        }
    }

    private OutboxKey key(String action) {
        return new OutboxKey(state.id(), action, 0);
    }

    /** The rows to insert into the outbox. */
    Iterable<OutboxRow> outbox() {
        return due.entrySet().stream().map(entry -> row(entry.getKey(), entry.getValue()))::iterator;
    }

    private OutboxRow row(OutboxKey key, Instant dueAt) {
        String definition = state.identity().definition();
        if (key.action().isEmpty()) {
            return new OutboxRow(key, Kind.DEADLINE, new Target(definition, ""), new Try(1, false), dueAt);
        }
        var progress = state.progress(key.action()).orElseThrow();
        String destination = state.action(key.action())
                .map(action -> action.policy().destination())
                .orElse("");
        return new OutboxRow(
                key,
                kind(key.action(), progress.state()),
                new Target(definition, destination),
                new Try(progress.attempts() + 1, progress.uncertain()),
                dueAt);
    }

    /** What is to be done next with an action in this state. */
    public static Kind kind(String action, ActionState state) {
        if (action.equals(FlowState.TRIGGER)) {
            return Kind.TRIGGER;
        }
        return state == ActionState.EVALUATING ? Kind.EVALUATE : Kind.ACTION;
    }

    Set<OutboxKey> cancelled() {
        return cancelled;
    }

    /** Dead letters that are none any more. */
    Set<OutboxKey> mended() {
        return mended;
    }

    Set<OutboxKey> dead() {
        return dead;
    }

    /** The definition that the flow was pinned to in this batch. */
    Optional<Definition> pinned() {
        return pinned;
    }
}
