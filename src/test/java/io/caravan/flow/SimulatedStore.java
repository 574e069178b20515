package io.caravan.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One flow's journal and outbox as the commit protocol keeps them: lock, then decide; a settle begins with {@code DELETE
 * FROM outbox WHERE lease = ?}; the outbox follows the facts.
 */
final class SimulatedStore {
    static final FlowState FRESH = FlowState.fresh(new FlowState.Identity("f-1", "sample", "e-1"));

    /** A node's right to one attempt; never drawn twice. */
    record Lease(int epoch, int number) {}

    /** One side effect yet to happen; {@code cancelled} = taken while its flow ended. */
    record Row(String action, int attempt, Instant dueAt, Optional<Lease> lease, boolean cancelled) {
        Row takenUnder(Lease drawn) {
            return new Row(action, attempt, dueAt, Optional.of(drawn), cancelled);
        }

        Row released() {
            return new Row(action, attempt, dueAt, Optional.empty(), cancelled);
        }

        Row markedCancelled() {
            return new Row(action, attempt, dueAt, lease, true);
        }

        boolean isHeldUnder(Lease held) {
            return lease.filter(held::equals).isPresent();
        }
    }

    /** A fact and when it was written. */
    record Line(Fact fact, Instant at) {}

    private final boolean fenced;
    private final List<Line> journal = new ArrayList<>();
    private final Map<String, Row> outbox = new TreeMap<>();
    private FlowState folded = FRESH;
    private FlowState kept = FRESH;
    private Instant now = Journal.NOW;
    private final Set<String> come = new HashSet<>();
    private int epochs;

    /** An unfenced store lets stale settles through to the rules. */
    SimulatedStore(boolean fenced) {
        this.fenced = fenced;
    }

    /** Performs a command that holds no lease. */
    List<Fact> perform(SimulatedNode node, Command command) {
        return commit(node, command);
    }

    /** Performs the settle of an attempt; without its row it is stale and dropped. */
    List<Fact> settle(SimulatedNode node, Command command, String action, Lease lease) {
        boolean held = outbox.containsKey(action) && outbox.get(action).isHeldUnder(lease);
        if (held) {
            outbox.remove(action);
        } else if (fenced) {
            return List.of();
        }
        return commit(node, command);
    }

    private List<Fact> commit(SimulatedNode node, Command command) {
        Decision decision = Decider.decide(node.stateAsOf(journal), command, now);
        for (Fact fact : decision.facts()) {
            journal.add(new Line(fact, now));
            folded = Evolution.evolve(folded, fact, now);
            follow(fact);
        }
        node.keep(decision.state());
        kept = decision.state();
        return decision.facts();
    }

    private void follow(Fact fact) {
        if (fact instanceof Fact.Met met) {
            enqueue(met.action(), now);
        } else if (fact instanceof Fact.Delayed delayed) {
            enqueue(delayed.action(), delayed.dueAt());
        } else if (fact instanceof Fact.Readied readied) {
            enqueue(readied.action(), now);
        } else if (fact instanceof Fact.Awaited awaited) {
            come.remove(awaited.action());
            enqueue(awaited.action(), awaited.until().orElse(Explanation.NEVER));
        } else if (fact instanceof Fact.Split split) {
            for (int i = 0; i < split.items().size(); i++) {
                enqueue(Item.name(split.action(), i), split.dueAt().orElse(now));
            }
        } else if (fact instanceof Fact.Replayed replayed) {
            if (folded.progress(replayed.action()).orElseThrow().state() != ActionState.SPLIT) {
                enqueue(replayed.action(), now);
            }
        } else if (fact instanceof Fact.Retried retried) {
            enqueue(retried.action(), retried.dueAt());
        } else if (fact instanceof Fact.Deferred deferred) {
            enqueue(deferred.action(), deferred.dueAt());
        } else if (fact instanceof Fact.ActionCancelled cancelled) {
            outbox.computeIfPresent(
                    cancelled.action(), (action, row) -> row.lease().isPresent() ? row.markedCancelled() : null);
        }
    }

    private void enqueue(String action, Instant dueAt) {
        int attempt = folded.progress(action).orElseThrow().attempts() + 1;
        outbox.put(action, new Row(action, attempt, dueAt, Optional.empty(), false));
    }

    /** The rows that a node may take now. */
    List<Row> due() {
        return outbox.values().stream()
                .filter(row -> row.lease().isEmpty() && !row.dueAt().isAfter(now))
                .toList();
    }

    /** An event has come that the action awaits: its row is due, whoever holds it. */
    void come(String action) {
        come.add(action);
        outbox.computeIfPresent(
                action, (any, row) -> new Row(action, row.attempt(), now, row.lease(), row.cancelled()));
    }

    boolean hasCome(String action) {
        return come.contains(action);
    }

    void take(Row row, Lease lease) {
        outbox.put(row.action(), row.takenUnder(lease));
    }

    /** Gives a row back that was taken and not begun. */
    boolean release(String action, Lease lease) {
        boolean held = outbox.containsKey(action) && outbox.get(action).isHeldUnder(lease);
        if (held) {
            outbox.computeIfPresent(action, (any, row) -> row.cancelled() ? null : row.released());
        }
        return held;
    }

    /** Every start of a node has an epoch of its own. */
    int nextEpoch() {
        return ++epochs;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** Moves on to when the next free row is due. */
    void passToNextDue() {
        outbox.values().stream()
                .filter(row -> row.lease().isEmpty())
                .map(Row::dueAt)
                .min(Instant::compareTo)
                .filter(now::isBefore)
                .ifPresent(due -> now = due);
    }

    Instant now() {
        return now;
    }

    List<Line> journal() {
        return journal;
    }

    Map<String, Row> outbox() {
        return outbox;
    }

    /** The state after the last command, as its node keeps it. */
    FlowState kept() {
        return kept;
    }

    /** The state that the journal adds up to. */
    FlowState folded() {
        return folded;
    }
}
