package io.caravan.flow;

import java.util.Optional;

/**
 * A person moves a flow to another version of its definition: the only way in which a flow's graph and policies change (promise
 * P10). What has begun keeps its state; so it must be there in the other version as well, and need nothing that is still to come.
 */
public final class Migrating {
    private Migrating() {}

    static void migrate(Draft draft, Command.Migrate migrate) {
        obstacle(draft.state(), migrate.definition()).ifPresent(sentence -> {
            throw new Refused(sentence);
        });
        draft.add(new Fact.Migrated(migrate.definition(), migrate.by(), migrate.note()));
        if (!Turning.mustWait(draft)) {
            migrate.definition().forward().forEach(action -> Joining.look(draft, action));
        }
    }

    /** Why the flow must stay with the version that it has; empty = it can move. */
    public static Optional<String> obstacle(FlowState state, Definition next) {
        if (state.ended()) {
            return Optional.of("It has ended: " + state.status().word() + ".");
        }
        if (state.plan().isEmpty()) {
            return Optional.of("Its trigger has not succeeded; replayed, it takes the version in force by itself.");
        }
        if (state.isOnItsWayBack()) {
            return Optional.of("It is on its way back: it undoes what it has done in the version that it has.");
        }
        Definition before = state.plan().get().definition();
        if (before.equals(next)) {
            return Optional.of("It has this version already.");
        }
        return state.actions().keySet().stream()
                .filter(name -> !Item.isItem(name))
                .flatMap(name -> obstacle(state, before.actions().get(name), next).stream())
                .findFirst();
    }

    private static Optional<String> obstacle(FlowState state, Action before, Definition next) {
        ActionProgress progress = state.progress(before.name()).orElseThrow();
        boolean waits = progress.state() == ActionState.WAITING;
        if (waits && progress.given().run() == 0) {
            return Optional.empty();
        }
        String begun = "Its action '" + before.name() + "' has begun, and ";
        Optional<Action> found =
                Optional.ofNullable(next.actions().get(before.name())).filter(action -> !action.isCompensation());
        if (found.isEmpty()) {
            return Optional.of(begun + "the other version has no such action.");
        }
        Action after = found.get();
        if (waits || progress.state() == ActionState.SKIPPED) {
            return Optional.empty();
        }
        Optional<Need> late = after.needs().stream()
                .filter(need -> !before.needs().contains(need))
                .filter(need -> !need.metBy(state(state, need.action())))
                .findFirst();
        if (late.isPresent()) {
            return Optional.of(begun + "in the other version it needs '" + late.get() + "', which is not there yet.");
        }
        return change(progress.state(), before, after)
                .map(what -> begun + "the other version changes its " + what + "; it can move when '" + before.name()
                        + "' has succeeded.");
    }

    /** What was decided when the action began, or stands in its row of the outbox, cannot be changed below it. */
    private static Optional<String> change(ActionState standing, Action before, Action after) {
        if (standing == ActionState.SUCCEEDED) {
            return Optional.empty();
        }
        if (!before.conditions().equals(after.conditions())) {
            return Optional.of("when, delay, at, forEach or budgetKey");
        }
        if (!before.awaits().equals(after.awaits())) {
            return Optional.of("awaits");
        }
        if (!standing.gaveUp()
                && !before.policy().destination().equals(after.policy().destination())) {
            return Optional.of("destination");
        }
        boolean sameLimit =
                before.provisions().concurrency() == after.provisions().concurrency();
        return standing.gaveUp() || sameLimit ? Optional.empty() : Optional.of("concurrency");
    }

    private static ActionState state(FlowState state, String action) {
        return state.progress(action).map(ActionProgress::state).orElse(ActionState.WAITING);
    }
}
