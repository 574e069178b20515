package io.caravan.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The status of the flow as a whole: read off its actions, or set by cancel and deadline. */
final class Ending {
    private Ending() {}

    static void cancel(Draft draft, Command.Cancel cancel) {
        if (draft.state().ended()) {
            throw new Refused(
                    "The flow has already ended: " + draft.state().status().word() + ".");
        }
        if (draft.state().isOnItsWayBack()) {
            throw new Refused(Compensating.refusal(draft.state()));
        }
        String note = cancel.note().isEmpty() ? "" : ": " + cancel.note();
        end(
                draft,
                FlowStatus.CANCELLED,
                "cancelled by " + cancel.by() + note,
                Optional.of(new Fact.Act(cancel.by(), cancel.note())));
    }

    static void expire(Draft draft) {
        if (mayEnd(draft.state())) {
            end(draft, FlowStatus.FAILED, "the deadline has passed", Optional.empty());
        }
    }

    static void cancelOn(Draft draft, Command.CancelOn cancel) {
        if (mayEnd(draft.state())) {
            abandon(draft, "event " + cancel.type() + " came (" + cancel.event() + ")");
        }
    }

    static void abandon(Draft draft, String reason) {
        end(draft, FlowStatus.CANCELLED, reason, Optional.empty());
    }

    private static boolean mayEnd(FlowState state) {
        return !state.ended() && !state.isOnItsWayBack();
    }

    /** At once if nothing was done that is to be compensated; else the flow turns back. */
    private static void end(Draft draft, FlowStatus status, String reason, Optional<Fact.Act> act) {
        List<String> compensations = Compensating.wanted(draft.state());
        stopActions(draft);
        draft.add(
                compensations.isEmpty()
                        ? new Fact.Turned(status, true, reason, act)
                        : new Fact.TurnedBack(status, reason, act, compensations));
    }

    /** Adds the change of status that the actions' states amount to. */
    static void conclude(Draft draft) {
        FlowState state = draft.state();
        if (state.ended() || state.seq() == 0) {
            return;
        }
        FlowStatus status = status(state);
        if (status != state.status()) {
            draft.add(new Fact.Turned(status, status == FlowStatus.COMPLETED, ""));
        }
    }

    private static FlowStatus status(FlowState state) {
        boolean finished = true;
        for (var entry : state.actions().entrySet()) {
            ActionState action = entry.getValue().state();
            if (Item.isItem(entry.getKey()) || isPast(state, entry.getKey())) {
                continue;
            }
            boolean tolerated = state.plan()
                    .map(plan -> plan.definition().tolerates(entry.getKey()))
                    .orElse(false);
            if (action.gaveUp() && !tolerated) {
                return FlowStatus.FAILED;
            }
            finished &= action.settled();
        }
        return finished && !state.isOnItsWayBack() ? FlowStatus.COMPLETED : FlowStatus.RUNNING;
    }

    /** On a flow's way back only its compensations count. */
    private static boolean isPast(FlowState state, String action) {
        return state.isOnItsWayBack() && !Compensating.isCompensation(state, action);
    }

    private static void stopActions(Draft draft) {
        for (var entry : new ArrayList<>(draft.state().actions().entrySet())) {
            if (entry.getValue().state().next().contains(ActionState.CANCELLED)) {
                draft.add(new Fact.ActionCancelled(entry.getKey()));
            }
        }
    }
}
