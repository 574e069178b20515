package io.caravan.flow;

import static io.caravan.flow.Journal.begun;
import static io.caravan.flow.Journal.cancel;
import static io.caravan.flow.Journal.done;
import static io.caravan.flow.Journal.given;
import static io.caravan.flow.Journal.readied;
import static io.caravan.flow.Journal.rejected;
import static io.caravan.flow.Journal.replay;
import static io.caravan.flow.Journal.replayed;
import static io.caravan.flow.Journal.retry;
import static io.caravan.flow.Journal.started;
import static io.caravan.flow.Journal.triggered;
import static io.caravan.flow.Journal.turned;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a person may do with an action that gave up: replay, skip, resolve. */
class MendingTest {
    @Test
    void a_dead_action_is_replayed_with_who_and_why() {
        var flow = begun(Graph.of("a", "b"))
                .and(rejected("a", 1), rejected("b", 1))
                .when(replay("a"))
                .then(new Fact.Replayed("a", "ann", "mended"));
        assertEquals(ActionState.READY, flow.action("a").state());
        assertEquals(1, flow.action("a").attempts());
    }

    @Test
    void a_tolerated_dead_action_is_replayed_and_re_runs_nothing_else() {
        begun(Graph.of("a", "b needs a?", "c needs b"))
                .and(rejected("a", 1), done("b"))
                .when(replay("a"))
                .then(replayed("a"));
    }

    @Test
    void only_what_gave_up_can_be_replayed() {
        var flow = begun(Graph.of("a", "b", "c needs a"));
        flow.refused(replay("a"), "Action 'a' is ready; only a dead or uncertain action can be replayed.");
        flow.refused(replay("c"), "Action 'c' is waiting; only a dead or uncertain action can be replayed.");
        flow.and(retry("a", 1), done("b"));
        flow.refused(replay("a"), "Action 'a' is retrying; only a dead or uncertain action can be replayed.");
        flow.refused(replay("b"), "Action 'b' is succeeded; only a dead or uncertain action can be replayed.");
    }

    @Test
    void a_skipped_action_cannot_be_replayed() {
        given(started(), triggered(Graph.of("a", "b")), new Fact.Skipped("a", "by ann"), readied("b"))
                .refused(replay("a"), "Action 'a' is skipped; only a dead or uncertain action can be replayed.");
    }

    @Test
    void a_replay_is_granted_once() {
        begun(Graph.of("a"))
                .and(rejected("a", 1), replay("a"))
                .refused(replay("a"), "Action 'a' is ready; only a dead or uncertain action can be replayed.");
    }

    @Test
    void an_unknown_action_cannot_be_replayed() {
        begun(Graph.of("a")).refused(replay("x"), "The flow has no action 'x'.");
    }

    @Test
    void nothing_of_an_ended_flow_can_be_replayed() {
        begun(Graph.of("a", "b needs a?"))
                .and(rejected("a", 1), done("b"))
                .refused(replay("a"), "The flow has completed; nothing of it can be replayed.");
        begun(Graph.of("a"))
                .and(rejected("a", 1))
                .and(cancel())
                .refused(replay("a"), "The flow has cancelled; nothing of it can be replayed.");
        begun(Graph.of("a"))
                .and(rejected("a", 1))
                .and(new Command.Expire())
                .refused(replay("a"), "The flow has failed; nothing of it can be replayed.");
    }

    private static Command.Skip skip(String action) {
        return new Command.Skip(action, "ann", "not needed");
    }

    private static Command.Resolve resolve(String action) {
        return new Command.Resolve(action, Journal.RESULT, "ann", "done by hand");
    }

    @Test
    void a_resolved_action_has_succeeded_with_the_given_result_and_its_dependents_go_on() {
        var flow = begun(Graph.of("a", "b needs a"))
                .and(rejected("a", 1))
                .when(resolve("a"))
                .then(
                        new Fact.Resolved("a", Optional.of(Journal.RESULT), "ann", "done by hand"),
                        readied("b"),
                        turned(FlowStatus.RUNNING));
        assertEquals(ActionState.SUCCEEDED, flow.action("a").state());
        assertEquals(Optional.of(Journal.RESULT), flow.action("a").result());
        assertEquals(1, flow.action("a").attempts());
    }

    @Test
    void a_skipped_action_skips_what_cannot_do_without_it_and_readies_what_can() {
        begun(Graph.of("a", "b needs a", "c needs b?"))
                .and(rejected("a", 1))
                .when(skip("a"))
                .then(
                        new Fact.Resolved("a", Optional.empty(), "ann", "not needed"),
                        Journal.skipped("b", "a"),
                        readied("c"),
                        turned(FlowStatus.RUNNING));
    }

    @Test
    void a_flow_whose_last_dead_action_is_skipped_is_completed() {
        begun(Graph.of("a"))
                .and(rejected("a", 1))
                .when(skip("a"))
                .then(new Fact.Resolved("a", Optional.empty(), "ann", "not needed"), Journal.completed());
    }

    @Test
    void an_uncertain_action_may_be_resolved() {
        var flow = begun(Graph.of("a"))
                .and(Journal.uncertain("a", 1), Journal.uncertain("a", 2), Journal.uncertain("a", 3));
        assertEquals(ActionState.UNCERTAIN, flow.action("a").state());
        flow.and(resolve("a"));
        assertEquals(ActionState.SUCCEEDED, flow.action("a").state());
    }

    @Test
    void only_what_gave_up_can_be_skipped_or_resolved() {
        var flow = begun(Graph.of("a", "b needs a"));
        flow.refused(skip("a"), "Action 'a' is ready; only a dead or uncertain action can be skipped.");
        flow.refused(resolve("b"), "Action 'b' is waiting; only a dead or uncertain action can be resolved.");
        flow.refused(skip("x"), "The flow has no action 'x'.");
    }

    @Test
    void the_trigger_can_be_replayed_only() {
        String sentence = "The trigger cannot be skipped; mend its route and replay it, or cancel the flow.";
        begun(Graph.of("a")).refused(skip("trigger"), sentence);
    }
}
