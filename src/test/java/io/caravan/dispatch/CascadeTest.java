package io.caravan.dispatch;

import static io.caravan.dispatch.Stage.action;
import static io.caravan.dispatch.Stage.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What triggers and actions send in turn, and its bounds. */
class CascadeTest {
    private static final Duration LONG = Duration.ofMinutes(5);

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

    private List<String> parked() {
        return stage.store().tables().rows("SELECT definition, reason FROM parked");
    }

    @Test
    void a_flow_that_does_not_exist_cannot_be_started() {
        flow(Steps.trigger(
                "f", "t", event -> new TriggerRoute.Shape("{}", List.of(new Send(Send.Kind.FLOW, "nothing", "{}")))));
        stage.accept("t");
        assertEquals(List.of("nothing|there is no flow 'nothing' to start"), parked());
    }

    @Test
    void a_loop_of_triggers_ends_after_64_hops() {
        flow(Steps.trigger("f", "loop", event -> new TriggerRoute.Shape("{}", List.of(Stage.event("loop")))));
        stage.accept("loop");
        assertEquals(65, stage.store().tables().count("flow"));
        assertEquals(List.of("*|more than 64 events have caused one another; is there a loop?"), parked());
    }

    @Test
    void more_than_1000_events_of_one_event_are_parked() {
        flow(Steps.trigger(
                "f", "burst", event -> new TriggerRoute.Shape("{}", Collections.nCopies(1_000, Stage.event("t")))));
        stage.accept("burst");
        assertEquals(1_001, stage.store().tables().count("event"));
        assertEquals(List.of("*|more than 1000 events were sent for one event"), parked());
        assertEquals(1_000, stage.store().tables().count("flow"));
    }

    @Test
    void what_a_route_sends_starts_flows_with_its_completion() {
        flow(Steps.trigger("f", "t"));
        stage.flow(Steps.trigger("g", "sent"), action("x", "", LONG))
                .route("g/x", Steps.ends(work -> done("1")))
                .route("f/a", Steps.ends(work -> done("1", Stage.event("sent"), new Send(Send.Kind.FLOW, "g", "{}"))));
        stage.begin("t");
        await().until(() -> stage.store().tables().count("flow WHERE definition = 'g' AND status = 'completed'") == 2);
        assertEquals(
                List.of("flow:g|1", "sent|1", "t|0"),
                stage.store().tables().rows("SELECT type, hops FROM event ORDER BY type"));
    }

    @Test
    void a_loop_of_events_through_actions_ends_after_64_hops() {
        stage.flow(Steps.trigger("f", "loop"), action("a", "", LONG))
                .route("f/a", Steps.ends(work -> done("1", Stage.event("loop"))));
        stage.begin("loop");
        await().atMost(30, TimeUnit.SECONDS).until(() -> stage.store().tables().count("parked") == 1);
        stage.store().settled();
        assertEquals(65, stage.store().tables().count("flow"));
    }

    @Test
    void more_than_1000_events_of_one_attempt_are_parked() {
        var sends = java.util.Collections.nCopies(1_001, Stage.event("sent")).toArray(Send[]::new);
        flow(Steps.trigger("f", "t"));
        stage.flow(Steps.trigger("g", "sent")).route("f/a", Steps.ends(work -> done("1", sends)));
        stage.begin("t");
        await().atMost(30, TimeUnit.SECONDS).until(() -> stage.store().tables().count("event") == 1_002);
        assertEquals(1, stage.store().tables().count("parked"));
        assertFalse(stage.store().tables().count("flow WHERE definition = 'g'") > 1_000);
    }
}
