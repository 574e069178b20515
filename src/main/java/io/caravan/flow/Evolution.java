package io.caravan.flow;

import io.caravan.flow.ActionProgress.LastError;
import io.caravan.flow.FlowState.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** {@code evolve(state, fact) -> state}: what a fact means, and nothing else; replaying the journal gives the state. */
public final class Evolution {
    private Evolution() {}

    /** The state after one more fact, which was written at the given time. */
    public static FlowState evolve(FlowState state, Fact fact, Instant at) {
        FlowState next = apply(state, fact, at);
        return new FlowState(next.identity(), next.plan(), next.actions(), next.standing(), state.seq() + 1);
    }

    private static FlowState apply(FlowState state, Fact fact, Instant at) {
        if (fact instanceof Fact.Started started) {
            return stand(
                    state,
                    new Standing(FlowStatus.RUNNING, false, "", started.key(), started.lane(), Optional.empty()));
        }
        if (fact instanceof Fact.Triggered triggered) {
            return Course.set(state, triggered);
        }
        if (fact instanceof Fact.Keyed keyed) {
            return stand(state, state.standing().keyed(keyed.key()));
        }
        if (fact instanceof Fact.Queued queued) {
            return stand(state, state.standing().queued(Optional.of(queued.lane())));
        }
        if (fact instanceof Fact.TurnCame) {
            return stand(state, state.standing().queued(state.standing().lane().map(Lane::come)));
        }
        if (fact instanceof Fact.Met met) {
            return move(state, met.action(), ActionState.EVALUATING);
        }
        if (fact instanceof Fact.Budgeted budgeted) {
            ActionProgress before = progress(state, budgeted.action());
            return state.with(
                    budgeted.action(), before.to(before.state(), before.given().budget(budgeted.budgetKey())));
        }
        if (fact instanceof Fact.Awaited awaited) {
            ActionProgress before = progress(state, awaited.action());
            return state.with(
                    awaited.action(),
                    before.to(ActionState.AWAITING, before.given().awaiting(awaited.key(), awaited.until())));
        }
        if (fact instanceof Fact.Arrived arrived) {
            ActionProgress before = progress(state, arrived.action());
            return state.with(
                    arrived.action(), before.to(before.state(), before.given().arrived(arrived.event())));
        }
        if (fact instanceof Fact.Split split) {
            return split(state, split);
        }
        if (fact instanceof Fact.Gathered gathered) {
            return gather(state, gathered.action());
        }
        if (fact instanceof Fact.Found found) {
            ActionProgress before = progress(state, found.action());
            return state.with(found.action(), before.succeeded(before.attempts(), found.result()));
        }
        if (fact instanceof Fact.Delayed delayed) {
            return move(state, delayed.action(), ActionState.DELAYED);
        }
        if (fact instanceof Fact.Readied readied) {
            return move(state, readied.action(), ActionState.READY);
        }
        if (fact instanceof Fact.Succeeded succeeded) {
            return state.with(
                    succeeded.action(),
                    progress(state, succeeded.action())
                            .succeeded(succeeded.attempt().number(), succeeded.result()));
        }
        if (fact instanceof Fact.Retried retried) {
            var error = new LastError(
                    retried.failure(),
                    retried.uncertain() ? "uncertain" : "retry",
                    retried.attempt().number(),
                    at,
                    Optional.of(retried.dueAt()));
            return fail(
                    state,
                    retried.action(),
                    ActionState.RETRYING,
                    retried.attempt().number(),
                    error);
        }
        if (fact instanceof Fact.Deferred deferred) {
            ActionProgress before = progress(state, deferred.action());
            boolean uncertain = before.uncertain();
            var error = new LastError(
                    deferred.failure(),
                    uncertain ? "uncertain" : "unavailable",
                    before.attempts(),
                    at,
                    Optional.of(deferred.dueAt()));
            return fail(state, deferred.action(), ActionState.RETRYING, before.attempts(), error);
        }
        if (fact instanceof Fact.Died died) {
            var error = new LastError(
                    died.failure(),
                    died.uncertain() ? "uncertain" : died.outcome(),
                    died.attempt().number(),
                    at,
                    Optional.empty());
            return fail(
                    state,
                    died.action(),
                    died.uncertain() ? ActionState.UNCERTAIN : ActionState.DEAD,
                    died.attempt().number(),
                    error);
        }
        if (fact instanceof Fact.Skipped skipped) {
            return move(state, skipped.action(), ActionState.SKIPPED);
        }
        if (fact instanceof Fact.Replayed replayed) {
            ActionProgress before = progress(state, replayed.action());
            return state.with(replayed.action(), before.replayed(afterReplay(state, replayed.action(), before)));
        }
        if (fact instanceof Fact.Resolved resolved) {
            return state.with(
                    resolved.action(), progress(state, resolved.action()).resolved(resolved.result()));
        }
        if (fact instanceof Fact.ActionCancelled cancelled) {
            return move(state, cancelled.action(), ActionState.CANCELLED);
        }
        if (fact instanceof Fact.EndedLate late) {
            return state.isOnItsWayBack() ? endLate(state, late, at) : state;
        }
        if (fact instanceof Fact.Restarted restarted) {
            return Course.restart(state, restarted);
        }
        if (fact instanceof Fact.Migrated migrated) {
            return Course.migrate(state, migrated.definition());
        }
        if (fact instanceof Fact.TurnedBack back) {
            return Course.turnBack(state, back);
        }
        if (fact instanceof Fact.Turned turned) {
            return stand(state, state.standing().turned(turned.status(), turned.ended(), turned.reason()));
        }
        throw new IllegalStateException("a fact without a meaning: " + fact);
    }

    private static ActionProgress progress(FlowState state, String action) {
        return state.progress(action).orElse(ActionProgress.UNTOUCHED);
    }

    /** What died before its first attempt died of its conditions, or of a list of items. */
    private static ActionState afterReplay(FlowState state, String action, ActionProgress before) {
        if (state.hasItems(action)) {
            return ActionState.SPLIT;
        }
        return before.attempts() == 0 && !Item.isItem(action) ? ActionState.EVALUATING : ActionState.READY;
    }

    private static FlowState split(FlowState state, Fact.Split split) {
        var actions = new TreeMap<>(state.actions());
        ActionProgress whole = progress(state, split.action());
        actions.put(split.action(), whole.to(ActionState.SPLIT));
        ActionState begin = split.dueAt().isPresent() ? ActionState.DELAYED : ActionState.READY;
        for (int i = 0; i < split.items().size(); i++) {
            Given given = whole.given().item(split.items().get(i));
            actions.put(Item.name(split.action(), i), ActionProgress.UNTOUCHED.to(begin, given));
        }
        return state.with(actions);
    }

    /** The items' results become the action's; the items themselves are needed no more. */
    private static FlowState gather(FlowState state, String action) {
        List<Payload> results = state.items(action).stream()
                .map(item -> item.result().orElse(Payload.NOTHING))
                .toList();
        ActionProgress before = progress(state, action);
        var actions = new TreeMap<>(state.actions());
        actions.keySet().removeAll(state.itemNames(action));
        actions.put(action, before.succeeded(before.attempts(), Payload.list(results)));
        return state.with(actions);
    }

    /** What was running when its flow turned back, and has done something after all, is to be compensated as well. */
    private static FlowState endLate(FlowState state, Fact.EndedLate late, Instant at) {
        ActionProgress before = progress(state, late.action());
        int number = late.attempt().number();
        if (before.state() != ActionState.CANCELLED || number != before.attempts() + 1) {
            return state;
        }
        if (late.result().isPresent()) {
            return state.with(
                    late.action(), before.succeeded(number, late.result().get()));
        }
        if (!late.outcome().equals("uncertain")) {
            return state;
        }
        Failure failure = late.failure().orElseThrow();
        var error = new LastError(failure, "uncertain", number, at, Optional.empty());
        return state.with(late.action(), before.failed(ActionState.CANCELLED, number, error));
    }

    private static FlowState move(FlowState state, String action, ActionState next) {
        return state.with(action, progress(state, action).to(next));
    }

    private static FlowState fail(FlowState state, String action, ActionState next, int attempt, LastError error) {
        return state.with(action, progress(state, action).failed(next, attempt, error));
    }

    private static FlowState stand(FlowState state, Standing standing) {
        return new FlowState(state.identity(), state.plan(), state.actions(), standing, state.seq());
    }
}
