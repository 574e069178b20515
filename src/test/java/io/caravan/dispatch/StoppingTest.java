package io.caravan.dispatch;

import static io.caravan.dispatch.Stage.action;
import static io.caravan.dispatch.Stage.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.ActionState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: what has not started is given back, what has is awaited, what is late is uncertain. */
class StoppingTest {
    private final CountDownLatch begun = new CountDownLatch(1);
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

    private Ended hang() {
        begun.countDown();
        while (letGo.getCount() > 0) {
            try {
                letGo.await();
            } catch (InterruptedException ignored) {
                // like a route that hangs in a third party's call
            }
        }
        return done("1");
    }

    private String begin(Duration timeout) throws InterruptedException {
        stage.flow(Steps.trigger("f", "t"), action("a", "", timeout)).route("f/a", Steps.ends(work -> hang()));
        String flow = stage.begin("t");
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        return flow;
    }

    private void stop(Duration limit) {
        stage.store().journal().stopTaking();
        stage.dispatcher().stop(limit);
        stage.store().settled();
    }

    @Test
    void what_has_started_is_awaited() throws Exception {
        String flow = begin(Duration.ofMinutes(5));
        var stopped = CompletableFuture.runAsync(() -> stop(Duration.ofSeconds(10)));
        letGo.countDown();
        stopped.get(10, TimeUnit.SECONDS);
        assertEquals(
                ActionState.SUCCEEDED,
                stage.state(flow).progress("a").orElseThrow().state());
    }

    @Test
    void what_is_late_is_uncertain() throws Exception {
        String flow = begin(Duration.ofMinutes(5));
        stop(Duration.ofMillis(50));
        assertEquals(
                "Stopped",
                stage.state(flow)
                        .progress("a")
                        .orElseThrow()
                        .error()
                        .orElseThrow()
                        .failure()
                        .type());
        assertTrue(stage.state(flow).progress("a").orElseThrow().uncertain());
    }

    @Test
    void what_waits_for_an_old_thread_has_not_started_and_is_given_back() throws Exception {
        begin(Duration.ofMillis(50));
        await().until(() -> stage.store()
                .tables()
                .rows("SELECT attempt FROM outbox WHERE lease_epoch IS NOT NULL")
                .equals(List.of("2")));
        stage.store().settled();
        stop(Duration.ofMillis(50));
        stage.store().settled();
        assertEquals(List.of("2|null"), stage.store().tables().rows("SELECT attempt, lease_epoch FROM outbox"));
    }

    @Test
    void what_is_handed_over_after_the_stop_is_given_back() {
        stage.flow(Steps.trigger("f", "t"), action("a", "", Duration.ofMinutes(5)))
                .route("f/a", Steps.ends(work -> hang()));
        stage.dispatcher().stop(Duration.ZERO);
        stage.begin("t");
        stage.store().journal().stopTaking();
        stage.store().settled();
        stage.store().settled();
        assertEquals(1, begun.getCount());
        await().until(() -> stage.store()
                .tables()
                .rows("SELECT attempt, lease_epoch FROM outbox")
                .equals(List.of("1|null")));
    }
}
