package io.caravan.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is asked of one flow. */
public sealed interface Command {
    /** Begin the flow with what its trigger made of the event. */
    record Begin(Optional<String> key, Optional<Lane> lane, TriggerResult trigger) implements Command {
        public Begin(Optional<String> key, TriggerResult trigger) {
            this(key, Optional.empty(), trigger);
        }

        public Begin in(Lane place) {
            return new Begin(key, Optional.of(place), trigger);
        }
    }

    /** The failed trigger ran once more. */
    record Retrigger(Fact.Attempt attempt, Optional<String> key, Optional<Lane> lane, TriggerResult trigger)
            implements Command {
        public Retrigger(Fact.Attempt attempt, Optional<String> key, TriggerResult trigger) {
            this(attempt, key, Optional.empty(), trigger);
        }

        public Retrigger in(Lane place) {
            return new Retrigger(attempt, key, Optional.of(place), trigger);
        }
    }

    /** An attempt has ended, or its lease was lost; absent = before it the probe had said that nothing had happened so far. */
    record Settle(String action, Fact.Attempt attempt, Outcome outcome, boolean absent) implements Command {
        public Settle(String action, Fact.Attempt attempt, Outcome outcome) {
            this(action, attempt, outcome, false);
        }

        /** The same attempt with another outcome. */
        public Settle with(Outcome other) {
            return new Settle(action, attempt, other, absent);
        }
    }

    /** An action's conditions were evaluated; the event that it begins to await may have come before. */
    record Evaluate(String action, Evaluation evaluation, Optional<Awaited> awaited, Optional<String> early)
            implements Command {
        public Evaluate(String action, Evaluation evaluation) {
            this(action, evaluation, Optional.empty(), Optional.empty());
        }

        public Evaluate(String action, Evaluation evaluation, Optional<Awaited> awaited) {
            this(action, evaluation, awaited, Optional.empty());
        }

        public Evaluate found(Optional<String> event) {
            return new Evaluate(action, evaluation, awaited, event);
        }
    }

    /** Which event an action begins to await, and how long before the flow's start it may have come. */
    record Awaited(String type, String key, Duration lookBack) {}

    /** An action that awaits an event is looked after: it has come, or the time may have passed. */
    record Wake(String action, Optional<String> event) implements Command {
        public Wake(String action) {
            this(action, Optional.empty());
        }

        public Wake found(Optional<String> came) {
            return new Wake(action, came);
        }
    }

    /** The turn of the flow in its lane has come. */
    record Turn() implements Command {}

    /** An event has come that ends flows of this kind with its key. */
    record CancelOn(String type, String event) implements Command {}

    /** The flow has ended and leaves its lane. */
    record Leave(String definition, Lane lane) implements Command {}

    /** No attempt of a flow on its way back runs any more: what it has done is compensated. */
    record Compensate() implements Command {}

    /** A side effect beside the flow's actions was performed. */
    record Done() implements Command {}

    /** A person grants an action that gave up a fresh budget. */
    record Replay(String action, String by, String note) implements Command {}

    /** A person leaves an action out that gave up. */
    record Skip(String action, String by, String note) implements Command {}

    /** A person says what an action that gave up has brought after all. */
    record Resolve(String action, Payload result, String by, String note) implements Command {}

    /** A person makes a flow that has ended go on from one of its actions. */
    record Restart(String from, String by, String note) implements Command {}

    /** A person moves the flow to another version of its definition. */
    record Migrate(Definition definition, String by, String note) implements Command {}

    /** A person ends the flow. */
    record Cancel(String by, String note) implements Command {}

    /** The deadline has passed. */
    record Expire() implements Command {}

    /** What a trigger made of an event. */
    sealed interface TriggerResult {
        /** The flow's graph as it stands now, and its input (absent = the event's data). */
        record Shaped(Definition definition, Optional<Payload> input, Optional<Instant> deadline)
                implements TriggerResult {}

        /** The trigger failed: the flow waits for a person with the action {@code trigger} dead. */
        record Threw(Failure failure) implements TriggerResult {}

        /** Asked again, the trigger does not want the event. */
        record Unwanted(String reason) implements TriggerResult {}
    }
}
