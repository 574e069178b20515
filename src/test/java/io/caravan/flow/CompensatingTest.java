package io.caravan.flow;

import static io.caravan.flow.Journal.begun;
import static io.caravan.flow.Journal.cancel;
import static io.caravan.flow.Journal.cancelled;
import static io.caravan.flow.Journal.cancelledFor;
import static io.caravan.flow.Journal.completed;
import static io.caravan.flow.Journal.died;
import static io.caravan.flow.Journal.done;
import static io.caravan.flow.Journal.readied;
import static io.caravan.flow.Journal.rejected;
import static io.caravan.flow.Journal.replay;
import static io.caravan.flow.Journal.replayed;
import static io.caravan.flow.Journal.succeeded;
import static io.caravan.flow.Journal.turned;
import static io.caravan.flow.Journal.uncertain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A flow that turns back undoes what it has done, the last first, before it ends. */
class CompensatingTest {
    private static final Command COMPENSATE = new Command.Compensate();

    private static Definition chain() {
        return Graph.of(
                "a", "b needs a", "c needs b", "undo-a compensates a", "undo-b compensates b", "x compensates c");
    }

    private static Fact turnedBack(String... compensations) {
        return new Fact.TurnedBack(
                FlowStatus.CANCELLED, "cancelled by ann", Optional.of(new Fact.Act("ann", "")), List.of(compensations));
    }

    @Test
    void a_flow_that_completes_has_nothing_to_do_with_its_compensations() {
        var flow = begun(Graph.of("a", "undo-a compensates a"));
        assertEquals(java.util.Set.of("a"), flow.state().actions().keySet());
        flow.when(done("a")).then(succeeded("a"), completed());
    }

    @Test
    void a_dead_action_compensates_nothing() {
        begun(chain()).and(done("a")).when(rejected("b", 1)).then(died("b", 1, "rejected"), Journal.failed());
    }

    @Test
    void what_has_done_nothing_is_cancelled_at_once() {
        begun(Graph.of("a", "b needs a", "undo-b compensates b"))
                .and(done("a"), rejected("b", 1))
                .when(cancel())
                .then(cancelled("b"), cancelledFor(""));
    }

    @Test
    void the_last_is_undone_first_one_at_a_time_and_then_the_flow_is_cancelled() {
        var flow = begun(chain()).and(done("a"), done("b")).when(cancel());
        flow.then(cancelled("c"), turnedBack("x", "undo-b", "undo-a"));
        assertTrue(flow.state().isOnItsWayBack());
        assertEquals(FlowStatus.RUNNING, flow.state().status());
        flow.when(COMPENSATE, done("undo-b"), done("undo-a"))
                .then(
                        cancelled("c"),
                        turnedBack("x", "undo-b", "undo-a"),
                        new Fact.Skipped("x", "c has had no effect"),
                        readied("undo-b"),
                        succeeded("undo-b"),
                        readied("undo-a"),
                        succeeded("undo-a"),
                        cancelledFor(""));
        assertFalse(flow.state().isOnItsWayBack());
    }

    @Test
    void a_second_look_changes_nothing() {
        begun(chain()).and(done("a"), cancel(), COMPENSATE).when(COMPENSATE).thenNothing();
        begun(chain()).and(done("a")).when(COMPENSATE).thenNothing();
    }

    @Test
    void a_deadline_and_an_event_turn_back_as_well_and_the_deadline_ends_as_failed() {
        begun(chain())
                .and(done("a"), new Command.Expire(), COMPENSATE)
                .when(done("undo-a"))
                .then(succeeded("undo-a"), new Fact.Turned(FlowStatus.FAILED, true, "the deadline has passed"));
        begun(chain())
                .and(done("a"), new Command.CancelOn("t", "e"), COMPENSATE)
                .when(done("undo-a"))
                .then(succeeded("undo-a"), new Fact.Turned(FlowStatus.CANCELLED, true, "event t came (e)"));
    }

    @Test
    void what_ends_late_with_an_effect_is_undone_too() {
        for (Command.Settle late : List.of(done("b"), uncertain("b", 1))) {
            var flow = begun(chain()).and(done("a"), cancel(), late).when(COMPENSATE);
            flow.thenOf(Fact.Readied.class, readied("undo-b"));
        }
        begun(chain())
                .and(done("a"), cancel(), rejected("b", 1))
                .when(COMPENSATE)
                .thenOf(Fact.Readied.class, readied("undo-a"));
    }

    @Test
    void an_uncertain_action_is_undone_without_a_result() {
        var flow = begun(Graph.withRedeliveries(0, "a", "undo-a compensates a"))
                .and(uncertain("a", 1), cancel())
                .when(COMPENSATE);
        flow.then(readied("undo-a"));
        assertEquals(Payload.NOTHING, Compensating.brought(flow.state(), "a"));
    }

    @Test
    void what_an_action_has_brought_is_known_to_its_compensation() {
        assertEquals(
                Journal.RESULT,
                Compensating.brought(begun(chain()).and(done("a"), cancel()).state(), "a"));
    }

    @Test
    void a_compensation_that_gives_up_waits_for_a_person() {
        var flow =
                begun(chain()).and(done("a"), done("b"), cancel(), COMPENSATE).when(rejected("undo-b", 1));
        flow.then(died("undo-b", 1, "rejected"), Journal.failed());
        flow.refused(
                cancel(),
                "The flow is on its way back already, and its compensation 'undo-b' has given up; replay, skip or"
                        + " resolve that.");
        flow.when(replay("undo-b"), done("undo-b", 2))
                .then(
                        died("undo-b", 1, "rejected"),
                        Journal.failed(),
                        replayed("undo-b"),
                        turned(FlowStatus.RUNNING),
                        succeeded("undo-b", 2),
                        readied("undo-a"));
    }

    @Test
    void a_person_may_leave_a_compensation_out_or_say_that_it_is_done() {
        for (Command decided : List.of(
                new Command.Skip("undo-b", "ann", ""), new Command.Resolve("undo-b", Journal.RESULT, "ann", ""))) {
            begun(chain())
                    .and(done("a"), done("b"), cancel(), COMPENSATE, rejected("undo-b", 1))
                    .when(decided)
                    .thenOf(Fact.Readied.class, readied("undo-a"));
        }
    }

    @Test
    void a_flow_on_its_way_back_is_not_ended_otherwise() {
        var flow = begun(chain()).and(done("a"), cancel());
        flow.refused(cancel(), "The flow is on its way back already; it ends when its compensations have run.");
        flow.when(new Command.Expire(), new Command.CancelOn("t", "e")).thenNothing();
    }

    @Test
    void each_compensation_says_what_it_waits_for() {
        var flow = begun(chain()).and(done("a"), cancel());
        assertEquals(
                "attempts that still run to end, or to lose their lease: b",
                Explanation.of(flow.state(), "undo-a", Map.of("b", new Explanation.Row(Journal.NOW, true, false))));
        assertEquals(
                "a look whether any attempt of the flow still runs", Explanation.of(flow.state(), "undo-a", Map.of()));
        flow.and(done("b"), COMPENSATE);
        assertEquals(
                "undo-b, which compensates first: waits for a free permit",
                Explanation.of(
                        flow.state(), "undo-a", Map.of("undo-b", new Explanation.Row(Journal.NOW, false, false))));
        flow.and(rejected("undo-b", 1));
        assertEquals(
                "undo-b, which compensates first: is dead and waits for a person after Refused (no)",
                Explanation.of(flow.state(), "undo-a", Map.of()));
        assertEquals("a person: replay, skip or resolve it", Explanation.of(flow.state(), "undo-b", Map.of()));
    }

    @Test
    void a_list_is_undone_when_one_of_its_items_has_had_an_effect() {
        var listing = new Conditions("", "", "", "${body[list]}", "");
        var policy = new Policy(Graph.TWICE, java.time.Duration.ofMinutes(5), "");
        var definition = new Definition(
                "sample",
                List.of(
                        new Action("a", List.of(), policy, listing),
                        Graph.of("undo-a compensates a").actions().get("undo-a")));
        var items = Optional.of(List.of(Payload.inline("1"), Payload.inline("2")));
        var wanted = new Evaluation.Wanted(Optional.empty(), "", items, "");
        var flow = begun(definition)
                .and(new Command.Evaluate("a", wanted), done("a/1"), cancel())
                .when(COMPENSATE);
        flow.then(readied("undo-a"));
        assertEquals(Payload.list(List.of(Payload.NOTHING, Journal.RESULT)), Compensating.brought(flow.state(), "a"));
    }

    @Test
    void a_chart_shows_what_undoes_what() {
        assertEquals(
                """
                flowchart TD
                  trigger([sample])
                  a[a]
                  undo[undo]
                  trigger --> a
                  a -. undone by .-> undo
                """,
                Mermaid.of(Graph.of("a", "undo compensates a")));
    }

    @Test
    void a_version_changes_with_what_undoes_what_and_not_for_definitions_without() {
        assertEquals(
                "Provisions[concurrency=1, priority=2, probe=p, deadLetterUri=d]",
                new Provisions(1, 2, "p", "d").toString());
        assertEquals(
                false,
                Graph.of("a", "b", "c compensates a")
                        .version()
                        .equals(Graph.of("a", "b", "c compensates b").version()));
    }
}
