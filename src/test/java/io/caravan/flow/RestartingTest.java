package io.caravan.flow;

import static io.caravan.flow.Journal.begun;
import static io.caravan.flow.Journal.cancel;
import static io.caravan.flow.Journal.completed;
import static io.caravan.flow.Journal.done;
import static io.caravan.flow.Journal.given;
import static io.caravan.flow.Journal.readied;
import static io.caravan.flow.Journal.rejected;
import static io.caravan.flow.Journal.retry;
import static io.caravan.flow.Journal.succeeded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A flow that has ended goes on from one of its actions, by a person's hand. */
class RestartingTest {
    private static Command restart(String from) {
        return new Command.Restart(from, "ann", "again");
    }

    private static Fact restarted(String from, String... actions) {
        return new Fact.Restarted(from, List.of(actions), "ann", "again");
    }

    @Test
    void what_depends_on_the_action_runs_again_and_what_does_not_keeps_its_result() {
        var flow = begun(Graph.of("a", "b needs a", "c needs b", "d needs a"))
                .and(done("a"), done("b"), done("d"), done("c"))
                .when(restart("b"));
        flow.then(restarted("b", "b", "c"), readied("b"));
        assertFalse(flow.state().ended());
        assertEquals(FlowStatus.RUNNING, flow.state().status());
        assertEquals(Optional.of(Journal.RESULT), flow.action("d").result());
        assertEquals(ActionState.WAITING, flow.action("c").state());
        flow.when(done("b"), done("c"))
                .then(
                        restarted("b", "b", "c"),
                        readied("b"),
                        succeeded("b"),
                        readied("c"),
                        succeeded("c"),
                        completed());
    }

    @Test
    void each_restart_is_another_run_with_a_fresh_budget() {
        var flow = begun(Graph.of("a", "b needs a")).and(retry("a", 1), done("a", 2), done("b"), restart("a"));
        assertEquals(1, flow.action("a").given().run());
        assertEquals(0, flow.action("a").attempts());
        flow.and(done("a"), done("b"), restart("b"));
        assertEquals(1, flow.action("a").given().run());
        assertEquals(2, flow.action("b").given().run());
    }

    @Test
    void what_was_cancelled_has_nothing_to_keep_and_runs_again() {
        begun(Graph.of("a", "b", "c needs b"))
                .and(done("a"), cancel())
                .when(restart("a"))
                .then(restarted("a", "a", "b", "c"), readied("a"), readied("b"));
    }

    @Test
    void what_was_undone_runs_again_and_can_be_undone_again() {
        var flow = begun(Graph.of("a", "b needs a", "undo-a compensates a"))
                .and(done("a"), cancel(), new Command.Compensate(), done("undo-a"));
        flow.when(restart("b")).then(restarted("b", "a", "b"), readied("a"));
        flow.and(done("a"), cancel(), new Command.Compensate());
        assertEquals(1, flow.action("undo-a").given().run());
        assertEquals(ActionState.READY, flow.action("undo-a").state());
    }

    @Test
    void what_did_without_a_dead_action_keeps_its_result_though_that_one_runs_again() {
        var flow = begun(Graph.of("a", "b needs a?", "c")).and(rejected("a", 1), done("b"), cancel());
        flow.when(restart("c")).then(restarted("c", "a", "c"), readied("a"), readied("c"));
        assertEquals(Optional.of(Journal.RESULT), flow.action("b").result());
    }

    @Test
    void what_has_succeeded_late_on_the_way_back_keeps_its_result() {
        var flow = begun(Graph.of("a", "b", "undo-a compensates a"))
                .and(done("a"), cancel(), done("b"), new Command.Compensate(), done("undo-a"));
        flow.when(restart("a")).then(restarted("a", "a"), readied("a"));
        assertEquals(Optional.of(Journal.RESULT), flow.action("b").result());
    }

    @Test
    void the_deadline_is_over() {
        var shaped = new Command.TriggerResult.Shaped(
                Graph.of("a"), Optional.empty(), Optional.of(Journal.NOW.plus(Duration.ofHours(1))));
        var flow = given().and(new Command.Begin(Optional.empty(), shaped))
                .and(new Command.Expire())
                .and(restart("a"));
        assertEquals(Optional.empty(), flow.state().plan().orElseThrow().deadline());
    }

    @Test
    void a_restart_that_is_not_possible_is_refused_with_the_reason() {
        Definition graph = Graph.of("a", "undo-a compensates a");
        begun(graph)
                .refused(
                        restart("a"),
                        "The flow has not ended, it is running; cancel it first, or replay what is dead.");
        begun(graph)
                .and(rejected("a", 1))
                .refused(
                        restart("a"), "The flow has not ended, it is failed; cancel it first, or replay what is dead.");
        begun(graph).and(done("a")).refused(restart("b"), "The flow has no action 'b' to restart from.");
        begun(graph).and(done("a")).refused(restart("undo-a"), "The flow has no action 'undo-a' to restart from.");
        given().and(Journal.beginWithFailedTrigger())
                .and(cancel())
                .refused(
                        restart("a"),
                        "The flow's trigger has not succeeded, so that there is no action to restart from.");
        given().and(Journal.begin(graph).in(new Lane("k", 1, false)))
                .and(done("a"))
                .refused(
                        restart("a"),
                        "Flows of sample run one after another (orderedBy), and this one has left its lane; send its"
                                + " event with a new id.");
    }
}
