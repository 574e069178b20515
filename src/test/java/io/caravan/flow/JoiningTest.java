package io.caravan.flow;

import static io.caravan.flow.Journal.begin;
import static io.caravan.flow.Journal.begun;
import static io.caravan.flow.Journal.completed;
import static io.caravan.flow.Journal.died;
import static io.caravan.flow.Journal.done;
import static io.caravan.flow.Journal.failed;
import static io.caravan.flow.Journal.given;
import static io.caravan.flow.Journal.readied;
import static io.caravan.flow.Journal.rejected;
import static io.caravan.flow.Journal.replay;
import static io.caravan.flow.Journal.retry;
import static io.caravan.flow.Journal.skipped;
import static io.caravan.flow.Journal.started;
import static io.caravan.flow.Journal.succeeded;
import static io.caravan.flow.Journal.triggered;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Which actions become ready when others settle. */
class JoiningTest {
    @Test
    void actions_without_needs_are_ready_when_the_flow_begins() {
        Definition definition = Graph.of("a", "b", "c needs a");
        given().when(begin(definition)).then(started(), triggered(definition), readied("a"), readied("b"));
    }

    @Test
    void an_action_waits_until_all_its_needs_are_met() {
        begun(Graph.of("contact", "announcement", "deal needs contact,announcement"))
                .when(done("contact"))
                .then(succeeded("contact"))
                .when(done("announcement"))
                .then(succeeded("contact"), succeeded("announcement"), readied("deal"));
    }

    @Test
    void the_join_of_a_diamond_fires_once() {
        begun(Graph.diamond())
                .when(done("a"), done("b"), done("c"))
                .thenOf(Fact.Readied.class, readied("b"), readied("c"), readied("d"));
    }

    @Test
    void a_need_that_will_be_tried_again_is_not_met() {
        begun(Graph.of("a", "b needs a", "c needs a?")).when(retry("a", 1)).thenOf(Fact.Readied.class);
    }

    @Test
    void dead_does_not_propagate_over_a_hard_need() {
        var flow = begun(Graph.of("a", "b needs a", "c needs b"))
                .when(rejected("a", 1))
                .then(died("a", 1, "rejected"), failed());
        assertEquals(ActionState.WAITING, flow.action("b").state());
        assertEquals(ActionState.WAITING, flow.action("c").state());
    }

    @Test
    void a_dead_action_meets_an_optional_need() {
        begun(Graph.of("a", "b needs a?")).when(rejected("a", 1)).then(died("a", 1, "rejected"), readied("b"));
    }

    @Test
    void an_uncertain_action_meets_an_optional_need() {
        begun(Graph.withRedeliveries(0, "a", "b needs a?"))
                .when(Journal.uncertain("a", 1))
                .then(died("a", 1, "uncertain"), readied("b"));
    }

    @Test
    void an_optional_need_does_not_replace_a_hard_one() {
        begun(Graph.of("a", "b", "c needs a?,b"))
                .when(rejected("a", 1))
                .then(died("a", 1, "rejected"))
                .when(done("b"))
                .then(died("a", 1, "rejected"), succeeded("b"), readied("c"));
    }

    @Test
    void a_replay_takes_a_met_optional_need_back_while_the_join_still_waits() {
        begun(Graph.of("a", "b", "c needs a?,b"))
                .and(rejected("a", 1), replay("a"))
                .when(done("b"))
                .then(succeeded("b"))
                .when(done("a", 2))
                .then(succeeded("b"), succeeded("a", 2), readied("c"));
    }

    @Test
    void a_join_that_fired_for_a_dead_need_does_not_fire_again_when_the_need_succeeds_later() {
        begun(Graph.of("a", "b needs a?", "c needs b"))
                .and(rejected("a", 1), done("b"), replay("a"))
                .when(done("a", 2))
                .then(succeeded("a", 2));
    }

    @Test
    void a_skipped_hard_need_skips_its_dependents_all_the_way() {
        given(started(), triggered(Graph.of("a", "x", "b needs a,x", "c needs b", "d needs c")))
                .and(new Fact.Skipped("a", "by ann"), readied("x"))
                .when(done("x"))
                .then(succeeded("x"), skipped("b", "a"), skipped("c", "b"), skipped("d", "c"), completed());
    }

    @Test
    void a_skipped_action_meets_an_optional_need() {
        given(started(), triggered(Graph.of("a", "x", "b needs a,x", "c needs b?")))
                .and(new Fact.Skipped("a", "by ann"), readied("x"))
                .when(done("x"))
                .then(succeeded("x"), skipped("b", "a"), readied("c"));
    }

    @Test
    void a_skipped_hard_need_skips_without_waiting_for_the_others() {
        given(started(), triggered(Graph.of("a", "x", "y", "b needs a,x,y")))
                .and(new Fact.Skipped("a", "by ann"), readied("x"), readied("y"))
                .when(done("x"))
                .then(succeeded("x"), skipped("b", "a"));
    }

    @Test
    void a_flow_without_actions_completes_at_once() {
        given().when(begin(Graph.of())).then(started(), triggered(Graph.of()), completed());
    }
}
