package io.caravan.store.view;

import static io.caravan.store.OpenStore.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.caravan.flow.Command;
import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.store.Coming;
import io.caravan.store.OpenStore;
import io.caravan.store.outbox.Taken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Promise P8: a running flow that nothing will wake is found, and no other. */
class SleepersTest {
    private static final Duration BEFORE_SECOND_LOOK = Duration.ofSeconds(5);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Sleepers.class);
    private OpenStore store;
    private Sleepers sleepers;

    @BeforeEach
    void open(@TempDir Path folder) {
        log.start();
        logger.addAppender(log);
        store = OpenStore.in(folder, 4);
        sleepers = new Sleepers(store.database().reading());
    }

    @AfterEach
    void close() {
        logger.detachAppender(log);
        store.close();
    }

    private void firstLook() throws Exception {
        Duration rest = Duration.ZERO;
        while (rest.compareTo(BEFORE_SECOND_LOOK) < 0) {
            rest = sleepers.go();
        }
    }

    private List<String> look() throws Exception {
        firstLook();
        sleepers.go();
        return sleepers.found();
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private String asleep(String name) {
        String flow = store.begin(name, "a", "b needs a");
        store.taken("a");
        store.tables().change("DELETE FROM outbox WHERE flow_id = '" + flow + "'");
        return flow;
    }

    @Test
    void a_flow_whose_row_is_lost_is_listed_and_told_once() throws Exception {
        String flow = asleep("f");
        for (int round = 0; round < 3; round++) {
            assertEquals(List.of(flow), look());
        }
        assertEquals(List.of("flow " + flow + " f is running, but nothing will wake it"), warnings());
        assertEquals(
                List.of(flow),
                new FlowList(store.database().reading())
                        .find(sleepers.found()).stream().map(FlowList.Line::id).toList());
    }

    @Test
    void a_flow_is_no_longer_listed_when_it_has_ended() throws Exception {
        String flow = asleep("f");
        String other = asleep("g");
        assertEquals(List.of(flow, other), look());
        store.order(flow, new Command.Cancel("ann", "it sleeps"));
        assertEquals(List.of(other), look());
        assertEquals(2, warnings().size());
    }

    @Test
    void healthy_flows_are_not_found_whatever_they_wait_for() throws Exception {
        var wrong = new Failure("Wrong", "bad data");
        store.begin("running", "a");
        store.taken("a");
        store.begin("retrying", "a");
        store.settle(store.taken("a"), Outcome.uncertain(wrong));
        store.begin("failed", "a", "b needs a");
        store.settle(store.taken("a"), new Outcome.Rejected(wrong));
        store.begin("completed", "a");
        store.settle(store.taken("a"), done("1"));
        String cancelled = store.begin("cancelled", "a");
        store.order(cancelled, new Command.Cancel("ann", ""));
        store.accept(Coming.event("broken").startsFailing("triggerless"));
        assertEquals(List.of(), look());
        assertEquals(List.of(), warnings());
    }

    private String inLane(String event) {
        return store.accept(Coming.event(event).startsInLane("k", "f", "a"))
                .flows()
                .get(0)
                .id();
    }

    @Test
    void who_waits_in_a_lane_is_woken_by_the_first_one_also_when_that_one_has_failed_or_just_leaves() throws Exception {
        String first = inLane("1");
        inLane("2");
        inLane("3");
        assertEquals(List.of(), look());
        store.settle(store.taken("a"), new Outcome.Rejected(new Failure("Wrong", "bad data")));
        assertEquals(List.of("failed"), store.tables().rows("SELECT status FROM flow WHERE id = '" + first + "'"));
        assertEquals(List.of(), look());
        store.order(first, new Command.Cancel("ann", ""));
        assertEquals(List.of("leave"), store.tables().rows("SELECT kind FROM outbox"));
        assertEquals(List.of(), look());
    }

    @Test
    void who_waits_in_a_lane_that_nobody_will_leave_is_asleep() throws Exception {
        String first = inLane("1");
        String second = inLane("2");
        store.taken("a");
        store.order(first, new Command.Cancel("ann", ""));
        store.tables().change("DELETE FROM outbox WHERE kind = 'leave'");
        assertEquals(List.of(second), look());
    }

    @Test
    void the_first_in_a_lane_is_not_woken_by_its_place() throws Exception {
        String first = inLane("1");
        inLane("2");
        store.taken("a");
        store.tables().change("DELETE FROM outbox");
        assertEquals(List.of(first), look());
    }

    @Test
    void a_copy_and_a_life_cycle_event_wake_nobody() throws Exception {
        String flow = store.begin("f", "a", "b needs a");
        store.taken("a");
        assertEquals(1, store.tables().change("UPDATE outbox SET kind = 'announce'"));
        assertEquals(List.of(flow), look());
    }

    @Test
    void a_flow_that_moved_between_the_two_looks_is_not_asleep() throws Exception {
        String flow = store.begin("f", "a", "b needs a");
        Taken a = store.taken("a");
        String row = "flow_id = '" + flow + "' AND action = ";
        store.tables().change("CREATE TABLE aside AS SELECT * FROM outbox WHERE " + row + "'a'");
        store.tables().change("DELETE FROM outbox WHERE " + row + "'a'");
        firstLook();
        store.tables().change("INSERT INTO outbox SELECT * FROM aside");
        store.settle(a, done("1"));
        store.taken("b");
        store.tables().change("DELETE FROM outbox WHERE " + row + "'b'");
        sleepers.go();
        assertEquals(List.of(), sleepers.found());
        assertEquals(List.of(flow), look());
    }

    @Test
    void all_pages_are_looked_through() throws Exception {
        for (int i = 0; i < 1_100; i++) {
            store.journal().accept(Coming.event("e" + i).starts("g", "a").incoming());
            if (i % 10 == 9) {
                store.settled();
            }
        }
        String last = store.tables()
                .rows("SELECT id FROM flow ORDER BY id DESC LIMIT 1")
                .get(0);
        assertTrue(store.tables().change("DELETE FROM outbox WHERE flow_id = '" + last + "'") > 0);
        assertEquals(List.of(last), look());
    }
}
