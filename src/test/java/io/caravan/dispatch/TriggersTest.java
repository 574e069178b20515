package io.caravan.dispatch;

import static io.caravan.dispatch.Stage.action;
import static io.caravan.dispatch.Stage.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.FlowStatus;
import io.caravan.store.OpenStore;
import io.caravan.store.claimcheck.Claims;
import io.caravan.store.journal.Accepted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events run their triggers, and whatever a trigger does, the event is accepted. */
class TriggersTest {
    private final CountDownLatch letGo = new CountDownLatch(1);
    private Stage stage;

    @BeforeEach
    void open(@TempDir Path folder) {
        stage = new Stage(folder).start();
        stage.flow(Steps.trigger("healthy", "t"), action("a", "", Duration.ofMinutes(5)))
                .route("healthy/a", Steps.ends(work -> done("1")))
                .route("f/a", Steps.ends(work -> done("1")));
    }

    @AfterEach
    void close() {
        letGo.countDown();
        stage.store().settled();
        stage.store().verify();
        stage.close();
    }

    private TriggerRoute.Shape hang() {
        while (letGo.getCount() > 0) {
            try {
                letGo.await();
            } catch (InterruptedException ignored) {
                // a trigger that blocks for ever
            }
        }
        return new TriggerRoute.Shape("{}", List.of());
    }

    private static String of(Accepted accepted, String name) {
        return accepted.flows().stream()
                .filter(flow -> flow.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private void othersAreUntouched(Accepted accepted) {
        await().until(() -> stage.state(of(accepted, "healthy")).status() == FlowStatus.COMPLETED);
    }

    private List<String> dead() {
        return stage.store().tables().rows("SELECT definition, action, type FROM dead");
    }

    private List<String> parked() {
        return stage.store().tables().rows("SELECT definition, reason FROM parked");
    }

    @Test
    void a_trigger_that_throws_gives_a_flow_whose_trigger_is_dead() {
        flow(Steps.trigger("f", "t", event -> {
            throw new IllegalStateException("no such field");
        }));
        Accepted accepted = stage.accept("t");
        assertEquals(FlowStatus.FAILED, stage.state(of(accepted, "f")).status());
        assertEquals(List.of("f|trigger|IllegalStateException"), dead());
        othersAreUntouched(accepted);
    }

    @Test
    void a_trigger_that_runs_too_long_is_interrupted_and_dead() throws Exception {
        var interrupted = new CountDownLatch(1);
        flow(Steps.trigger("f", "t", event -> {
            try {
                letGo.await();
            } catch (InterruptedException asked) {
                interrupted.countDown();
            }
            return new TriggerRoute.Shape("{}", List.of());
        }));
        Accepted accepted = stage.accept("t");
        assertTrue(interrupted.await(10, TimeUnit.SECONDS));
        assertEquals(List.of("f|trigger|TimeoutException"), dead());
        othersAreUntouched(accepted);
    }

    @Test
    void a_trigger_that_blocks_for_ever_is_dead_and_keeps_the_key_that_it_had_evaluated() {
        flow(Steps.trigger("f", "t", event -> Steps.once("k"), event -> hang()));
        Accepted accepted = stage.accept("t");
        assertEquals(List.of("f|trigger|TimeoutException"), dead());
        assertEquals(
                List.of("f|k|" + of(accepted, "f")),
                stage.store().tables().rows("SELECT definition, key, flow_id FROM once"));
        othersAreUntouched(accepted);
    }

    @Test
    void a_trigger_whose_key_threw_holds_none_and_one_whose_steps_threw_keeps_it() {
        flow(Steps.trigger(
                "f",
                "t",
                event -> {
                    throw new IllegalStateException("key");
                },
                event -> hang()));
        flow(Steps.trigger("g", "t", event -> Steps.once("k"), event -> {
            throw new IllegalStateException("steps");
        }));
        stage.accept("t");
        assertEquals(List.of("g|k"), stage.store().tables().rows("SELECT definition, key FROM once"));
        assertEquals(2, dead().size());
    }

    private void flow(TriggerRoute trigger) {
        stage.flow(trigger, action("a", "", Duration.ofMinutes(5)));
    }

    @Test
    void an_input_larger_than_16_mib_is_a_dead_trigger() {
        flow(Steps.trigger(
                "f", "t", event -> new TriggerRoute.Shape('"' + "x".repeat(Claims.LARGEST) + '"', List.of())));
        stage.accept("t");
        assertEquals(List.of("f|trigger|InputTooLarge"), dead());
    }

    @Test
    void an_unwanted_event_starts_nothing_and_a_blank_key_is_parked() {
        flow(Steps.trigger("f", "t", event -> Steps.unwanted(), event -> hang()));
        flow(Steps.trigger("g", "t", event -> Steps.once("  "), event -> hang()));
        assertEquals(1, stage.accept("t").flows().size());
        assertEquals(List.of("g|the once key of flow 'g' is blank for this event"), parked());
    }

    @Test
    void triggers_that_never_end_leave_their_turns_to_others() {
        stage.flow(Steps.trigger("hanging", "stuck", event -> hang()), action("a", "", Duration.ofMinutes(5)));
        for (int i = 0; i < 3; i++) {
            stage.accept("stuck");
        }
        othersAreUntouched(stage.accept("t"));
    }

    @Test
    void events_of_one_subject_are_stored_in_order_and_others_are_not_held_up() {
        flow(Steps.trigger("f", "slow", event -> {
            try {
                letGo.await(900, TimeUnit.MILLISECONDS);
            } catch (InterruptedException asked) {
                Thread.currentThread().interrupt();
            }
            return new TriggerRoute.Shape("{}", List.of());
        }));
        var answers = new ArrayList<CompletableFuture<Accepted>>();
        answers.add(stage.send(Stage.event("slow", "ann", "1")));
        answers.add(stage.send(Stage.event("t", "ann", "2")));
        Accepted other = OpenStore.answer(stage.send(Stage.event("t", "bob", "3")));
        assertEquals(1, stage.store().tables().count("event"));
        letGo.countDown();
        answers.forEach(OpenStore::answer);
        assertEquals(
                List.of("3", "1", "2"),
                stage.store()
                        .tables()
                        .rows("SELECT external_id FROM event ORDER BY "
                                + stage.store().tables().insertion()));
        assertEquals(1, other.flows().size());
    }

    @Test
    void thousands_of_events_of_one_subject_may_wait_for_a_slow_one() {
        flow(Steps.trigger("f", "slow", event -> hang()));
        var answers = new ArrayList<CompletableFuture<Accepted>>();
        answers.add(stage.send(Stage.event("slow", "ann", "first")));
        for (int i = 0; i < 20_000; i++) {
            answers.add(stage.send(Stage.event("nobody's", "ann", "e" + i)));
        }
        letGo.countDown();
        answers.forEach(answer -> answer.exceptionally(full -> null)
                .orTimeout(20, TimeUnit.SECONDS)
                .join());
    }
}
