package io.caravan.flow;

import static io.caravan.flow.Journal.FAILURE;
import static io.caravan.flow.Journal.NOW;
import static io.caravan.flow.Journal.RESULT;
import static io.caravan.flow.Journal.attempt;
import static io.caravan.flow.Journal.begun;
import static io.caravan.flow.Journal.cancel;
import static io.caravan.flow.Journal.completed;
import static io.caravan.flow.Journal.deferred;
import static io.caravan.flow.Journal.died;
import static io.caravan.flow.Journal.done;
import static io.caravan.flow.Journal.failed;
import static io.caravan.flow.Journal.rejected;
import static io.caravan.flow.Journal.replay;
import static io.caravan.flow.Journal.retried;
import static io.caravan.flow.Journal.retry;
import static io.caravan.flow.Journal.succeeded;
import static io.caravan.flow.Journal.unavailable;
import static io.caravan.flow.Journal.uncertain;
import static io.caravan.flow.Journal.uncertainlyRetried;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What each outcome of an attempt leads to, and which outcomes come too late. */
class SettlingTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Journal flow = begun(Graph.of("a", "b"));

    @Test
    void done_keeps_the_result() {
        flow.when(done("a")).then(succeeded("a"));
        assertEquals(Optional.of(RESULT), flow.action("a").result());
        assertEquals(1, flow.action("a").attempts());
    }

    @Test
    void success_forgets_the_failure_before_it() {
        flow.and(retry("a", 1), done("a", 2));
        assertEquals(Optional.empty(), flow.action("a").error());
        assertEquals(2, flow.action("a").attempts());
    }

    @Test
    void retry_says_what_failed_and_when_it_is_tried_again() {
        flow.when(retry("a", 1)).then(retried("a", 1, SECOND));
        assertEquals(
                Optional.of(new ActionProgress.LastError(FAILURE, "retry", 1, NOW, Optional.of(NOW.plus(SECOND)))),
                flow.action("a").error());
        assertEquals(ActionState.RETRYING, flow.action("a").state());
    }

    @Test
    void rejected_is_dead_at_once() {
        flow.when(rejected("a", 1)).then(died("a", 1, "rejected"), failed());
        assertEquals(ActionState.DEAD, flow.action("a").state());
    }

    @Test
    void uncertain_marks_the_next_attempt() {
        flow.when(uncertain("a", 1)).then(uncertainlyRetried("a", 1, SECOND));
        assertTrue(flow.action("a").uncertain());
        assertEquals("uncertain", flow.action("a").error().orElseThrow().outcome());
    }

    @Test
    void unavailable_waits_and_burns_no_attempt() {
        flow.when(unavailable("a", 1, Duration.ofHours(3))).then(deferred("a", Duration.ofHours(3)));
        assertEquals(0, flow.action("a").attempts());
        assertEquals(ActionState.RETRYING, flow.action("a").state());
        assertEquals("unavailable", flow.action("a").error().orElseThrow().outcome());
        flow.and(done("a", 1));
        assertEquals(ActionState.SUCCEEDED, flow.action("a").state());
    }

    @Test
    void an_unavailable_destination_does_not_hide_that_the_effect_may_have_happened() {
        flow.and(uncertain("a", 1), unavailable("a", 2, SECOND));
        assertTrue(flow.action("a").uncertain());
        assertEquals(1, flow.action("a").attempts());
    }

    @Test
    void an_attempt_without_effect_does_not_hide_that_an_earlier_one_may_have_had_it() {
        flow.and(uncertain("a", 1)).when(retry("a", 2)).then(uncertainlyRetried("a", 2, SECOND.multipliedBy(2)));
        assertTrue(flow.action("a").uncertain());
    }

    @Test
    void a_rejection_does_not_hide_that_an_earlier_attempt_may_have_had_its_effect() {
        flow.and(uncertain("a", 1))
                .when(rejected("a", 2))
                .then(new Fact.Died("a", attempt(2), FAILURE, true, "rejected"), failed());
        assertEquals(ActionState.UNCERTAIN, flow.action("a").state());
        assertTrue(flow.and(replay("a")).action("a").uncertain());
    }

    @Test
    void cancelling_does_not_hide_that_the_effect_may_have_happened() {
        flow.and(uncertain("a", 1), cancel());
        assertTrue(flow.action("a").uncertain());
    }

    @Test
    void success_leaves_nothing_uncertain() {
        flow.and(uncertain("a", 1), done("a", 2));
        assertFalse(flow.action("a").uncertain());
    }

    @Test
    void nothing_is_uncertain_about_a_plain_retry() {
        flow.and(retry("a", 1));
        assertFalse(flow.action("a").uncertain());
    }

    @Test
    void an_attempt_settles_once() {
        flow.and(retry("a", 1))
                .when(retry("a", 1), done("a", 1), uncertain("a", 1))
                .thenNothing();
    }

    @Test
    void an_attempt_that_was_counted_as_lost_changes_nothing_when_it_ends_after_all() {
        flow.and(uncertain("a", 1), retry("a", 2))
                .when(done("a", 1), done("a", 2))
                .thenNothing();
    }

    @Test
    void an_attempt_that_has_not_begun_cannot_settle() {
        flow.when(done("a", 2)).thenNothing();
    }

    @Test
    void a_succeeded_action_stays_so() {
        flow.and(done("a")).when(retry("a", 1), retry("a", 2), done("a", 2)).thenNothing();
    }

    @Test
    void a_dead_action_settles_again_only_after_a_replay() {
        flow.and(rejected("a", 1)).when(done("a", 2)).thenNothing();
        flow.and(replay("a")).when(done("a", 2)).thenOf(Fact.Succeeded.class, succeeded("a", 2));
    }

    @Test
    void a_waiting_action_cannot_settle() {
        begun(Graph.diamond()).when(done("d")).thenNothing();
    }

    @Test
    void an_unknown_action_cannot_settle() {
        flow.when(done("x")).thenNothing();
    }

    @Test
    void nothing_settles_after_completion() {
        flow.and(done("a"), done("b"))
                .when(done("a"), retry("b", 2), uncertain("b", 1))
                .thenNothing();
        begun(Graph.of("a")).when(done("a")).then(succeeded("a"), completed());
    }

    @Test
    void a_late_success_is_kept_without_effect() {
        flow.and(cancel())
                .when(done("a"))
                .then(new Fact.EndedLate("a", attempt(1), "done", Optional.of(RESULT), Optional.empty()));
        assertEquals(ActionState.CANCELLED, flow.action("a").state());
        assertEquals(Optional.empty(), flow.action("a").result());
    }

    @Test
    void a_late_failure_is_kept_without_effect() {
        flow.and(new Command.Expire())
                .when(uncertain("a", 1))
                .then(new Fact.EndedLate("a", attempt(1), "uncertain", Optional.empty(), Optional.of(FAILURE)));
        assertEquals(FlowStatus.FAILED, flow.state().status());
    }

    @Test
    void a_late_fact_readies_nothing() {
        begun(Graph.diamond()).and(cancel()).when(done("a")).thenOf(Fact.Readied.class);
    }
}
