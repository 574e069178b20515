package io.caravan.dispatch;

import static io.caravan.dispatch.Stage.action;
import static io.caravan.dispatch.Stage.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.caravan.dispatch.limit.Checks;
import io.caravan.dispatch.limit.Consequences;
import io.caravan.flow.ActionState;
import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Pause;
import io.caravan.flow.Pause.Subject;
import io.caravan.store.OpenStore;
import io.caravan.store.limit.PauseTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A destination that refuses our credentials rests until they are accepted again, or a person says so. */
class RefusedCredentialsTest {
    private static final Subject SLACK = Subject.destination("slack");
    private static final Duration FIRST = Duration.ofSeconds(15);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Consequences.class);
    private final CyclicBarrier together = new CyclicBarrier(3);
    private final AtomicReference<Optional<Boolean>> passes = new AtomicReference<>(Optional.of(false));
    private final AtomicInteger asked = new AtomicInteger();
    private Stage stage;
    private Checks checks;
    private volatile boolean accepted;

    @BeforeEach
    void open(@TempDir Path folder) {
        log.start();
        logger.addAppender(log);
        stage = new Stage(folder).start();
        stage.flow(Steps.trigger("f", "t"), action("post", "", "slack/chat.postMessage"))
                .route("f/post", Steps.ends(work -> accepted ? done("1") : refused()));
        stage.flow(Steps.trigger("g", "u"), action("call", "", "hubspot"))
                .route("g/call", Steps.ends(work -> done("1")));
        checks = new Checks(stage.store().journal(), stage.store().clock(), new Checks.Way(FIRST, this::check));
    }

    @AfterEach
    void close() {
        logger.detachAppender(log);
        stage.store().verify();
        stage.close();
    }

    /** Three attempts are under way when the token is revoked. */
    private Ended refused() {
        try {
            together.await(10, TimeUnit.SECONDS);
        } catch (Exception late) {
            throw new AssertionError(late);
        }
        return new Ended(
                new Outcome.Unavailable(
                        new Failure(Failure.AUTH, "Slack answered token_revoked"), Duration.ofSeconds(60)),
                List.of());
    }

    private Optional<Boolean> check(String destination) {
        assertEquals("slack", destination);
        asked.incrementAndGet();
        return passes.get();
    }

    private List<String> refuseThree() {
        List<String> flows = List.of(stage.begin("t"), stage.begin("t"), stage.begin("t"));
        flows.forEach(flow -> await().atMost(10, TimeUnit.SECONDS).until(() -> progress(flow) == ActionState.RETRYING));
        return flows;
    }

    private ActionState progress(String flow) {
        return stage.state(flow).progress("post").orElseThrow().state();
    }

    private Optional<Pause> pause() {
        return stage.store().journal().pauses().known().of(SLACK);
    }

    /** Past the time after which a deferred attempt is due. */
    private void waitAMinute() {
        stage.store().clock().move(Duration.ofSeconds(61));
        stage.store().settled();
    }

    @Test
    void it_rests_as_a_whole_with_one_alarm_and_no_attempt_burnt() {
        List<String> flows = refuseThree();
        Pause pause = pause().orElseThrow();
        assertTrue(pause.sentence()
                .endsWith("by Caravan: Slack answered token_revoked; it goes on once its check passes"));
        assertEquals(1, log.list.size(), log.list.toString());
        assertTrue(log.list.get(0).getFormattedMessage().contains("destination slack rests"), log.list.toString());
        accepted = true;
        waitAMinute();
        flows.forEach(flow ->
                assertEquals(0, stage.state(flow).progress("post").orElseThrow().attempts()));
        String other = stage.begin("u");
        await().atMost(10, TimeUnit.SECONDS).until(() -> stage.state(other).ended());
        assertEquals(ActionState.RETRYING, progress(flows.get(0)));
    }

    @Test
    void it_goes_on_once_its_check_passes() {
        List<String> flows = refuseThree();
        checks.go();
        assertEquals(0, asked.get(), "not yet");
        stage.store().clock().move(FIRST);
        checks.go();
        checks.go();
        assertEquals(1, asked.get(), "then less often");
        waitAMinute();
        assertTrue(pause().isPresent());
        passes.set(Optional.of(true));
        accepted = true;
        checks.go();
        flows.forEach(
                flow -> await().atMost(10, TimeUnit.SECONDS).until(() -> progress(flow) == ActionState.SUCCEEDED));
        assertFalse(pause().isPresent());
        assertEquals(2, asked.get());
    }

    @Test
    void of_two_nodes_one_asks() {
        refuseThree();
        stage.store().clock().move(FIRST);
        var other = new Checks(stage.store().journal(), stage.store().clock(), new Checks.Way(FIRST, this::check));
        checks.go();
        other.go();
        assertEquals(1, asked.get());
    }

    @Test
    void what_a_person_has_paused_only_a_person_lets_go_on() {
        refuseThree();
        var byHand = new Pause(SLACK, stage.store().clock().instant(), "ann", "I look into it");
        OpenStore.answer(stage.store().journal().rule(statements -> {
            PauseTable.put(statements, byHand);
            return true;
        }));
        stage.store().settled();
        stage.store().clock().move(FIRST);
        passes.set(Optional.of(true));
        checks.go();
        assertEquals(0, asked.get());
        assertEquals("ann", pause().orElseThrow().by());
    }

    @Test
    void without_a_check_it_waits_for_a_person() {
        refuseThree();
        passes.set(Optional.empty());
        stage.store().clock().move(FIRST);
        checks.go();
        assertTrue(pause().isPresent());
    }
}
