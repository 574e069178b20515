package io.caravan.flow;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Why an unfinished action does not go on: a sentence with the concrete need, time, lease or route (promise P8). */
public final class Explanation {
    /** What the outbox says of an action. */
    public record Row(Instant dueAt, boolean taken, boolean routeMissing) {}

    private Explanation() {}

    /** Why the action waits; blank when it waits for nothing. */
    public static String of(FlowState state, String action, Map<String, Row> outbox) {
        ActionProgress progress = state.progress(action).orElse(ActionProgress.UNTOUCHED);
        if (state.ended() || progress.state() == ActionState.SUCCEEDED || progress.state() == ActionState.SKIPPED) {
            return "";
        }
        if (progress.state() == ActionState.WAITING) {
            return needs(state, action, outbox);
        }
        if (progress.state().gaveUp()) {
            return "a person: replay, skip or resolve it";
        }
        Row row = outbox.get(action);
        return row == null ? "" : outstanding(progress, row);
    }

    private static String needs(FlowState state, String action, Map<String, Row> outbox) {
        List<Need> needs = state.action(action).map(Action::needs).orElse(List.of());
        var open = new ArrayList<String>();
        for (Need need : needs) {
            ActionProgress needed = state.progress(need.action()).orElse(ActionProgress.UNTOUCHED);
            if (!need.metBy(needed.state())) {
                open.add(need.action() + ": " + standing(needed, outbox.get(need.action())));
            }
        }
        return String.join("; ", open);
    }

    private static String standing(ActionProgress needed, @org.jspecify.annotations.Nullable Row row) {
        if (needed.state() == ActionState.WAITING) {
            return "waits itself";
        }
        if (needed.state().gaveUp()) {
            return "is " + needed.state().word() + " and waits for a person"
                    + needed.error().map(Explanation::because).orElse("");
        }
        return row == null ? "is " + needed.state().word() : outstanding(needed, row);
    }

    private static String outstanding(ActionProgress progress, Row row) {
        String because = progress.error().map(Explanation::because).orElse("");
        if (row.taken() && progress.state() != ActionState.EVALUATING) {
            return "attempt " + (progress.attempts() + 1) + " is running";
        }
        if (row.routeMissing()) {
            return "no loaded route does it with the data that its flow has pinned";
        }
        if (progress.state() == ActionState.EVALUATING) {
            return "its conditions are evaluated";
        }
        if (progress.state() == ActionState.DELAYED) {
            return "waits until " + time(row.dueAt());
        }
        if (progress.state() == ActionState.RETRYING) {
            return "retries at " + time(row.dueAt()) + because;
        }
        return "waits for a free permit";
    }

    private static String because(ActionProgress.LastError error) {
        return " after " + error.failure().type() + " (" + error.failure().message() + ")";
    }

    private static String time(Instant instant) {
        return DateTimeFormatter.ISO_INSTANT.format(instant.truncatedTo(ChronoUnit.SECONDS));
    }
}
