package io.caravan.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An action that runs once for each item of a list. Items are attempted, retried and given up each by itself; the action
 * succeeds when all have, and is dead when all are settled and one is dead.
 */
final class Splitting {
    static final int MOST_ITEMS = 1_000;

    private Splitting() {}

    static void begin(Draft draft, String action, List<Payload> items, Instant dueAt) {
        if (items.size() > MOST_ITEMS) {
            Evaluating.reject(
                    draft,
                    action,
                    new Failure(
                            "TooManyItems",
                            "forEach came to " + items.size() + " items; at most " + MOST_ITEMS + " are allowed."));
            return;
        }
        draft.add(new Fact.Split(action, items, dueAt.isAfter(draft.now()) ? Optional.of(dueAt) : Optional.empty()));
        conclude(draft, action);
    }

    /** Looks whether an item was the last one. */
    static void conclude(Draft draft, String action) {
        if (draft.stateOf(action) != ActionState.SPLIT) {
            return;
        }
        int dead = 0;
        int count = 0;
        Optional<Failure> failure = Optional.empty();
        for (ActionProgress item : draft.state().items(action)) {
            if (!item.state().settled()) {
                return;
            }
            count++;
            if (item.state() != ActionState.SUCCEEDED) {
                dead++;
                failure = failure.or(() -> item.error().map(ActionProgress.LastError::failure));
            }
        }
        if (dead == 0) {
            draft.add(new Fact.Gathered(action));
        } else {
            String why =
                    failure.map(first -> first.type() + ": " + first.message()).orElse("");
            var last = new Fact.Attempt(
                    draft.state().progress(action).orElseThrow().attempts(), draft.now(), Duration.ZERO, "");
            draft.add(new Fact.Died(
                    action,
                    last,
                    new Failure("ItemsDead", dead + " of " + count + " items are dead, the first by " + why),
                    false,
                    "rejected"));
        }
        Joining.follow(draft, action);
    }

    /** The dead items of an action, if it has any, run again with it. */
    static void replay(Draft draft, Command.Replay replay) {
        for (String item : draft.state().itemNames(replay.action())) {
            if (draft.stateOf(item).gaveUp()) {
                draft.add(new Fact.Replayed(item, replay.by(), replay.note()));
            }
        }
    }

    /** A person decided about the whole: nothing of its dead items remains to be mended. */
    static void drop(Draft draft, String action) {
        for (String item : draft.state().itemNames(action)) {
            if (draft.stateOf(item).gaveUp()) {
                draft.add(new Fact.ActionCancelled(item));
            }
        }
    }
}
