package io.caravan.flow;

import java.util.ArrayList;
import java.util.Optional;

/** The status of the flow as a whole: read off its actions, or set by cancel and deadline. */
final class Ending {
    private Ending() {}

    static void cancel(Draft draft, Command.Cancel cancel) {
        if (draft.state().ended()) {
            throw new Refused(
                    "The flow has already ended: " + draft.state().status().word() + ".");
        }
        stopActions(draft);
        String note = cancel.note().isEmpty() ? "" : ": " + cancel.note();
        draft.add(new Fact.Turned(
                FlowStatus.CANCELLED,
                true,
                "cancelled by " + cancel.by() + note,
                Optional.of(new Fact.Act(cancel.by(), cancel.note()))));
    }

    static void expire(Draft draft) {
        if (!draft.state().ended()) {
            stopActions(draft);
            draft.add(new Fact.Turned(FlowStatus.FAILED, true, "the deadline has passed"));
        }
    }

    static void cancelOn(Draft draft, Command.CancelOn cancel) {
        if (!draft.state().ended()) {
            abandon(draft, "event " + cancel.type() + " came (" + cancel.event() + ")");
        }
    }

    static void abandon(Draft draft, String reason) {
        stopActions(draft);
        draft.add(new Fact.Turned(FlowStatus.CANCELLED, true, reason));
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
            if (Item.isItem(entry.getKey())) {
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
        return finished ? FlowStatus.COMPLETED : FlowStatus.RUNNING;
    }

    private static void stopActions(Draft draft) {
        for (var entry : new ArrayList<>(draft.state().actions().entrySet())) {
            if (entry.getValue().state().next().contains(ActionState.CANCELLED)) {
                draft.add(new Fact.ActionCancelled(entry.getKey()));
            }
        }
    }
}
