package io.caravan.flow;

import java.time.Instant;
import java.util.Optional;

/** What is asked of one flow. */
public sealed interface Command {
    /** Begin the flow with what its trigger made of the event. */
    record Begin(Optional<String> key, TriggerResult trigger) implements Command {}

    /** The failed trigger ran once more. */
    record Retrigger(Fact.Attempt attempt, Optional<String> key, TriggerResult trigger) implements Command {}

    /** An attempt has ended, or its lease was lost. */
    record Settle(String action, Fact.Attempt attempt, Outcome outcome) implements Command {}

    /** An action's conditions were evaluated. */
    record Evaluate(String action, Evaluation evaluation) implements Command {}

    /** A person grants an action that gave up a fresh budget. */
    record Replay(String action, String by, String note) implements Command {}

    /** A person leaves an action out that gave up. */
    record Skip(String action, String by, String note) implements Command {}

    /** A person says what an action that gave up has brought after all. */
    record Resolve(String action, Payload result, String by, String note) implements Command {}

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
