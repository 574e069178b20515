package io.caravan.dispatch;

import static io.caravan.dispatch.Stage.action;
import static io.caravan.dispatch.Stage.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.ActionState;
import io.caravan.flow.Command;
import io.caravan.flow.Failure;
import io.caravan.flow.FlowStatus;
import io.caravan.flow.Outcome;
import io.caravan.store.OpenStore;
import io.caravan.store.claimcheck.Claims;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attempts: begun when their rows are handed over, ended as facts. */
class DispatcherTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final BlockingQueue<Work> works = new LinkedBlockingQueue<>();
    private final CountDownLatch letGo = new CountDownLatch(1);
    private Stage stage;

    @BeforeEach
    void open(@TempDir Path folder) {
        stage = new Stage(folder).start();
    }

    @AfterEach
    void close() {
        letGo.countDown();
        stage.store().verify();
        stage.close();
    }

    private void flow(Duration timeout) {
        stage.flow(Steps.trigger("f", "t"), action("a", "", timeout));
    }

    private Work work() throws InterruptedException {
        Work work = works.poll(10, TimeUnit.SECONDS);
        assertTrue(work != null, "no attempt was begun");
        return work;
    }

    /** Ignores being interrupted, like a route that hangs in a third party's call. */
    private void hang() {
        boolean hanging = true;
        while (hanging) {
            try {
                hanging = !letGo.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException ignored) {
                hanging = letGo.getCount() > 0;
            }
        }
    }

    private void awaitState(String flow, String action, ActionState state) {
        await().atMost(10, TimeUnit.SECONDS).until(() -> stage.state(flow)
                .progress(action)
                .map(progress -> progress.state() == state)
                .orElse(false));
    }

    @Test
    void actions_run_as_soon_as_their_needs_are_met_and_are_given_the_results() throws Exception {
        stage.flow(Steps.trigger("f", "t"), action("a", "", LONG), action("b", "a", LONG))
                .route("f/a", Steps.ends(work -> done("{\"n\":1}")))
                .route("f/b", Steps.ends(work -> {
                    works.add(work);
                    return done("2");
                }));
        String flow = stage.begin("t");
        Work b = work();
        assertEquals(java.util.Map.of("a", "{\"n\":1}"), b.results());
        assertEquals(flow + "/b", b.identity().effectKey());
        assertEquals(b.event().data(), b.input());
        awaitState(flow, "b", ActionState.SUCCEEDED);
        assertEquals(FlowStatus.COMPLETED, stage.state(flow).status());
    }

    @Test
    void outcomes_become_facts() {
        var failure = new Failure("Kind", "why");
        List<Outcome> outcomes = List.of(
                Outcome.retry(failure),
                new Outcome.Unavailable(failure, Duration.ZERO),
                Outcome.uncertain(failure),
                new Outcome.Rejected(failure));
        flow(LONG);
        stage.route("f/a", Steps.ends(work -> {
            works.add(work);
            return new Ended(outcomes.get(works.size() - 1), List.of());
        }));
        String flow = stage.begin("t");
        awaitState(flow, "a", ActionState.UNCERTAIN);
        assertEquals(
                List.of(1, 2, 2, 3),
                works.stream().map(work -> work.identity().attempt()).toList());
        assertEquals(
                List.of(false, false, false, true),
                works.stream().map(work -> work.identity().uncertain()).toList());
    }

    @Test
    void a_route_that_throws_is_tried_again_until_the_budget_is_spent() {
        flow(LONG);
        stage.route("f/a", Steps.ends(work -> {
            works.add(work);
            throw new StackOverflowError("even an error");
        }));
        awaitState(stage.begin("t"), "a", ActionState.DEAD);
        assertEquals(3, works.size());
        assertEquals(0, stage.dispatcher().running());
    }

    @Test
    void an_attempt_that_takes_too_long_is_uncertain_at_once_and_the_next_waits_for_the_old_thread() throws Exception {
        flow(Duration.ofMillis(50));
        stage.route("f/a", Steps.ends(work -> {
            works.add(work);
            if (work.identity().attempt() == 1) {
                hang();
            }
            return done("1");
        }));
        String flow = stage.begin("t");
        assertEquals(1, work().identity().attempt());
        awaitState(flow, "a", ActionState.RETRYING);
        await().until(() -> stage.store()
                .tables()
                .rows("SELECT attempt FROM outbox WHERE lease_epoch IS NOT NULL")
                .equals(List.of("2")));
        stage.store().settled();
        assertEquals(0, works.size());
        letGo.countDown();
        Work second = work();
        assertEquals(2, second.identity().attempt());
        assertTrue(second.identity().uncertain());
        awaitState(flow, "a", ActionState.SUCCEEDED);
    }

    @Test
    void an_attempt_whose_flow_is_cancelled_is_told_to_stop_and_its_end_is_kept_without_effect() throws Exception {
        flow(Duration.ofMinutes(1));
        var running = new CountDownLatch(1);
        stage.route("f/a", Steps.ends(work -> {
            running.countDown();
            try {
                letGo.await();
                return done("1");
            } catch (InterruptedException asked) {
                return done("2");
            }
        }));
        String flow = stage.begin("t");
        assertTrue(running.await(10, TimeUnit.SECONDS));
        OpenStore.answer(stage.store().journal().order(flow, new Command.Cancel("ann", "")));
        await().untilAsserted(() -> assertTrue(stage.store()
                .tables()
                .rows("SELECT body FROM fact ORDER BY seq DESC LIMIT 1")
                .toString()
                .contains("\"outcome\":\"done\",\"result\":2")));
    }

    @Test
    void an_attempt_that_takes_too_long_is_interrupted() throws Exception {
        flow(Duration.ofMillis(50));
        var interrupted = new CountDownLatch(1);
        stage.route("f/a", Steps.ends(work -> {
            try {
                letGo.await();
            } catch (InterruptedException asked) {
                interrupted.countDown();
            }
            return done("1");
        }));
        stage.begin("t");
        assertTrue(interrupted.await(10, TimeUnit.SECONDS));
    }

    @Test
    void an_action_without_route_is_given_back_and_due_again_in_five_seconds() throws Exception {
        flow(LONG);
        String flow = stage.begin("t");
        givenBack();
        stage.route("f/a", Steps.ends(work -> {
            works.add(work);
            return done("1");
        }));
        stage.store().clock().move(Duration.ofSeconds(5));
        stage.store().settled();
        assertEquals(1, work().identity().attempt());
        awaitState(flow, "a", ActionState.SUCCEEDED);
    }

    @Test
    void a_route_that_needs_more_than_is_pinned_does_not_run_the_flow() {
        flow(LONG);
        stage.route("f/a", Steps.needing("b", work -> {
            works.add(work);
            return done("1");
        }));
        stage.begin("t");
        givenBack();
        assertEquals(0, works.size());
    }

    private void givenBack() {
        long due = stage.store().clock().millis() + 5_000;
        await().until(() -> stage.store()
                .tables()
                .rows("SELECT attempt, due_at, lease_epoch FROM outbox")
                .equals(List.of("1|" + due + "|null")));
    }

    @Test
    void a_large_result_is_a_claim_and_read_back_for_dependents() throws Exception {
        String large = '"' + "x".repeat(100_000) + '"';
        stage.flow(Steps.trigger("f", "t"), action("a", "", LONG), action("b", "a", LONG))
                .route("f/a", Steps.ends(work -> done(large)))
                .route("f/b", Steps.ends(work -> {
                    works.add(work);
                    return done("2");
                }));
        stage.begin("t");
        assertEquals(large, work().results().get("a"));
        assertEquals(1, stage.store().tables().count("claim"));
    }

    @Test
    void a_result_larger_than_16_mib_is_dead() {
        flow(LONG);
        stage.route("f/a", Steps.ends(work -> done('"' + "x".repeat(Claims.LARGEST) + '"')));
        String flow = stage.begin("t");
        awaitState(flow, "a", ActionState.DEAD);
        assertEquals(List.of("ResultTooLarge"), stage.store().tables().rows("SELECT type FROM dead"));
    }
}
