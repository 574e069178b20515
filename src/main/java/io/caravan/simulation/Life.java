package io.caravan.simulation;

import io.caravan.flow.ActionProgress;
import io.caravan.flow.ActionState;
import io.caravan.flow.Command;
import io.caravan.flow.Compensating;
import io.caravan.flow.Decider;
import io.caravan.flow.Decision;
import io.caravan.flow.Explanation;
import io.caravan.flow.Fact;
import io.caravan.flow.FlowState;
import io.caravan.flow.Item;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One flow: its state, which the rules change as anywhere, and what its facts make due. */
final class Life {
    private final World world;
    private final Consumer<String> performing;
    private final Map<String, Explanation.Row> rows = new TreeMap<>();
    private final Set<String> running = new HashSet<>();
    private FlowState state;

    /** @param performing does what is due for the action of this name */
    Life(FlowState.Identity identity, World world, Consumer<String> performing) {
        this.world = world;
        this.performing = performing;
        this.state = FlowState.fresh(identity);
    }

    FlowState state() {
        return state;
    }

    /** When it became due; it is in work from now on. */
    Instant take(String action) {
        Explanation.Row row = rows.get(action);
        rows.put(action, new Explanation.Row(row.dueAt(), true, false));
        if (stateOf(action).attempted() && !action.equals(FlowState.TRIGGER)) {
            running.add(action);
        }
        return row.dueAt();
    }

    List<Fact> decide(Command command) {
        if (command instanceof Command.Settle end) {
            running.remove(end.action());
        }
        Decision decision = Decider.decide(state, command, world.now());
        state = decision.state();
        decision.facts().forEach(this::follow);
        rows.keySet().removeIf(action -> !isOutstanding(action));
        decision.facts().forEach(fact -> world.chronicle().tell(fact, waitingFor(Telling.action(fact))));
        if (running.isEmpty() && Compensating.isDue(state)) {
            world.agenda().put(world.now(), () -> Compensating.isDue(state), () -> decide(new Command.Compensate()));
        }
        return decision.facts();
    }

    /** Why an action does not go on; blank = it does, or it has ended. */
    String waitingFor(String action) {
        boolean isDue = stateOf(action) == ActionState.READY;
        return action.isEmpty() || isDue ? "" : Explanation.of(state, action, rows);
    }

    private void follow(Fact fact) {
        Instant now = world.now();
        if (fact instanceof Fact.Triggered triggered) {
            triggered.deadline().ifPresent(deadline -> world.agenda()
                    .put(deadline, () -> !state.ended(), () -> decide(new Command.Expire())));
        } else if (fact instanceof Fact.Met met) {
            due(met.action(), now);
        } else if (fact instanceof Fact.Awaited awaited) {
            due(awaited.action(), awaited.until().orElse(Explanation.NEVER));
        } else if (fact instanceof Fact.Split split) {
            for (int i = 0; i < split.items().size(); i++) {
                due(Item.name(split.action(), i), split.dueAt().orElse(now));
            }
        } else if (fact instanceof Fact.Delayed delayed) {
            due(delayed.action(), delayed.dueAt());
        } else if (fact instanceof Fact.Readied readied) {
            due(readied.action(), now);
        } else if (fact instanceof Fact.Retried retried) {
            due(retried.action(), retried.dueAt());
        } else if (fact instanceof Fact.Deferred deferred) {
            due(deferred.action(), deferred.dueAt());
        } else if (fact instanceof Fact.Replayed replayed && stateOf(replayed.action()) != ActionState.SPLIT) {
            due(replayed.action(), now);
        }
    }

    private void due(String action, Instant at) {
        var row = new Explanation.Row(at, false, false);
        rows.put(action, row);
        if (at.isBefore(Explanation.NEVER)) {
            world.agenda().put(at, () -> rows.get(action) == row, () -> performing.accept(action));
        }
    }

    private boolean isOutstanding(String action) {
        return stateOf(action).outstanding();
    }

    private ActionState stateOf(String action) {
        return state.progress(action).map(ActionProgress::state).orElse(ActionState.WAITING);
    }
}
