package io.caravan.flow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the facts of one flow add up to. */
public record FlowState(
        Identity identity, Optional<Plan> plan, SortedMap<String, ActionProgress> actions, Standing standing, int seq) {
    /** The name under which a failed trigger stands among the actions. */
    public static final String TRIGGER = "trigger";

    /** Which flow this is: its id, the name of its definition, the event it runs for. */
    public record Identity(String id, String definition, String event) {}

    /** What was pinned when the trigger had succeeded. The input is absent when it is the event's data. */
    public record Plan(Definition definition, Optional<Payload> input, Optional<Instant> deadline) {}

    /** The flow as a whole; nothing changes any more once it has ended. */
    public record Standing(
            FlowStatus status,
            boolean ended,
            String reason,
            Optional<String> key,
            Optional<Lane> lane,
            Optional<WayBack> wayBack) {
        Standing turned(FlowStatus next, boolean end, String why) {
            return new Standing(next, end, why, key, lane, end ? Optional.empty() : wayBack);
        }

        Standing turnedBack(WayBack way) {
            return new Standing(FlowStatus.RUNNING, false, "", key, lane, Optional.of(way));
        }

        Standing restarted() {
            return new Standing(FlowStatus.RUNNING, false, "", key, lane, Optional.empty());
        }

        Standing keyed(String given) {
            return new Standing(status, ended, reason, Optional.of(given), lane, wayBack);
        }

        Standing queued(Optional<Lane> place) {
            return new Standing(status, ended, reason, key, place, wayBack);
        }
    }

    /** What it has done is being compensated; how it ends then, why, and by whom. */
    public record WayBack(FlowStatus end, String reason, Optional<Fact.Act> act) {}

    /** A flow without facts. */
    public static FlowState fresh(Identity identity) {
        return new FlowState(
                identity,
                Optional.empty(),
                Collections.emptySortedMap(),
                new Standing(FlowStatus.RUNNING, false, "", Optional.empty(), Optional.empty(), Optional.empty()),
                0);
    }

    public String id() {
        return identity.id();
    }

    public FlowStatus status() {
        return standing.status();
    }

    public boolean ended() {
        return standing.ended();
    }

    /** Whether it was cancelled, or its deadline has passed, and what it has done is being compensated. */
    public boolean isOnItsWayBack() {
        return standing.wayBack().isPresent();
    }

    /** How often it was restarted. */
    int restarts() {
        return actions.values().stream()
                .mapToInt(progress -> progress.given().run())
                .max()
                .orElse(0);
    }

    public Optional<ActionProgress> progress(String action) {
        return Optional.ofNullable(actions.get(action));
    }

    /** Second fence behind the lease: the action is outstanding (in an ended flow none is) and this is the number of its next attempt. */
    public boolean awaits(String action, Fact.Attempt attempt) {
        return progress(action)
                .filter(progress -> progress.state().attempted())
                .filter(progress -> progress.attempts() + 1 == attempt.number())
                .isPresent();
    }

    /** The pinned plan of an action, or of an item's action; the trigger has none. */
    public Optional<Action> action(String name) {
        return plan.map(pinned -> pinned.definition().actions().get(Item.action(name)));
    }

    /** Whether the action runs once for each item of a list, and has not gathered their results yet. */
    public boolean hasItems(String action) {
        return actions.containsKey(Item.name(action, 0));
    }

    /** The items of an action, in their order; none if it is not split. */
    public List<ActionProgress> items(String action) {
        return itemNames(action).stream().map(actions::get).toList();
    }

    List<String> itemNames(String action) {
        var names = new ArrayList<String>();
        for (int i = 0; actions.containsKey(Item.name(action, i)); i++) {
            names.add(Item.name(action, i));
        }
        return names;
    }

    FlowState with(String action, ActionProgress progress) {
        var changed = new TreeMap<>(actions);
        changed.put(action, progress);
        return with(changed);
    }

    FlowState with(SortedMap<String, ActionProgress> changed) {
        return new FlowState(identity, plan, changed, standing, seq);
    }
}
