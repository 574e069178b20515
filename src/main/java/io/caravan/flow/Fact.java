package io.caravan.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happened in a flow: the past-tense lines of the journal. */
public sealed interface Fact {
    /** A flow began for an event; what it will do is known once its trigger has succeeded. */
    record Started(Optional<String> key, Optional<Lane> lane) implements Fact {}

    /** The trigger shaped the input: graph and policies are pinned. The input is absent when it is the event's data. */
    record Triggered(Definition definition, Optional<Payload> input, Optional<Instant> deadline) implements Fact {}

    /** A trigger that ran again gave the flow the business key that it could not give before. */
    record Keyed(String key) implements Fact {}

    /** A trigger that ran again gave the flow the lane that it could not give before. */
    record Queued(Lane lane) implements Fact {}

    /** The flows before it in its lane have ended. */
    record TurnCame() implements Fact {}

    /** All needs are met: the action's conditions are to be evaluated. */
    record Met(String action) implements Fact {}

    /** The action uses the budget of this name within its destination. */
    record Budgeted(String action, String budgetKey) implements Fact {}

    /** The action awaits an event. */
    record Awaited(String action, String type, String key, Optional<Instant> until) implements Fact {}

    /** The event that the action awaits has come. */
    record Arrived(String action, String event) implements Fact {}

    /** The action runs once for each of these items. */
    record Split(String action, List<Payload> items, Optional<Instant> dueAt) implements Fact {}

    /** All items have succeeded; the action's result is the list of theirs. */
    record Gathered(String action) implements Fact {}

    /** The action is wanted, but waits until it is due. */
    record Delayed(String action, Instant dueAt) implements Fact {}

    /** All needs are met: the action is due. */
    record Readied(String action) implements Fact {}

    /** The action's route ended; its body is the result. */
    record Succeeded(String action, Attempt attempt, Payload result) implements Fact {}

    /** Asked about an attempt of unknown outcome, the probe found its effect: this is the result. */
    record Found(String action, Payload result) implements Fact {}

    /** The attempt failed or its outcome is unknown; the next one is due. */
    record Retried(String action, Attempt attempt, Failure failure, boolean uncertain, Instant dueAt) implements Fact {}

    /** The destination could not be used; no attempt was burnt. */
    record Deferred(String action, Failure failure, Instant dueAt) implements Fact {}

    /** The action gave up; uncertain = its effect may have happened all the same. */
    record Died(String action, Attempt attempt, Failure failure, boolean uncertain, String outcome) implements Fact {}

    /** The action was left out, because of a need or by a person. */
    record Skipped(String action, String reason) implements Fact {}

    /** A person granted the action a fresh budget. */
    record Replayed(String action, String by, String note) implements Fact {}

    /** A person decided about an action that gave up: with a result it has succeeded, without one it is skipped. */
    record Resolved(String action, Optional<Payload> result, String by, String note) implements Fact {}

    /** The action will not run any more. */
    record ActionCancelled(String action) implements Fact {}

    /** An attempt that was running while its flow was cancelled or expired has ended: kept, without effect. */
    record EndedLate(
            String action, Attempt attempt, String outcome, Optional<Payload> result, Optional<Failure> failure)
            implements Fact {}

    /**
     * The flow was cancelled, or its deadline has passed, after something was done: before it ends with this status, these
     * actions compensate what others have done, as far as those turn out to have had an effect.
     */
    record TurnedBack(FlowStatus status, String reason, Optional<Act> act, List<String> compensations)
            implements Fact {}

    /** A person made the ended flow go on from one of its actions: these run again, under new effect keys. */
    record Restarted(String action, List<String> actions, String by, String note) implements Fact {}

    /** A person moved the flow to another version of its definition: graph and policies are pinned anew. */
    record Migrated(Definition definition, String by, String note) implements Fact {}

    /** The flow as a whole changed its status, by itself or by a person's act. */
    record Turned(FlowStatus status, boolean ended, String reason, Optional<Act> act) implements Fact {
        public Turned(FlowStatus status, boolean ended, String reason) {
            this(status, ended, reason, Optional.empty());
        }
    }

    /** Who did something by hand, and why. */
    record Act(String by, String note) {}

    /** One try of an action: its number, when it started, and where. */
    record Attempt(int number, Instant startedAt, Duration took, String node) {}
}
