package io.caravan.flow;

import io.caravan.flow.SimulatedStore.Lease;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Watches a history from outside and keeps its own account of what each promise allows. */
final class Witness {
    /** What was seen of one action. */
    private static final class Sight {
        boolean met;
        boolean arrived;
        boolean skipped;
        boolean succeeded;
        boolean settled;
        boolean everSettled;
        boolean gaveUp;
        boolean mayHaveHappened;
        int readied;
        int starts;
        int startsOfTheGrant;
        Optional<Lease> holder = Optional.empty();
    }

    private final boolean fenced;
    private final Map<String, Sight> sights = new HashMap<>();
    private Optional<Definition> definition = Optional.empty();
    private boolean ended;
    private boolean queued;
    private boolean back;
    private boolean laned;
    private FlowStatus status = FlowStatus.RUNNING;

    Witness(boolean fenced) {
        this.fenced = fenced;
    }

    private Sight of(String action) {
        return sights.computeIfAbsent(action, any -> new Sight());
    }

    /** An attempt starts: P3, P4 and P5. */
    void sawStart(String action, Lease lease, ActionProgress progress) {
        Sight sight = of(action);
        hold(!ended, () -> "P4: " + action + " started after the end");
        hold(sight.holder.isEmpty(), () -> "P4: " + action + " runs twice");
        hold(!sight.settled, () -> "P4: " + action + " started although it has settled");
        sight.holder = Optional.of(lease);
        sight.starts++;
        sight.startsOfTheGrant++;
        if (action.equals(FlowState.TRIGGER)) {
            hold(sight.startsOfTheGrant == 1, () -> "P5: the trigger ran twice for one grant");
            return;
        }
        if (plan(action).isCompensation()) {
            sawCompensation(action);
        }
        for (Need need : plan(action).needs()) {
            Sight needed = of(need.action());
            hold(
                    need.optional() ? needed.everSettled : needed.succeeded,
                    () -> "P3: " + action + " started before " + need);
        }
        int maximum = plan(action).policy().redelivery().maximumRedeliveries();
        hold(
                maximum < 0 || sight.startsOfTheGrant <= maximum + 1,
                () -> "P5: start " + sight.startsOfTheGrant + " of " + action + " with " + maximum + " redeliveries");
        hold(
                progress.attempts() + 1 == sight.starts,
                () -> "P5: " + action + " counts " + progress.attempts() + " attempts at its start " + sight.starts);
        hold(
                progress.uncertain() == sight.mayHaveHappened,
                () -> "P5: the effect of " + action + (sight.mayHaveHappened ? " may" : " cannot")
                        + " have happened, marked uncertain: " + progress.uncertain());
    }

    /** It begins only when nothing of the flow runs, and what was done later is undone already. */
    private void sawCompensation(String action) {
        String undone = plan(action).provisions().compensates();
        hold(back, () -> action + " started although the flow has not turned back");
        sights.forEach((other, sight) -> hold(
                other.equals(action) || sight.holder.isEmpty(),
                () -> "A8: " + action + " started while " + other + " runs"));
        hold(!fenced || hadEffect(undone), () -> action + " undoes what has had no effect");
        for (Action other : compensations()) {
            String later = other.provisions().compensates();
            hold(
                    !fenced || !needs(later, undone) || !hadEffect(later) || isOver(other.name()),
                    () -> action + " started before " + other.name());
        }
    }

    private boolean needs(String action, String needed) {
        return plan(action).needs().stream()
                .anyMatch(need -> need.action().equals(needed) || needs(need.action(), needed));
    }

    private boolean hadEffect(String action) {
        return sights.entrySet().stream()
                .filter(entry -> Item.action(entry.getKey()).equals(action))
                .map(Map.Entry::getValue)
                .anyMatch(sight -> sight.succeeded || (sight.mayHaveHappened && !sight.skipped));
    }

    private boolean isOver(String action) {
        return of(action).succeeded || of(action).skipped;
    }

    private List<Action> compensations() {
        return definition
                .map(plan -> plan.actions().values().stream()
                        .filter(Action::isCompensation)
                        .toList())
                .orElse(List.of());
    }

    /** What runs again is as if it had never run; what keeps its result is not what depends on it. */
    private void sawRestart(Fact.Restarted restarted) {
        hold(ended, () -> "restarted before its end");
        ended = false;
        back = false;
        status = FlowStatus.RUNNING;
        for (Action action : forward()) {
            boolean again = restarted.actions().contains(action.name());
            boolean outdated = outdated(restarted.action()).anyMatch(other -> reaches(other, action.name()));
            hold(again || !outdated, () -> "not run again: " + action.name());
            hold(
                    again || isOver(action.name()) || tolerates(action.name()),
                    () -> "it has nothing to keep: " + action.name());
            hold(!again || outdated || !isOver(action.name()), () -> "run again for nothing: " + action.name());
        }
        sights.keySet()
                .removeIf(name -> restarted.actions().contains(Item.action(name))
                        || plan(name) != null && plan(name).isCompensation());
    }

    /** The action from which a flow goes on, and what was undone: neither they nor what depends on them keep a result. */
    private Stream<String> outdated(String from) {
        return Stream.concat(
                Stream.of(from),
                compensations().stream()
                        .filter(action -> of(action.name()).succeeded)
                        .map(action -> action.provisions().compensates()));
    }

    private boolean reaches(String from, String action) {
        return from.equals(action) || needs(action, from);
    }

    /** What has begun is there in the other version, and needs nothing new that is still to come. */
    private void sawMigration(Definition next) {
        hold(!back, () -> "it has another version on its way back");
        for (Action before : forward()) {
            Sight sight = of(before.name());
            Action after = next.actions().get(before.name());
            boolean begun = sight.met || sight.readied > 0 || sight.skipped || sight.starts > 0;
            hold(after != null || !begun, () -> before.name() + " has begun and is gone");
            if (after == null) {
                sights.remove(before.name());
            } else if (begun && !sight.skipped) {
                after.needs().stream()
                        .filter(need -> !before.needs().contains(need))
                        .forEach(need -> hold(isMet(need), () -> "P3: " + before.name() + " has begun before " + need));
            }
        }
        definition = Optional.of(next);
    }

    boolean allowsRestartFrom(String action) {
        return ended && definition.isPresent() && !laned && !plan(action).isCompensation();
    }

    /** The probe has answered: absent = no effect of any attempt is there. */
    void sawProbe(String action, boolean absent) {
        hold(of(action).holder.isEmpty(), () -> "P5: " + action + " is probed while it runs");
        of(action).mayHaveHappened &= !absent;
    }

    /** A taken attempt was given back before it began. */
    void sawRelease(String action) {
        of(action).holder = Optional.empty();
        of(action).starts--;
        of(action).startsOfTheGrant--;
    }

    /** An attempt was settled under a lease, with these facts: P4. */
    void sawSettle(String action, Lease lease, Outcome outcome, List<Fact> facts) {
        Sight sight = of(action);
        if (sight.holder.filter(lease::equals).isEmpty()) {
            boolean without =
                    fenced ? facts.isEmpty() : facts.stream().allMatch(fact -> fact instanceof Fact.EndedLate);
            hold(without, () -> "P4: a stale settle of " + action + " under " + lease + " led to " + facts);
            return;
        }
        boolean lateTrigger = ended && action.equals(FlowState.TRIGGER);
        hold(lateTrigger || !facts.isEmpty(), () -> "P4: the settle of " + action + " under its lease led to nothing");
        sight.holder = Optional.empty();
        sight.mayHaveHappened |= outcome instanceof Outcome.Uncertain && !action.equals(FlowState.TRIGGER);
        if (outcome instanceof Outcome.Unavailable && !action.equals(FlowState.TRIGGER)) {
            sight.starts--;
            sight.startsOfTheGrant--;
        }
    }

    /** A fact was written: P3, and nothing after the end. */
    void saw(Fact fact) {
        if (fact instanceof Fact.Restarted restarted) {
            sawRestart(restarted);
        } else if (fact instanceof Fact.Migrated migrated) {
            sawMigration(migrated.definition());
        }
        boolean beside = fact instanceof Fact.EndedLate
                || fact instanceof Fact.TurnCame
                || fact instanceof Fact.ActionCancelled dropped && Item.isItem(dropped.action());
        hold(!ended || beside, () -> "a fact after the end: " + fact);
        if (fact instanceof Fact.Triggered triggered) {
            definition = Optional.of(triggered.definition());
            sights.remove(FlowState.TRIGGER);
        } else if (fact instanceof Fact.TurnedBack) {
            hold(!back, () -> "the flow turned back twice");
            back = true;
            status = FlowStatus.RUNNING;
        } else if (fact instanceof Fact.ActionCancelled cancelled) {
            of(cancelled.action()).gaveUp = false;
        } else if (fact instanceof Fact.EndedLate late) {
            sawLateEnd(late);
        } else if (fact instanceof Fact.Met met) {
            hold(
                    !of(met.action()).met || of(met.action()).arrived,
                    () -> "P3: the conditions of " + met.action() + " are evaluated twice");
            for (Need need : plan(met.action()).needs()) {
                hold(of(met.action()).met || isMet(need), () -> "P3: " + met.action() + " evaluated before " + need);
            }
            of(met.action()).met = true;
        } else if (fact instanceof Fact.Started started) {
            queued = started.lane().map(Lane::waits).orElse(false);
            laned = started.lane().isPresent();
        } else if (fact instanceof Fact.TurnCame) {
            hold(queued, () -> "P9: the turn came twice");
            queued = false;
        } else if (fact instanceof Fact.Arrived arrived) {
            hold(!of(arrived.action()).arrived, () -> "P3: two events arrived for " + arrived.action());
            of(arrived.action()).arrived = true;
        } else if (fact instanceof Fact.Gathered gathered) {
            of(gathered.action()).succeeded = true;
            settle(gathered.action());
        } else if (fact instanceof Fact.Found found) {
            hold(of(found.action()).mayHaveHappened, () -> "P5: found what nobody had tried: " + found.action());
            of(found.action()).succeeded = true;
            settle(found.action());
        } else if (fact instanceof Fact.Readied readied) {
            sawReadied(readied.action());
        } else if (fact instanceof Fact.Succeeded succeeded) {
            hold(!of(succeeded.action()).succeeded, () -> "P3: " + succeeded.action() + " succeeded twice");
            of(succeeded.action()).succeeded = true;
            settle(succeeded.action());
        } else if (fact instanceof Fact.Died died) {
            sawDeath(died);
            of(died.action()).gaveUp = true;
            settle(died.action());
        } else if (fact instanceof Fact.Replayed replayed) {
            Sight sight = of(replayed.action());
            sight.settled = false;
            sight.gaveUp = false;
            sight.startsOfTheGrant = 0;
        } else if (fact instanceof Fact.Skipped skipped) {
            sawSkip(skipped.action());
            String undone = plan(skipped.action()).provisions().compensates();
            hold(
                    of(skipped.action()).met
                            || hasMissedNeed(skipped.action())
                            || !undone.isEmpty() && !(fenced && hadEffect(undone)),
                    () -> "P3: " + skipped.action() + " was skipped for nothing");
        } else if (fact instanceof Fact.Resolved resolved) {
            of(resolved.action()).gaveUp = false;
            if (resolved.result().isPresent()) {
                of(resolved.action()).succeeded = true;
                settle(resolved.action());
            } else {
                sawSkip(resolved.action());
            }
        } else if (fact instanceof Fact.Turned turned) {
            ended = turned.ended();
            if (back && ended) {
                compensations().stream()
                        .filter(action ->
                                fenced && hadEffect(action.provisions().compensates()))
                        .forEach(action -> hold(isOver(action.name()), () -> "it ended without " + action.name()));
            }
            status = turned.status();
            hold(
                    status != FlowStatus.COMPLETED || (ended && allIsWell()),
                    () -> "completed, but not every action succeeded or is tolerated");
        }
    }

    /** It has happened after all: on the way back that is a result to undo or, if the flow goes on again, to keep. */
    private void sawLateEnd(Fact.EndedLate late) {
        if (back && late.result().isPresent()) {
            of(late.action()).succeeded = true;
            settle(late.action());
        }
    }

    private void sawSkip(String action) {
        of(action).skipped = true;
        settle(action);
    }

    private boolean wentOn(String action) {
        return of(action).readied == 1 || of(action).met || of(action).skipped;
    }

    private boolean hasMissedNeed(String action) {
        return plan(action).needs().stream().anyMatch(need -> !need.optional() && of(need.action()).skipped);
    }

    /** Only what will never work dies with attempts left. */
    private void sawDeath(Fact.Died died) {
        if (!died.action().equals(FlowState.TRIGGER) && !died.outcome().equals("rejected")) {
            int maximum = plan(died.action()).policy().redelivery().maximumRedeliveries();
            hold(
                    of(died.action()).startsOfTheGrant == maximum + 1,
                    () -> "P5: " + died.action() + " died with attempts left of " + maximum + " redeliveries");
        }
    }

    private void sawReadied(String action) {
        hold(++of(action).readied == 1, () -> "P3: " + action + " was readied twice");
        for (Need need : plan(action).needs()) {
            hold(of(action).met || isMet(need), () -> "P3: " + action + " readied before " + need);
        }
    }

    private boolean isMet(Need need) {
        return need.optional() ? of(need.action()).settled : of(need.action()).succeeded;
    }

    /** P3, P8: no action waits whose needs are all met. */
    void checkJoins() {
        if (!ended && !queued && !back) {
            for (Action action : forward()) {
                hold(
                        wentOn(action.name()) || !action.needs().stream().allMatch(this::isMet),
                        () -> "P3: " + action.name() + " waits although all its needs are met");
                hold(
                        wentOn(action.name()) || !hasMissedNeed(action.name()),
                        () -> "P3: " + action.name() + " waits for what was skipped");
            }
        }
    }

    private void settle(String action) {
        of(action).settled = true;
        of(action).everSettled = true;
    }

    /** What a person may replay. */
    boolean allowsReplayOf(String action) {
        return !ended && of(action).gaveUp && !Item.isItem(action);
    }

    private List<Action> forward() {
        return definition
                .map(plan -> plan.actions().values().stream()
                        .filter(action -> !action.isCompensation())
                        .toList())
                .orElse(List.of());
    }

    boolean sawTheWayBack() {
        return back;
    }

    boolean sawTheEnd() {
        return ended;
    }

    FlowStatus status() {
        return status;
    }

    /** The status is what the actions amount to: failed exactly while some action gave up and is not tolerated. */
    void checkStatus() {
        if (!ended) {
            boolean failed = sights.entrySet().stream()
                    .filter(entry -> !Item.isItem(entry.getKey()))
                    .anyMatch(entry -> entry.getValue().gaveUp && !tolerates(entry.getKey()));
            hold(
                    status == (failed ? FlowStatus.FAILED : FlowStatus.RUNNING),
                    () -> "the status is " + status + ", actions that gave up: " + failed);
            hold(
                    definition.isEmpty() || back || !allIsWell(),
                    () -> "nothing is left to do, but the flow has not completed");
        }
    }

    private boolean allIsWell() {
        return forward().stream()
                .map(Action::name)
                .allMatch(action ->
                        of(action).succeeded || of(action).skipped || (of(action).gaveUp && tolerates(action)));
    }

    private boolean tolerates(String action) {
        boolean needed = false;
        for (Action other : definition.map(plan -> plan.actions().values()).orElse(List.of())) {
            for (Need need : other.needs()) {
                if (need.action().equals(action)) {
                    if (!need.optional()) {
                        return false;
                    }
                    needed = true;
                }
            }
        }
        return needed;
    }

    private Action plan(String action) {
        return definition.orElseThrow().actions().get(Item.action(action));
    }

    static void hold(boolean promise, Supplier<String> otherwise) {
        if (!promise) {
            throw new AssertionError(otherwise.get());
        }
    }
}
