package io.caravan.flow;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why an unfinished action does not go on: a sentence with the concrete need, time, lease or route (promise P8). */
public final class Explanation {
    /** When a wait without end is due. */
    public static final Instant NEVER = Instant.ofEpochMilli(4_102_444_800_000L);

    /** What the outbox says of an action. */
    public record Row(Instant dueAt, boolean taken, boolean routeMissing, Held held) {
        public Row(Instant dueAt, boolean taken, boolean routeMissing) {
            this(dueAt, taken, routeMissing, Held.BY_NOTHING);
        }
    }

    /**
     * What holds up a row that is due: its action's limit is reached on a node, its action or destination rests, or a sentence
     * tells until when the destination, or its budget, has to be waited for.
     */
    public record Held(Optional<Full> full, Optional<Pause> pause, Optional<String> budget) {
        static final Held BY_NOTHING = new Held(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A node holds as many attempts of the action as it may, and which these are. */
    public record Full(int limit, List<Holder> holders) {}

    /** An attempt of a flow that a node has taken. */
    public record Holder(String flow, String node, Instant since) {}

    private static final int MOST_HOLDERS = 5;

    private Explanation() {}

    /** Why the action waits; blank when it waits for nothing. */
    public static String of(FlowState state, String action, Map<String, Row> outbox) {
        return of(state, action, outbox, Optional.empty());
    }

    /** @param before the flow that is before this one in its lane, and how it stands */
    public static String of(FlowState state, String action, Map<String, Row> outbox, Optional<String> before) {
        ActionProgress progress = state.progress(action).orElse(ActionProgress.UNTOUCHED);
        if (state.ended() || progress.state() == ActionState.SUCCEEDED || progress.state() == ActionState.SKIPPED) {
            return "";
        }
        if (progress.state() == ActionState.WAITING && state.isOnItsWayBack()) {
            return wayBack(state, outbox);
        }
        if (progress.state() == ActionState.WAITING) {
            return Turning.waits(state) ? turn(state, before) : needs(state, action, outbox);
        }
        if (progress.state() == ActionState.SPLIT) {
            return items(state, action, outbox);
        }
        if (progress.state() == ActionState.AWAITING) {
            return event(state, action);
        }
        if (progress.state().gaveUp()) {
            return "a person: replay, skip or resolve it";
        }
        Row row = outbox.get(action);
        return row == null ? "" : outstanding(progress, row);
    }

    private static String turn(FlowState state, Optional<String> before) {
        Lane lane = state.standing().lane().orElseThrow();
        return "its turn: flows of " + state.identity().definition() + " with the key '" + lane.key()
                + "' run one after another, and " + before.orElse("one of them") + " is before it";
    }

    /** A compensation waits for attempts that may still have an effect, then for the compensations before it. */
    private static String wayBack(FlowState state, Map<String, Row> outbox) {
        Optional<String> first = Compensating.current(state);
        if (first.isPresent()) {
            ActionProgress current = state.progress(first.get()).orElseThrow();
            return first.get() + ", which compensates first: " + standing(current, outbox.get(first.get()));
        }
        String running = outbox.entrySet().stream()
                .filter(row ->
                        row.getValue().taken() && state.progress(row.getKey()).isPresent())
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(", "));
        return running.isEmpty()
                ? "a look whether any attempt of the flow still runs"
                : "attempts that still run to end, or to lose their lease: " + running;
    }

    private static String event(FlowState state, String action) {
        Await await = state.action(action).flatMap(Action::awaits).orElseThrow();
        Given given = state.progress(action).orElseThrow().given();
        return "event " + await.type() + " with the key '" + given.key() + "'"
                + given.until()
                        .map(until ->
                                ", until " + time(until) + "; then it " + (await.skips() ? "is skipped" : "fails"))
                        .orElse("");
    }

    private static String items(FlowState state, String action, Map<String, Row> outbox) {
        List<String> names = state.itemNames(action);
        long settled = state.items(action).stream()
                .filter(item -> item.state().settled())
                .count();
        return names.stream()
                .filter(name -> !state.progress(name).orElseThrow().state().settled())
                .findFirst()
                .map(name -> settled + " of " + names.size() + " items have ended; item " + Item.index(name) + ": "
                        + of(state, name, outbox))
                .orElse("");
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
        if (needed.state() == ActionState.AWAITING || needed.state() == ActionState.SPLIT) {
            return needed.state() == ActionState.SPLIT ? "its items run" : "waits for an event";
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
        if (row.held().pause().isPresent()) {
            return row.held().pause().get().sentence() + because;
        }
        if (progress.state() == ActionState.RETRYING) {
            return "retries at " + time(row.dueAt()) + because;
        }
        if (row.held().budget().isPresent()) {
            return row.held().budget().get();
        }
        return row.held().full().map(Explanation::full).orElse("waits for a free permit");
    }

    private static String full(Full full) {
        List<Holder> holders = full.holders();
        int others = holders.size() - MOST_HOLDERS;
        String wanted = full.limit() == 1 ? "the one attempt" : "one of the " + full.limit() + " attempts";
        return "waits for " + wanted + " that concurrency=" + full.limit()
                + " allows at once on a node; now held by "
                + holders.stream()
                        .limit(MOST_HOLDERS)
                        .map(holder ->
                                "flow " + holder.flow() + " on " + holder.node() + " since " + time(holder.since()))
                        .collect(Collectors.joining(", "))
                + (others > 0 ? " and " + others + " more" : "");
    }

    private static String because(ActionProgress.LastError error) {
        return " after " + error.failure().type() + " (" + error.failure().message() + ")";
    }

    private static String time(Instant instant) {
        return DateTimeFormatter.ISO_INSTANT.format(instant.truncatedTo(ChronoUnit.SECONDS));
    }
}
