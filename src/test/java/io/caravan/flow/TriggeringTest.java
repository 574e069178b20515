package io.caravan.flow;

import static io.caravan.flow.Journal.FAILURE;
import static io.caravan.flow.Journal.NOW;
import static io.caravan.flow.Journal.RESULT;
import static io.caravan.flow.Journal.attempt;
import static io.caravan.flow.Journal.begin;
import static io.caravan.flow.Journal.beginWithFailedTrigger;
import static io.caravan.flow.Journal.cancel;
import static io.caravan.flow.Journal.cancelled;
import static io.caravan.flow.Journal.cancelledFor;
import static io.caravan.flow.Journal.completed;
import static io.caravan.flow.Journal.done;
import static io.caravan.flow.Journal.failed;
import static io.caravan.flow.Journal.given;
import static io.caravan.flow.Journal.readied;
import static io.caravan.flow.Journal.replay;
import static io.caravan.flow.Journal.replayed;
import static io.caravan.flow.Journal.retry;
import static io.caravan.flow.Journal.started;
import static io.caravan.flow.Journal.triggered;
import static io.caravan.flow.Journal.turned;
import static io.caravan.flow.Journal.uncertain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.caravan.flow.Command.TriggerResult;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How a flow begins, and what a trigger that failed leads to. */
class TriggeringTest {
    private final Definition definition = Graph.of("a", "b needs a");

    private static Command again(int number, TriggerResult result) {
        return new Command.Retrigger(attempt(number), Optional.empty(), result);
    }

    private TriggerResult shaped() {
        return new TriggerResult.Shaped(definition, Optional.empty(), Optional.empty());
    }

    private static Fact triggerDied(int number) {
        return new Fact.Died("trigger", attempt(number), FAILURE, false, "rejected");
    }

    private static Journal waitingForAPerson() {
        return given().and(beginWithFailedTrigger());
    }

    private static Journal replayedTrigger() {
        return waitingForAPerson().and(replay("trigger"));
    }

    @Test
    void the_graph_the_input_and_the_deadline_are_pinned_when_the_trigger_has_succeeded() {
        var shaped = new TriggerResult.Shaped(definition, Optional.of(RESULT), Optional.of(NOW));
        var flow = given().when(new Command.Begin(Optional.of("k"), shaped))
                .then(
                        new Fact.Started(Optional.of("k"), Optional.empty()),
                        new Fact.Triggered(definition, Optional.of(RESULT), Optional.of(NOW)),
                        readied("a"));
        assertEquals(
                Optional.of(new FlowState.Plan(definition, Optional.of(RESULT), Optional.of(NOW))),
                flow.state().plan());
        assertEquals(Optional.of("k"), flow.state().standing().key());
        assertEquals(Optional.of("k"), flow.and(cancel()).state().standing().key());
    }

    @Test
    void a_trigger_that_failed_waits_for_a_person() {
        var flow = given().when(beginWithFailedTrigger())
                .then(
                        started(),
                        new Fact.Died(
                                "trigger", new Fact.Attempt(1, NOW, Duration.ZERO, ""), FAILURE, false, "rejected"),
                        failed());
        assertFalse(flow.state().ended());
        assertEquals(ActionState.DEAD, flow.action("trigger").state());
    }

    @Test
    void a_trigger_that_does_not_want_the_event_ends_the_flow() {
        given().when(new Command.Begin(Optional.empty(), new TriggerResult.Unwanted("held")))
                .then(started(), new Fact.Turned(FlowStatus.CANCELLED, true, "held"));
    }

    @Test
    void a_replayed_trigger_that_succeeds_begins_the_flow() {
        var flow = waitingForAPerson()
                .when(replay("trigger"), again(2, shaped()))
                .then(replayed("trigger"), turned(FlowStatus.RUNNING), triggered(definition), readied("a"));
        assertEquals(Set.of("a", "b"), flow.state().actions().keySet());
        flow.and(done("a"), done("b"));
        assertEquals(FlowStatus.COMPLETED, flow.state().status());
    }

    @Test
    void a_replayed_trigger_gives_the_key_that_the_first_run_could_not() {
        var again = new Command.Retrigger(attempt(2), Optional.of("ada"), shaped());
        var flow = replayedTrigger().when(again).then(new Fact.Keyed("ada"), triggered(definition), readied("a"));
        assertEquals(Optional.of("ada"), flow.state().standing().key());
    }

    @Test
    void a_replayed_trigger_leaves_a_key_that_is_there() {
        var begin = new Command.Begin(Optional.of("first"), new TriggerResult.Threw(FAILURE));
        var again = new Command.Retrigger(attempt(2), Optional.of("second"), shaped());
        var flow = given().and(begin).and(replay("trigger")).and(again);
        assertEquals(Optional.of("first"), flow.state().standing().key());
    }

    @Test
    void a_replayed_trigger_without_actions_completes_the_flow() {
        var empty = new TriggerResult.Shaped(Graph.of(), Optional.empty(), Optional.empty());
        replayedTrigger().when(again(2, empty)).then(triggered(Graph.of()), completed());
    }

    @Test
    void a_replayed_trigger_that_fails_waits_again() {
        replayedTrigger()
                .when(again(2, new TriggerResult.Threw(FAILURE)))
                .then(triggerDied(2), failed())
                .when(replay("trigger"), again(3, shaped()))
                .thenOf(Fact.Readied.class, readied("a"));
    }

    @Test
    void a_replayed_trigger_that_does_not_want_the_event_cancels_the_flow() {
        replayedTrigger()
                .when(again(2, new TriggerResult.Unwanted("when was false")))
                .then(cancelled("trigger"), new Fact.Turned(FlowStatus.CANCELLED, true, "when was false"));
    }

    @Test
    void a_trigger_runs_again_only_when_it_was_replayed() {
        waitingForAPerson().when(again(1, shaped()), again(2, shaped())).thenNothing();
        given().and(begin(definition))
                .when(again(1, shaped()), again(2, shaped()))
                .thenNothing();
    }

    @Test
    void a_run_of_the_trigger_counts_once() {
        replayedTrigger().and(again(2, shaped())).when(again(2, shaped())).thenNothing();
        replayedTrigger()
                .and(again(2, new TriggerResult.Threw(FAILURE)), replay("trigger"))
                .when(again(2, shaped()))
                .thenNothing();
    }

    @Test
    void a_lost_run_of_the_trigger_waits_for_a_person_again() {
        var flow = replayedTrigger().when(uncertain("trigger", 2)).then(triggerDied(2), failed());
        assertEquals(ActionState.DEAD, flow.action("trigger").state());
        assertFalse(flow.and(replay("trigger")).action("trigger").uncertain(), "a trigger has no effect");
    }

    @Test
    void a_run_of_the_trigger_that_could_not_begin_waits_for_a_person_again() {
        replayedTrigger().when(retry("trigger", 2)).then(triggerDied(2), failed());
    }

    @Test
    void a_trigger_is_never_settled_as_done() {
        var state = replayedTrigger().state();
        assertThrows(IllegalArgumentException.class, () -> Decider.decide(state, done("trigger", 2), NOW));
    }

    @Test
    void a_cancelled_trigger_begins_nothing() {
        replayedTrigger().and(cancel()).when(again(2, shaped())).thenNothing();
        waitingForAPerson().when(cancel()).then(cancelled("trigger"), cancelledFor(""));
    }
}
