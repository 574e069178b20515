package io.caravan.store.journal;

import io.caravan.flow.Action;
import io.caravan.flow.ActionProgress;
import io.caravan.flow.ActionState;
import io.caravan.flow.Await;
import io.caravan.flow.Definition;
import io.caravan.flow.Explanation;
import io.caravan.flow.Fact;
import io.caravan.flow.FlowState;
import io.caravan.flow.Item;
import io.caravan.flow.Lane;
import io.caravan.store.outbox.OutboxKey;
import io.caravan.store.outbox.OutboxRow;
import io.caravan.store.outbox.OutboxRow.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the facts of one flow and batch change in the tables beside the journal. */
final class Projection {
    /** By so much a row goes ahead of others for each step of its priority: others that are older by more come first. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    private final FlowState state;
    private final String event;
    private final Map<OutboxKey, Instant> due = new LinkedHashMap<>();
    private final Map<OutboxKey, OutboxProjection.Errand> beside = new LinkedHashMap<>();
    private final Set<OutboxKey> cancelled = new LinkedHashSet<>();
    private final Set<OutboxKey> mended = new LinkedHashSet<>();
    private final Set<OutboxKey> dead = new LinkedHashSet<>();
    private final List<WaitingTable.Wait> waits = new ArrayList<>();
    private final List<OutboxKey> waited = new ArrayList<>();
    private Optional<Definition> pinned = Optional.empty();
    private Optional<Set<String>> cancelOn = Optional.empty();

    Projection(Working flow, Instant now) {
        this.state = flow.state();
        this.event = flow.event().id();
        int seq = flow.from();
        for (Fact fact : flow.facts()) {
            apply(fact, now, ++seq);
        }
    }

    private void apply(Fact fact, Instant now, int seq) {
        if (fact instanceof Fact.Triggered triggered) {
            pinned = Optional.of(triggered.definition());
            triggered.deadline().ifPresent(deadline -> due.put(key(""), deadline));
            awaitItsEnd(triggered.definition());
        } else if (fact instanceof Fact.Met met) {
            due.put(key(met.action()), now);
        } else if (fact instanceof Fact.Awaited awaited) {
            due.put(key(awaited.action()), awaited.until().orElse(Explanation.NEVER));
            await(awaited.action(), awaited.type(), awaited.key());
        } else if (fact instanceof Fact.Arrived arrived) {
            waited(arrived.action());
        } else if (fact instanceof Fact.Split split) {
            Instant dueAt = split.dueAt().orElseGet(() -> ahead(split.action(), now));
            for (int i = 0; i < split.items().size(); i++) {
                due.put(key(Item.name(split.action(), i)), dueAt);
            }
        } else if (fact instanceof Fact.Delayed delayed) {
            due.put(key(delayed.action()), delayed.dueAt());
        } else if (fact instanceof Fact.Readied readied) {
            due.put(key(readied.action()), ahead(readied.action(), now));
        } else if (fact instanceof Fact.Retried retried) {
            due.put(key(retried.action()), retried.dueAt());
        } else if (fact instanceof Fact.Deferred deferred) {
            due.put(key(deferred.action()), deferred.dueAt());
        } else if (fact instanceof Fact.Replayed replayed) {
            if (progress(replayed.action()) != ActionState.SPLIT) {
                due.put(key(replayed.action()), now);
            }
            mend(key(replayed.action()));
        } else if (fact instanceof Fact.Resolved resolved) {
            mend(key(resolved.action()));
        } else if (fact instanceof Fact.Died died) {
            waited(died.action());
            if (!state.hasItems(died.action())) {
                dead.add(key(died.action()));
            }
            copy(died.action(), seq);
        } else if (fact instanceof Fact.Skipped skipped) {
            waited(skipped.action());
        } else if (fact instanceof Fact.ActionCancelled stopped) {
            waited(stopped.action());
            cancel(key(stopped.action()));
        } else if (fact instanceof Fact.TurnCame) {
            leave();
        } else if (fact instanceof Fact.Restarted restarted) {
            restarted.actions().forEach(action -> mend(key(action)));
            state.plan().map(FlowState.Plan::definition).ifPresent(this::awaitItsEnd);
        } else if (fact instanceof Fact.Migrated migrated) {
            pinned = Optional.of(migrated.definition());
            waits.removeIf(wait -> wait.action().isEmpty());
            cancelOn = Optional.of(migrated.definition().cancelOn());
            awaitItsEnd(migrated.definition());
        } else if (fact instanceof Fact.TurnedBack) {
            beside.put(
                    new OutboxKey(state.id(), "", OutboxKey.COMPENSATE),
                    new OutboxProjection.Errand(Kind.COMPENSATE, ""));
            stopWaiting();
        } else if (fact instanceof Fact.Turned turned) {
            beside.values().removeIf(errand -> errand.kind() == Kind.ANNOUNCE);
            beside.put(
                    new OutboxKey(state.id(), "", seq),
                    new OutboxProjection.Errand(Kind.ANNOUNCE, turned.status().word()));
            if (turned.ended()) {
                end();
            }
        }
    }

    /** An event may cancel it from now on. */
    private void awaitItsEnd(Definition definition) {
        state.standing().key().ifPresent(key -> definition.cancelOn().forEach(type -> await("", type, key)));
    }

    private void end() {
        stopWaiting();
        leave();
    }

    /** Neither the deadline nor an event that cancels the flow matters any more. */
    private void stopWaiting() {
        state.plan().flatMap(FlowState.Plan::deadline).ifPresent(any -> cancel(key("")));
        state.plan().filter(plan -> !plan.definition().cancelOn().isEmpty()).ifPresent(plan -> {
            waits.removeIf(wait -> wait.action().isEmpty());
            waited.add(key(""));
        });
    }

    /** A flow that has ended leaves its lane when its turn has come. */
    private void leave() {
        Optional<Lane> lane = state.standing().lane();
        if (state.ended() && lane.isPresent() && !lane.get().waits()) {
            beside.put(new OutboxKey(state.id(), "", OutboxKey.LEAVE), new OutboxProjection.Errand(Kind.LEAVE, ""));
        }
    }

    private void await(String action, String type, String key) {
        waits.add(new WaitingTable.Wait(state.id(), action, type, key, event));
    }

    private void waited(String action) {
        if (state.action(action).flatMap(Action::awaits).map(Await::type).isPresent() && !Item.isItem(action)) {
            waits.removeIf(wait -> wait.action().equals(action));
            waited.add(key(action));
        }
    }

    private void copy(String action, int seq) {
        if (!state.hasItems(action)) {
            beside.put(
                    new OutboxKey(state.id(), Item.action(action), -seq),
                    new OutboxProjection.Errand(Kind.COPY, action));
        }
    }

    /** More urgent rows are due earlier than others that became ready at the same time. */
    private Instant ahead(String action, Instant now) {
        int steps = state.action(action).map(pin -> pin.provisions().priority()).orElse(0);
        return now.minus(AHEAD.multipliedBy(steps));
    }

    private ActionState progress(String action) {
        return state.progress(action).map(ActionProgress::state).orElse(ActionState.WAITING);
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
        return OutboxKey.of(state.id(), action);
    }

    /** The rows to insert into the outbox; life-cycle events and copies only if they are wanted. */
    List<OutboxRow> outbox(Wanted wanted, Instant now) {
        var projected = new OutboxProjection(state, wanted, now);
        due.forEach(projected::due);
        beside.forEach(projected::beside);
        return projected.rows();
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

    /** Waits that begin. */
    List<WaitingTable.Wait> waits() {
        return waits;
    }

    /** Waits that have ended. */
    List<OutboxKey> waited() {
        return waited;
    }

    /** The types of events that cancel the flow from now on, where they have changed: those of before are not waited for. */
    Optional<Set<String>> cancelOn() {
        return cancelOn;
    }

    /** The definition that the flow was pinned to in this batch. */
    Optional<Definition> pinned() {
        return pinned;
    }
}
