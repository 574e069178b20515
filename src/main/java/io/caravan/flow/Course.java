package io.caravan.flow;

import io.caravan.flow.FlowState.Plan;
import java.util.Optional;
import java.util.TreeMap;

/** Which actions a flow has before it: as its trigger set them, when it turns back, goes on again, or has another version. */
final class Course {
    private Course() {}

    static FlowState set(FlowState state, Fact.Triggered triggered) {
        var actions = new TreeMap<String, ActionProgress>();
        triggered.definition().forward().forEach(action -> actions.put(action.name(), ActionProgress.UNTOUCHED));
        var plan = new Plan(triggered.definition(), triggered.input(), triggered.deadline());
        return new FlowState(state.identity(), Optional.of(plan), actions, state.standing(), state.seq());
    }

    /** Its compensations come among the actions. */
    static FlowState turnBack(FlowState state, Fact.TurnedBack back) {
        var actions = new TreeMap<>(state.actions());
        back.compensations().forEach(name -> actions.put(name, ActionProgress.of(state.restarts())));
        var way = new FlowState.WayBack(back.status(), back.reason(), back.act());
        return new FlowState(
                state.identity(), state.plan(), actions, state.standing().turnedBack(way), state.seq());
    }

    /** Its deadline is over; what was undone is forgotten. */
    static FlowState restart(FlowState state, Fact.Restarted restarted) {
        var actions = new TreeMap<>(state.actions());
        actions.keySet()
                .removeIf(name -> Compensating.isCompensation(state, name)
                        || Item.isItem(name) && restarted.actions().contains(Item.action(name)));
        restarted.actions().forEach(name -> actions.put(name, ActionProgress.of(state.restarts() + 1)));
        return new FlowState(
                state.identity(),
                state.plan().map(plan -> new Plan(plan.definition(), plan.input(), Optional.empty())),
                actions,
                state.standing().restarted(),
                state.seq());
    }

    /** What has begun goes on as it is; what has not is as the other version has it. */
    static FlowState migrate(FlowState state, Definition definition) {
        var actions = new TreeMap<>(state.actions());
        actions.keySet().removeIf(name -> !definition.actions().containsKey(Item.action(name)));
        definition.forward().forEach(action -> actions.putIfAbsent(action.name(), ActionProgress.of(state.restarts())));
        definition.compensations().forEach(action -> actions.remove(action.name()));
        Plan before = state.plan().orElseThrow();
        var plan = new Plan(definition, before.input(), before.deadline());
        return new FlowState(state.identity(), Optional.of(plan), actions, state.standing(), state.seq());
    }
}
