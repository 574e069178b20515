package io.caravan.flow;

import static io.caravan.flow.Journal.FAILURE;
import static io.caravan.flow.Journal.NOW;
import static io.caravan.flow.Journal.begun;
import static io.caravan.flow.Journal.cancel;
import static io.caravan.flow.Journal.cancelled;
import static io.caravan.flow.Journal.cancelledFor;
import static io.caravan.flow.Journal.completed;
import static io.caravan.flow.Journal.done;
import static io.caravan.flow.Journal.failed;
import static io.caravan.flow.Journal.readied;
import static io.caravan.flow.Journal.replay;
import static io.caravan.flow.Journal.replayed;
import static io.caravan.flow.Journal.skipped;
import static io.caravan.flow.Journal.succeeded;
import static io.caravan.flow.Journal.turned;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Conditions of an action: evaluated once when its needs are met, before anything else. */
class EvaluatingTest {
    private static final Conditions WHEN = new Conditions("${body[n]} > 1", "", "", "", "");

    /** The graph, with conditions for this action. */
    private static Definition with(String action, String... actions) {
        var all = new ArrayList<Action>();
        for (Action each : Graph.of(actions).actions().values()) {
            all.add(new Action(
                    each.name(), each.needs(), each.policy(), each.name().equals(action) ? WHEN : Conditions.NONE));
        }
        return new Definition("f", all);
    }

    private static Command.Evaluate evaluated(Evaluation evaluation) {
        return new Command.Evaluate("b", evaluation);
    }

    @Test
    void conditions_are_evaluated_when_the_needs_are_met() {
        var flow = begun(with("b", "a", "b needs a")).when(done("a")).then(succeeded("a"), new Fact.Met("b"));
        assertEquals(ActionState.EVALUATING, flow.action("b").state());
        assertEquals("waiting", flow.action("b").state().word());
    }

    @Test
    void an_action_without_needs_is_evaluated_at_the_beginning() {
        assertEquals(
                ActionState.EVALUATING, begun(with("b", "b", "c")).action("b").state());
    }

    @Test
    void a_wanted_action_is_ready() {
        begun(with("b", "b")).when(evaluated(Evaluation.atOnce())).then(readied("b"));
    }

    @Test
    void an_unwanted_action_is_skipped_and_so_is_what_needs_it() {
        begun(with("b", "b", "c needs b"))
                .when(evaluated(new Evaluation.Unwanted()))
                .then(new Fact.Skipped("b", "its condition 'when' is false"), skipped("c", "b"), completed());
    }

    @Test
    void a_delayed_action_waits_until_it_is_due_and_then_runs_like_any_other() {
        var later = NOW.plus(Duration.ofHours(2));
        begun(with("b", "b")).when(evaluated(Evaluation.later(later))).then(new Fact.Delayed("b", later));
        var flow = begun(with("b", "b")).and(evaluated(Evaluation.later(later)));
        assertEquals(ActionState.DELAYED, flow.action("b").state());
        flow.when(done("b")).then(succeeded("b"), completed());
    }

    @Test
    void a_moment_that_has_passed_is_now() {
        begun(with("b", "b"))
                .when(evaluated(Evaluation.later(NOW.minus(Duration.ofDays(1)))))
                .then(readied("b"));
    }

    @Test
    void a_condition_that_throws_is_a_rejection_without_an_attempt_and_a_replay_evaluates_again() {
        begun(with("b", "b"))
                .when(evaluated(new Evaluation.Threw(FAILURE)))
                .then(
                        new Fact.Died("b", new Fact.Attempt(0, NOW, Duration.ZERO, ""), FAILURE, false, "rejected"),
                        failed());
        var flow = begun(with("b", "b")).and(evaluated(new Evaluation.Threw(FAILURE)));
        assertEquals(0, flow.action("b").attempts());
        flow.when(replay("b")).then(replayed("b"), turned(FlowStatus.RUNNING));
        assertEquals(ActionState.EVALUATING, flow.action("b").state());
        flow.and(evaluated(Evaluation.atOnce()));
        assertEquals(ActionState.READY, flow.action("b").state());
    }

    @Test
    void conditions_are_evaluated_once() {
        begun(with("b", "b"))
                .and(evaluated(Evaluation.atOnce()))
                .when(evaluated(new Evaluation.Unwanted()))
                .then();
    }

    @Test
    void what_waits_for_its_conditions_or_its_time_can_be_cancelled() {
        begun(with("b", "b")).when(cancel()).then(cancelled("b"), cancelledFor(""));
        begun(with("b", "b"))
                .and(evaluated(Evaluation.later(NOW.plusSeconds(60))))
                .when(cancel())
                .then(cancelled("b"), cancelledFor(""));
    }

    @Test
    void a_settle_does_not_count_before_the_conditions_were_evaluated() {
        begun(with("b", "b")).when(done("b")).then();
    }

    @Test
    void conditions_are_pinned_with_the_version() {
        assertEquals(1, List.of(with("b", "b").version()).size());
        org.junit.jupiter.api.Assertions.assertNotEquals(
                with("b", "b").version(), with("x", "b").version());
    }
}
