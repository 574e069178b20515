package io.caravan.flow;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A flow that is cancelled or whose deadline passes turns back: once none of its attempts runs any more, what succeeded or is
 * uncertain is undone by the actions that compensate it, the last first, one at a time. One that gives up waits for a person.
 */
public final class Compensating {
    private Compensating() {}

    static boolean isCompensation(FlowState state, String action) {
        return state.action(action).filter(Action::isCompensation).isPresent();
    }

    /** The compensations of what has had an effect, and of what may be running just now. */
    static List<String> wanted(FlowState state) {
        return compensations(state).stream()
                .filter(action -> progresses(state, undone(action))
                        .anyMatch(progress ->
                                hasEffect(progress) || progress.state().attempted()))
                .map(Action::name)
                .toList();
    }

    /** No attempt of the flow runs any more. */
    static void begin(Draft draft) {
        if (draft.state().isOnItsWayBack()) {
            goOn(draft);
        }
    }

    /** Readies the next compensation, once the one before has settled well; behind the last one the flow ends. */
    static void goOn(Draft draft) {
        for (Action action : compensations(draft.state())) {
            ActionState standing = draft.state()
                    .progress(action.name())
                    .map(ActionProgress::state)
                    .orElse(ActionState.SKIPPED);
            if (standing == ActionState.WAITING) {
                if (progresses(draft.state(), undone(action)).anyMatch(Compensating::hasEffect)) {
                    Evaluating.begin(draft, action);
                    return;
                }
                draft.add(new Fact.Skipped(action.name(), undone(action) + " has had no effect"));
            } else if (!standing.settled() || standing.gaveUp()) {
                return;
            }
        }
        FlowState.WayBack way = draft.state().standing().wayBack().orElseThrow();
        draft.add(new Fact.Turned(way.end(), true, way.reason(), way.act()));
    }

    /** Whether the flow has turned back, but no compensation has begun: it is looked whether its attempts have ended. */
    public static boolean isDue(FlowState state) {
        return state.isOnItsWayBack()
                && compensations(state).stream()
                        .flatMap(action -> state.progress(action.name()).stream())
                        .allMatch(progress -> progress.state() == ActionState.WAITING);
    }

    /** The compensation whose turn it is, once one has begun. */
    static Optional<String> current(FlowState state) {
        return compensations(state).stream()
                .map(Action::name)
                .filter(name -> state.progress(name)
                        .map(ActionProgress::state)
                        .filter(standing -> standing.outstanding() || standing.gaveUp())
                        .isPresent())
                .findFirst();
    }

    /** What the action that is compensated has brought: of a list what its items have, of an uncertain one nothing. */
    public static Payload brought(FlowState state, String action) {
        List<ActionProgress> items = state.items(action);
        Optional<Payload> whole = state.progress(action).flatMap(ActionProgress::result);
        return whole.orElseGet(() -> items.isEmpty()
                ? Payload.NOTHING
                : Payload.list(items.stream()
                        .map(item -> item.result().orElse(Payload.NOTHING))
                        .toList()));
    }

    /** Why a flow on its way back cannot be cancelled. */
    static String refusal(FlowState state) {
        return compensations(state).stream()
                .filter(action -> state.progress(action.name())
                        .filter(progress -> progress.state().gaveUp())
                        .isPresent())
                .findFirst()
                .map(action -> "The flow is on its way back already, and its compensation '" + action.name()
                        + "' has given up; replay, skip or resolve that.")
                .orElse("The flow is on its way back already; it ends when its compensations have run.");
    }

    private static List<Action> compensations(FlowState state) {
        return state.plan().map(plan -> plan.definition().compensations()).orElse(List.of());
    }

    private static String undone(Action compensation) {
        return compensation.provisions().compensates();
    }

    private static boolean hasEffect(ActionProgress progress) {
        return progress.state() == ActionState.SUCCEEDED || progress.uncertain();
    }

    /** How the action stands, and each of its items. */
    private static Stream<ActionProgress> progresses(FlowState state, String action) {
        return Stream.concat(state.progress(action).stream(), state.items(action).stream());
    }
}
