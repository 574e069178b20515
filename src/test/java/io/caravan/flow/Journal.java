package io.caravan.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.caravan.flow.Fact.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Journal in, journal out: the facts of a flow so far, the facts that commands add to it. */
final class Journal {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final Failure FAILURE = new Failure("Refused", "no");
    static final Payload RESULT = Payload.inline("{\"id\":1}");

    private FlowState state = FlowState.fresh(new FlowState.Identity("f-1", "sample", "e-1"));
    private final List<Fact> added = new ArrayList<>();

    private Journal() {}

    static Journal given(Fact... facts) {
        return new Journal().and(facts);
    }

    /** A flow of the definition that has just begun. */
    static Journal begun(Definition definition) {
        return given().and(begin(definition));
    }

    Journal and(Fact... facts) {
        for (Fact fact : facts) {
            state = Evolution.evolve(state, fact, NOW);
        }
        return this;
    }

    Journal and(Command... commands) {
        for (Command command : commands) {
            state = Decider.decide(state, command, NOW).state();
        }
        return this;
    }

    Journal when(Command... commands) {
        for (Command command : commands) {
            Decision decision = Decider.decide(state, command, NOW);
            added.addAll(decision.facts());
            state = decision.state();
        }
        return this;
    }

    Journal then(Fact... expected) {
        assertEquals(List.of(expected), added);
        return this;
    }

    /** Only the facts of one kind. */
    <F extends Fact> Journal thenOf(Class<F> kind, Fact... expected) {
        assertEquals(List.of(expected), added.stream().filter(kind::isInstance).toList());
        return this;
    }

    Journal thenNothing() {
        return then();
    }

    void refused(Command command, String sentence) {
        FlowState before = state;
        assertEquals(
                sentence,
                assertThrows(Refused.class, () -> Decider.decide(before, command, NOW))
                        .getMessage());
    }

    FlowState state() {
        return state;
    }

    ActionProgress action(String name) {
        return state.progress(name).orElseThrow();
    }

    static Command.Begin begin(Definition definition) {
        return new Command.Begin(
                Optional.empty(), new Command.TriggerResult.Shaped(definition, Optional.empty(), Optional.empty()));
    }

    static Command.Begin beginWithFailedTrigger() {
        return new Command.Begin(Optional.empty(), new Command.TriggerResult.Threw(FAILURE));
    }

    static Attempt attempt(int number) {
        return new Attempt(number, NOW, Duration.ZERO, "n1");
    }

    static Command.Settle settle(String action, int number, Outcome outcome) {
        return new Command.Settle(action, attempt(number), outcome);
    }

    static Command.Settle done(String action, int number) {
        return settle(action, number, new Outcome.Done(RESULT));
    }

    static Command.Settle done(String action) {
        return done(action, 1);
    }

    static Command.Settle retry(String action, int number) {
        return settle(action, number, Outcome.retry(FAILURE));
    }

    static Command.Settle uncertain(String action, int number) {
        return settle(action, number, Outcome.uncertain(FAILURE));
    }

    static Command.Settle rejected(String action, int number) {
        return settle(action, number, new Outcome.Rejected(FAILURE));
    }

    static Command.Settle unavailable(String action, int number, Duration after) {
        return settle(action, number, new Outcome.Unavailable(FAILURE, after));
    }

    static Command.Replay replay(String action) {
        return new Command.Replay(action, "ann", "mended");
    }

    static Command.Cancel cancel() {
        return new Command.Cancel("ann", "");
    }

    static Fact started() {
        return new Fact.Started(Optional.empty(), Optional.empty());
    }

    static Fact triggered(Definition definition) {
        return new Fact.Triggered(definition, Optional.empty(), Optional.empty());
    }

    static Fact readied(String action) {
        return new Fact.Readied(action);
    }

    static Fact succeeded(String action, int number) {
        return new Fact.Succeeded(action, attempt(number), RESULT);
    }

    static Fact succeeded(String action) {
        return succeeded(action, 1);
    }

    static Fact retried(String action, int number, Duration delay) {
        return new Fact.Retried(action, attempt(number), FAILURE, false, NOW.plus(delay));
    }

    static Fact uncertainlyRetried(String action, int number, Duration delay) {
        return new Fact.Retried(action, attempt(number), FAILURE, true, NOW.plus(delay));
    }

    static Fact deferred(String action, Duration delay) {
        return new Fact.Deferred(action, FAILURE, NOW.plus(delay));
    }

    static Fact died(String action, int number, String outcome) {
        return new Fact.Died(action, attempt(number), FAILURE, outcome.equals("uncertain"), outcome);
    }

    static Fact skipped(String action, String because) {
        return new Fact.Skipped(action, because + " was skipped");
    }

    static Fact replayed(String action) {
        return new Fact.Replayed(action, "ann", "mended");
    }

    /** The flow was cancelled by Ann, with her note. */
    static Fact cancelledFor(String note) {
        String reason = "cancelled by ann" + (note.isEmpty() ? "" : ": " + note);
        return new Fact.Turned(FlowStatus.CANCELLED, true, reason, Optional.of(new Fact.Act("ann", note)));
    }

    static Fact cancelled(String action) {
        return new Fact.ActionCancelled(action);
    }

    static Fact turned(FlowStatus status) {
        return new Fact.Turned(status, false, "");
    }

    static Fact completed() {
        return new Fact.Turned(FlowStatus.COMPLETED, true, "");
    }

    static Fact failed() {
        return turned(FlowStatus.FAILED);
    }
}
