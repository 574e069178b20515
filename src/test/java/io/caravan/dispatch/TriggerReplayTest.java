package io.caravan.dispatch;

import static io.caravan.dispatch.Stage.action;
import static io.caravan.dispatch.Stage.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.flow.FlowStatus;
import io.caravan.store.OpenStore;
import io.caravan.store.journal.Accepted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person replays a trigger that failed. */
class TriggerReplayTest {
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
        stage.store().settled();
        stage.store().verify();
        stage.close();
    }

    private void flow(TriggerRoute trigger) {
        stage.flow(trigger, action("a", "", Duration.ofMinutes(5)));
    }

    private static String of(Accepted accepted, String name) {
        return accepted.flows().stream()
                .filter(flow -> flow.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private List<String> dead() {
        return stage.store().tables().rows("SELECT definition, action, type FROM dead");
    }

    private void replay(String flow) {
        OpenStore.answer(new Orders(stage.store().journal()).replay(flow, "trigger", "ann", ""));
    }

    @Test
    void a_mended_trigger_that_is_replayed_shapes_the_flow() {
        var broken = new AtomicBoolean(true);
        flow(Steps.trigger("f", "t", event -> {
            if (broken.get()) {
                throw new IllegalStateException("not yet");
            }
            return new TriggerRoute.Shape("{\"shaped\":true}", List.of(Stage.event("sent")));
        }));
        String flow = of(stage.accept("t"), "f");
        replay(flow);
        await().until(() -> dead().size() == 1
                && stage.state(flow).progress("trigger").orElseThrow().attempts() == 2);
        broken.set(false);
        replay(flow);
        await().until(() -> stage.state(flow).status() == FlowStatus.COMPLETED);
        assertEquals(1, stage.store().tables().count("event WHERE type = 'sent'"));
    }

    @Test
    void a_replayed_trigger_that_does_not_want_the_event_ends_the_flow() {
        flow(Steps.trigger("f", "t", event -> {
            throw new IllegalStateException("broken");
        }));
        String flow = of(stage.accept("t"), "f");
        flow(Steps.trigger("f", "t", event -> Steps.unwanted(), event -> new TriggerRoute.Shape("{}", List.of())));
        replay(flow);
        await().until(() -> stage.state(flow).status() == FlowStatus.CANCELLED);
        assertEquals(
                "asked again, the trigger does not want the event",
                stage.state(flow).standing().reason());
    }

    @Test
    void a_replayed_trigger_whose_key_is_held_ends_the_flow() {
        flow(Steps.trigger("f", "t", event -> Steps.once("k"), event -> new TriggerRoute.Shape("{}", List.of())));
        stage.accept("t");
        flow(Steps.trigger(
                "f",
                "t",
                event -> {
                    throw new IllegalStateException("key");
                },
                event -> new TriggerRoute.Shape("{}", List.of())));
        String flow = of(stage.accept("t"), "f");
        flow(Steps.trigger(
                "f",
                "t",
                event -> Steps.once("k"),
                event -> new TriggerRoute.Shape("{}", List.of(Stage.event("sent")))));
        replay(flow);
        await().until(() -> stage.state(flow).status() == FlowStatus.CANCELLED);
        assertEquals(0, stage.store().tables().count("event WHERE type = 'sent'"));
    }

    @Test
    void a_replayed_trigger_without_route_waits_for_one() {
        flow(Steps.trigger("f", "t", event -> {
            throw new IllegalStateException("broken");
        }));
        String flow = of(stage.accept("t"), "f");
        stage.withoutTrigger("f");
        replay(flow);
        await().until(() -> stage.store()
                .tables()
                .rows("SELECT kind, lease_epoch, due_at - "
                        + stage.store().clock().millis() + " FROM outbox WHERE kind = 'trigger'")
                .equals(List.of("trigger|null|5000")));
        assertEquals(FlowStatus.RUNNING, stage.state(flow).status());
    }
}
