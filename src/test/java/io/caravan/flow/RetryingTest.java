package io.caravan.flow;

import static io.caravan.flow.Journal.FAILURE;
import static io.caravan.flow.Journal.begun;
import static io.caravan.flow.Journal.died;
import static io.caravan.flow.Journal.failed;
import static io.caravan.flow.Journal.rejected;
import static io.caravan.flow.Journal.replay;
import static io.caravan.flow.Journal.replayed;
import static io.caravan.flow.Journal.retried;
import static io.caravan.flow.Journal.retry;
import static io.caravan.flow.Journal.settle;
import static io.caravan.flow.Journal.turned;
import static io.caravan.flow.Journal.unavailable;
import static io.caravan.flow.Journal.uncertain;
import static io.caravan.flow.Journal.uncertainlyRetried;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How many attempts an action gets, and when. */
class RetryingTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void without_redeliveries_the_first_failure_is_the_last() {
        begun(Graph.withRedeliveries(0, "a")).when(retry("a", 1)).then(died("a", 1, "retry"), failed());
    }

    @Test
    void the_budget_is_the_first_attempt_and_the_redeliveries() {
        begun(Graph.withRedeliveries(2, "a"))
                .when(retry("a", 1), retry("a", 2), retry("a", 3))
                .then(
                        retried("a", 1, SECOND),
                        retried("a", 2, SECOND.multipliedBy(2)),
                        died("a", 3, "retry"),
                        failed());
    }

    @Test
    void minus_one_redelivers_for_ever() {
        var flow = begun(Graph.withRedeliveries(-1, "a"));
        for (int number = 1; number <= 5_000; number++) {
            flow.and(retry("a", number));
        }
        assertEquals(ActionState.RETRYING, flow.action("a").state());
        assertEquals(5_000, flow.action("a").attempts());
        assertEquals(
                Optional.of(Journal.NOW.plus(Duration.ofMinutes(1))),
                flow.action("a").error().orElseThrow().dueAt());
    }

    @Test
    void lost_attempts_count() {
        begun(Graph.withRedeliveries(1, "a"))
                .when(uncertain("a", 1), uncertain("a", 2))
                .then(uncertainlyRetried("a", 1, SECOND), died("a", 2, "uncertain"), failed());
    }

    @Test
    void unavailable_destinations_do_not_count() {
        var flow = begun(Graph.withRedeliveries(0, "a"));
        for (int time = 0; time < 100; time++) {
            flow.and(unavailable("a", 1, SECOND));
        }
        flow.when(retry("a", 1)).then(died("a", 1, "retry"), failed());
    }

    @Test
    void a_spent_budget_of_uncertain_attempts_is_uncertain() {
        var flow = begun(Graph.withRedeliveries(0, "a")).and(uncertain("a", 1));
        assertEquals(ActionState.UNCERTAIN, flow.action("a").state());
        assertEquals(FlowStatus.FAILED, flow.state().status());
    }

    @Test
    void a_replay_grants_a_fresh_budget_and_the_numbers_go_on() {
        begun(Graph.withRedeliveries(1, "a"))
                .and(retry("a", 1), retry("a", 2))
                .when(replay("a"), retry("a", 3), retry("a", 4))
                .then(
                        replayed("a"),
                        turned(FlowStatus.RUNNING),
                        retried("a", 3, SECOND),
                        died("a", 4, "retry"),
                        failed());
    }

    @Test
    void a_replay_of_an_uncertain_action_is_marked() {
        var flow = begun(Graph.withRedeliveries(0, "a")).and(uncertain("a", 1), replay("a"));
        assertEquals(ActionState.READY, flow.action("a").state());
        assertTrue(flow.action("a").uncertain());
    }

    @Test
    void what_the_probe_did_not_find_is_in_doubt_no_more() {
        begun(Graph.withRedeliveries(2, "a"))
                .when(uncertain("a", 1), absent(retry("a", 2)), rejected("a", 3))
                .then(
                        uncertainlyRetried("a", 1, SECOND),
                        retried("a", 2, SECOND.multipliedBy(2)),
                        died("a", 3, "rejected"),
                        failed());
        var dead = begun(Graph.withRedeliveries(1, "a")).and(uncertain("a", 1), absent(rejected("a", 2)));
        assertEquals(ActionState.DEAD, dead.action("a").state());
        var again = begun(Graph.withRedeliveries(1, "a")).and(uncertain("a", 1), absent(uncertain("a", 2)));
        assertEquals(ActionState.UNCERTAIN, again.action("a").state());
        var unprobed = begun(Graph.withRedeliveries(1, "a")).and(uncertain("a", 1), rejected("a", 2));
        assertEquals(ActionState.UNCERTAIN, unprobed.action("a").state());
    }

    /** The probe was asked before the attempt. */
    private static Command.Settle absent(Command.Settle settle) {
        return new Command.Settle(settle.action(), settle.attempt(), settle.outcome(), true);
    }

    @Test
    void a_rejection_leaves_the_rest_of_the_budget_unused() {
        begun(Graph.withRedeliveries(-1, "a")).when(rejected("a", 1)).then(died("a", 1, "rejected"), failed());
    }

    @Test
    void the_third_partys_delay_wins() {
        var hour = Optional.of(Duration.ofHours(1));
        begun(Graph.withRedeliveries(2, "a"))
                .when(
                        settle("a", 1, new Outcome.Retry(FAILURE, hour)),
                        settle("a", 2, new Outcome.Uncertain(FAILURE, hour)))
                .then(retried("a", 1, Duration.ofHours(1)), uncertainlyRetried("a", 2, Duration.ofHours(1)));
    }

    @Test
    void the_third_partys_delay_buys_no_further_attempt() {
        begun(Graph.withRedeliveries(0, "a"))
                .when(settle("a", 1, new Outcome.Retry(FAILURE, Optional.of(SECOND))))
                .then(died("a", 1, "retry"), failed());
    }
}
