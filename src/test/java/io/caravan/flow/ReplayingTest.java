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
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What a person may replay. */
class ReplayingTest {
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
}
