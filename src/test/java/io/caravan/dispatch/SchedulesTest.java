package io.caravan.dispatch;

import static io.caravan.dispatch.Stage.action;
import static io.caravan.dispatch.Stage.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.flow.Event;
import io.caravan.store.Ids;
import io.caravan.store.Json;
import io.caravan.store.OpenStore;
import io.caravan.store.journal.Accepted;
import io.caravan.store.journal.NotAccepted;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ticks become events: one of all nodes, also of those that were missed. The clock begins at 10:00 on a Sunday. */
class SchedulesTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration HOUR = Duration.ofHours(1);
    /** As many accepts as the journal of {@link OpenStore} lets wait. */
    private static final int MOST = 10;

    private Stage stage;
    private Schedules schedules;
    private volatile boolean started = true;

    @BeforeEach
    void open(@TempDir Path folder) {
        stage = new Stage(folder).start();
        schedules = stage.schedules();
    }

    @AfterEach
    void close() {
        stage.store().settled();
        stage.store().verify();
        stage.close();
    }

    private void flow(String cron, String zone) {
        stage.flow(Steps.ticking("f", Schedule.of(cron, zone), () -> started), action("a", "", LONG))
                .route("f/a", Steps.ends(work -> done("1")));
    }

    /** The flow ticks every hour, and this node follows. */
    private void hourly() {
        flow("0 * * * *", "");
        settle(schedules);
    }

    /** Polls until nothing is due and no answer is awaited. */
    static void settle(Schedules schedules) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> schedules.poll().compareTo(Following.SOON) > 0);
    }

    private void pass(Duration time) {
        stage.store().clock().move(time);
        settle(schedules);
    }

    /** Every node was down for so long, and this one has just started. */
    private void wakeAfter(Duration time) {
        schedules = stage.schedules();
        pass(time);
    }

    private List<String> ticks() {
        return ticks(stage, "f");
    }

    static List<String> ticks(Stage stage, String flow) {
        return stage
                .store()
                .tables()
                .rows("SELECT external_id, data FROM event WHERE source = '/schedule/" + flow
                        + "' ORDER BY external_id")
                .stream()
                .map(row -> row.split("\\|", 2))
                .map(row -> row[0] + (Json.tree(row[1]).path("late").asBoolean() ? " late" : ""))
                .toList();
    }

    @Test
    void a_tick_is_an_event_that_starts_its_flow() {
        hourly();
        pass(HOUR);
        assertEquals(
                List.of("caravan.schedule|f|1795345200000|0|"
                        + "{\"schedule\":\"f\",\"at\":\"2026-11-22T11:00:00Z\",\"late\":false}"),
                stage.store().tables().rows("SELECT type, subject, time, hops, data FROM event"));
        await().until(() -> stage.store().tables().count("flow WHERE status = 'completed' AND key = 'f'") == 1);
    }

    @Test
    void a_tick_is_for_the_flow_of_its_schedule_only() {
        hourly();
        stage.flow(Steps.trigger("listening", Tick.TYPE), action("a", "", LONG));
        stage.flow(Steps.ticking("other", Schedule.of("0 11 * * *", ""), () -> true), action("a", "", LONG));
        settle(schedules);
        pass(HOUR);
        assertEquals(
                List.of("f|/schedule/f", "other|/schedule/other"),
                stage.store()
                        .tables()
                        .rows(
                                "SELECT definition, source FROM flow JOIN event ON event.id = event_id ORDER BY definition"));
    }

    @Test
    void nothing_ticks_before_its_time_and_each_tick_comes_once() {
        hourly();
        pass(HOUR.minusSeconds(1));
        assertEquals(List.of(), ticks());
        pass(Duration.ofSeconds(1));
        assertEquals(List.of("2026-11-22T11:00:00Z"), ticks());
        pass(Duration.ofMinutes(59));
        pass(Duration.ofMinutes(1));
        assertEquals(List.of("2026-11-22T11:00:00Z", "2026-11-22T12:00:00Z"), ticks());
    }

    @Test
    void it_rests_until_the_next_tick_but_never_for_long() {
        hourly();
        assertEquals(Duration.ofSeconds(1), schedules.poll());
        pass(HOUR.minusMillis(400));
        assertEquals(Duration.ofMillis(400), schedules.poll());
    }

    @Test
    void two_nodes_make_one_event() {
        hourly();
        Schedules other = stage.schedules();
        settle(other);
        stage.store().clock().move(HOUR);
        schedules.poll();
        other.poll();
        settle(schedules);
        settle(other);
        assertEquals(List.of("2026-11-22T11:00:00Z"), ticks());
        assertEquals(1, stage.store().tables().count("flow"));
    }

    @Test
    void ticks_that_every_node_missed_run_once_and_late() {
        hourly();
        pass(HOUR);
        wakeAfter(Duration.ofMinutes(200));
        assertEquals(List.of("2026-11-22T11:00:00Z", "2026-11-22T14:00:00Z late"), ticks());
        pass(Duration.ofMinutes(40));
        assertEquals("2026-11-22T15:00:00Z", ticks().get(2));
    }

    @Test
    void a_tick_that_was_missed_before_the_first_one_ever_ran_is_noticed() {
        hourly();
        wakeAfter(HOUR.plusSeconds(5));
        assertEquals(List.of("2026-11-22T11:00:00Z late"), ticks());
    }

    @Test
    void a_node_that_starts_has_missed_nothing_that_another_one_ran() {
        hourly();
        pass(HOUR);
        wakeAfter(Duration.ofMinutes(30));
        assertEquals(List.of("2026-11-22T11:00:00Z"), ticks());
    }

    @Test
    void a_node_that_slept_asks_what_the_others_have_run_meanwhile() {
        hourly();
        Schedules sleeping = schedules;
        schedules = stage.schedules();
        settle(schedules);
        pass(HOUR);
        stage.store().tables().change("UPDATE event SET external_id = 'long gone'");
        stage.store().clock().move(Duration.ofMinutes(30));
        settle(sleeping);
        assertEquals(List.of("long gone"), ticks());
    }

    @Test
    void a_tick_of_a_busy_node_is_late_after_a_minute() {
        hourly();
        pass(HOUR.plusSeconds(60));
        assertEquals(List.of("2026-11-22T11:00:00Z"), ticks());
        pass(HOUR.plusMillis(1));
        assertEquals(List.of("2026-11-22T11:00:00Z", "2026-11-22T12:00:00Z late"), ticks());
    }

    @Test
    void of_many_ticks_that_a_busy_node_let_pass_the_latest_runs() {
        hourly();
        pass(HOUR.multipliedBy(5).plusMinutes(10));
        assertEquals(List.of("2026-11-22T15:00:00Z late"), ticks());
    }

    @Test
    void a_new_schedule_begins_now() {
        flow("0 9 * * *", "");
        settle(schedules);
        pass(HOUR.multipliedBy(22));
        assertEquals(List.of(), ticks());
        pass(HOUR);
        assertEquals(List.of("2026-11-23T09:00:00Z"), ticks());
    }

    @Test
    void a_schedule_with_another_cron_or_zone_begins_now() {
        hourly();
        stage.store().clock().move(HOUR.multipliedBy(3));
        flow("30 * * * *", "");
        wakeAfter(Duration.ZERO);
        flow("30 * * * *", "Asia/Kathmandu");
        wakeAfter(Duration.ofMinutes(50));
        assertEquals(List.of(), ticks());
        pass(Duration.ofMinutes(25));
        assertEquals(List.of(), ticks());
        pass(Duration.ofMinutes(30));
        assertEquals(List.of("2026-11-22T14:45:00Z"), ticks());
    }

    @Test
    void an_edit_while_the_node_runs_begins_now_as_well() {
        hourly();
        stage.store().clock().move(Duration.ofMinutes(70));
        flow("5 * * * *", "");
        settle(schedules);
        pass(Duration.ofMinutes(55));
        assertEquals(List.of("2026-11-22T12:05:00Z"), ticks());
    }

    @Test
    void a_tick_is_tried_again_until_it_is_accepted() {
        hourly();
        stage.store().clock().move(HOUR);
        var waiting = new ArrayList<CompletableFuture<Accepted>>();
        stage.store().together(() -> {
            for (int i = 0; i < MOST; i++) {
                waiting.add(stage.send(Stage.event("nobody's", "s" + i, Ids.next())));
            }
            await().until(() -> stage.store().journal().waitingAccepts() == MOST);
            assertThrows(
                    NotAccepted.class, () -> OpenStore.answer(stage.send(Stage.event("nobody's", "late", Ids.next()))));
            schedules.poll();
            assertThrows(NotAccepted.class, () -> OpenStore.answer(stage.send(behindTheTick())));
        });
        waiting.forEach(OpenStore::answer);
        assertEquals(List.of(), ticks());
        settle(schedules);
        assertEquals(List.of("2026-11-22T11:00:00Z"), ticks());
    }

    /** It is offered to the journal when the tick has been: events of one source and subject go in order. */
    private static Event behindTheTick() {
        return new Event(
                new Event.Identity(Ids.next(), "/schedule/f", "behind"),
                new Event.Attributes("nobody's", Optional.of("f"), Instant.EPOCH, Optional.empty()),
                "{}",
                0);
    }

    @Test
    void a_tick_that_can_never_be_stored_is_left_out() {
        hourly();
        stage.store().tables().refuse("event", "NEW.external_id = '2026-11-22T11:00:00Z'");
        pass(HOUR);
        pass(HOUR);
        assertEquals(List.of("2026-11-22T12:00:00Z"), ticks());
    }

    @Test
    void a_clock_that_was_set_back_stops_no_schedule() {
        hourly();
        pass(HOUR.multipliedBy(10));
        pass(HOUR.multipliedBy(-9).minusMinutes(30));
        pass(Duration.ofMinutes(30));
        assertEquals(List.of("2026-11-22T11:00:00Z", "2026-11-22T20:00:00Z"), ticks());
        wakeAfter(HOUR);
        assertEquals(List.of("2026-11-22T11:00:00Z", "2026-11-22T12:00:00Z late", "2026-11-22T20:00:00Z"), ticks());
    }

    @Test
    void a_schedule_does_not_tick_while_its_route_is_stopped() {
        hourly();
        started = false;
        pass(HOUR.multipliedBy(3));
        assertEquals(List.of(), ticks());
        started = true;
        settle(schedules);
        assertEquals(List.of("2026-11-22T13:00:00Z late"), ticks());
    }

    @Test
    void a_schedule_whose_route_is_gone_does_not_tick() {
        hourly();
        stage.withoutTrigger("f");
        pass(HOUR.multipliedBy(3));
        assertEquals(List.of(), ticks());
    }

    @Test
    void ticks_keep_to_the_time_zone_of_their_schedule() {
        flow("0 9 * * *", "Europe/Berlin");
        settle(schedules);
        Instant summer = Instant.parse("2027-03-28T06:30:00Z");
        pass(Duration.between(stage.store().clock().instant(), summer));
        pass(Duration.ofMinutes(30));
        assertEquals(List.of("2027-03-27T08:00:00Z late", "2027-03-28T07:00:00Z"), ticks());
    }

    @Test
    void the_timer_polls_by_itself_until_it_is_stopped() {
        flow("0 * * * *", "");
        schedules.start();
        await().until(() -> stage.store().tables().count("schedule") == 1);
        stage.store().clock().move(HOUR);
        await().atMost(10, TimeUnit.SECONDS).until(() -> ticks().size() == 1);
        schedules.stop();
        assertTrue(ticks().get(0).startsWith("2026-11-22T11:00:00Z"));
    }

    @Test
    void each_schedule_stands_by_itself() {
        hourly();
        stage.flow(Steps.ticking("broken", Schedule.of("0 * * * *", ""), () -> true), action("a", "", LONG));
        stage.store().tables().refuse("schedule", "NEW.name = 'broken'");
        stage.store().clock().move(HOUR);
        await().until(() -> {
            schedules.poll();
            return ticks().size() == 1;
        });
    }
}
