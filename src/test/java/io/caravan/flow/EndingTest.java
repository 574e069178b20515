package io.caravan.flow;

import static io.caravan.flow.Journal.begun;
import static io.caravan.flow.Journal.cancel;
import static io.caravan.flow.Journal.cancelled;
import static io.caravan.flow.Journal.cancelledFor;
import static io.caravan.flow.Journal.completed;
import static io.caravan.flow.Journal.died;
import static io.caravan.flow.Journal.done;
import static io.caravan.flow.Journal.failed;
import static io.caravan.flow.Journal.given;
import static io.caravan.flow.Journal.readied;
import static io.caravan.flow.Journal.rejected;
import static io.caravan.flow.Journal.replay;
import static io.caravan.flow.Journal.replayed;
import static io.caravan.flow.Journal.retry;
import static io.caravan.flow.Journal.succeeded;
import static io.caravan.flow.Journal.turned;
import static io.caravan.flow.Journal.uncertain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** How a flow ends, by itself, by a person and by its deadline. */
class EndingTest {
    @Test
    void a_flow_completes_when_every_action_has_succeeded() {
        begun(Graph.of("a", "b"))
                .when(done("a"))
                .then(succeeded("a"))
                .when(done("b"))
                .then(succeeded("a"), succeeded("b"), completed());
    }

    @Test
    void a_dead_action_is_tolerated_when_all_its_dependents_can_do_without_it() {
        begun(Graph.of("a", "b needs a?", "c needs a?"))
                .when(rejected("a", 1), done("b"), done("c"))
                .then(
                        died("a", 1, "rejected"),
                        readied("b"),
                        readied("c"),
                        succeeded("b"),
                        succeeded("c"),
                        completed());
    }

    @Test
    void a_dead_action_is_not_tolerated_when_one_dependent_cannot_do_without_it() {
        begun(Graph.of("a", "b needs a?", "c needs a"))
                .when(rejected("a", 1))
                .then(died("a", 1, "rejected"), readied("b"), failed());
    }

    @Test
    void a_dead_leaf_is_not_tolerated() {
        begun(Graph.of("a")).when(rejected("a", 1)).then(died("a", 1, "rejected"), failed());
    }

    @Test
    void an_optional_need_elsewhere_does_not_make_a_dead_action_tolerated() {
        begun(Graph.of("a", "b", "c needs a,b?")).when(rejected("a", 1)).then(died("a", 1, "rejected"), failed());
    }

    @Test
    void failed_shows_while_other_branches_run() {
        var flow = begun(Graph.of("a", "b")).and(rejected("a", 1));
        assertEquals(FlowStatus.FAILED, flow.state().status());
        assertFalse(flow.state().ended());
        flow.when(done("b")).then(succeeded("b"));
        assertFalse(flow.state().ended());
    }

    @Test
    void a_replay_makes_a_failed_flow_running_and_then_completed() {
        begun(Graph.of("a", "b needs a"))
                .and(uncertain("a", 1), rejected("a", 2))
                .when(replay("a"), done("a", 3), done("b"))
                .then(
                        replayed("a"),
                        turned(FlowStatus.RUNNING),
                        succeeded("a", 3),
                        readied("b"),
                        succeeded("b"),
                        completed());
    }

    @Test
    void a_flow_stays_failed_until_the_last_dead_action_is_replayed() {
        begun(Graph.of("a", "b"))
                .and(rejected("a", 1), rejected("b", 1))
                .when(replay("a"))
                .then(replayed("a"))
                .when(replay("b"))
                .then(replayed("a"), replayed("b"), turned(FlowStatus.RUNNING));
    }

    @Test
    void cancel_stops_what_has_not_finished_and_leaves_what_has() {
        begun(Graph.of("a", "b", "c", "d needs a,c"))
                .and(done("a"), retry("b", 1))
                .when(cancel())
                .then(cancelled("b"), cancelled("c"), cancelled("d"), cancelledFor(""));
    }

    @Test
    void cancel_carries_its_note() {
        begun(Graph.of("a"))
                .when(new Command.Cancel("ann", "ordered twice"))
                .then(cancelled("a"), cancelledFor("ordered twice"));
    }

    @Test
    void cancel_stops_a_flow_that_waits_for_a_person() {
        var flow = begun(Graph.of("a", "b needs a")).and(rejected("a", 1), cancel());
        assertEquals(ActionState.CANCELLED, flow.action("a").state());
        assertEquals(ActionState.CANCELLED, flow.action("b").state());
        assertEquals("rejected", flow.action("a").error().orElseThrow().outcome());
    }

    @Test
    void an_ended_flow_cannot_be_cancelled() {
        begun(Graph.of("a")).and(done("a")).refused(cancel(), "The flow has already ended: completed.");
        begun(Graph.of("a")).and(cancel()).refused(cancel(), "The flow has already ended: cancelled.");
        begun(Graph.of("a")).and(new Command.Expire()).refused(cancel(), "The flow has already ended: failed.");
    }

    @Test
    void the_deadline_fails_the_flow_and_stops_what_has_not_finished() {
        begun(Graph.of("a", "b needs a"))
                .when(new Command.Expire())
                .then(
                        cancelled("a"),
                        cancelled("b"),
                        new Fact.Turned(FlowStatus.FAILED, true, "the deadline has passed"));
    }

    @Test
    void the_deadline_ends_a_flow_that_had_failed() {
        var flow = begun(Graph.of("a", "b")).and(rejected("a", 1)).and(new Command.Expire());
        assertTrue(flow.state().ended());
        assertEquals("the deadline has passed", flow.state().standing().reason());
    }

    @Test
    void the_deadline_of_an_ended_flow_changes_nothing() {
        begun(Graph.of("a")).and(done("a")).when(new Command.Expire()).thenNothing();
        begun(Graph.of("a")).and(cancel()).when(new Command.Expire()).thenNothing();
        begun(Graph.of("a"))
                .and(new Command.Expire())
                .when(new Command.Expire())
                .thenNothing();
    }

    @Test
    void a_flow_without_facts_has_not_completed() {
        given().when(done("a")).thenNothing();
    }

    @Test
    void statuses_and_states_are_known_by_lower_case_words() {
        for (FlowStatus status : FlowStatus.values()) {
            assertEquals(status, FlowStatus.of(status.word()));
        }
        assertEquals("completed", FlowStatus.COMPLETED.word());
        assertEquals(
                "[waiting, running, ready, retrying, uncertain, succeeded, skipped, dead, cancelled]",
                EnumSet.allOf(ActionState.class).stream()
                        .map(ActionState::word)
                        .distinct()
                        .toList()
                        .toString());
    }
}
