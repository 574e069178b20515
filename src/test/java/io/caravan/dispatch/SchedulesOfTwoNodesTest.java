package io.caravan.dispatch;

import static io.caravan.dispatch.Stage.action;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes, each with a journal of its own, follow one schedule on one PostgreSQL. */
@Tag("postgres")
class SchedulesOfTwoNodesTest {
    private Stage first;
    private Stage second;
    private Schedules ofFirst;
    private Schedules ofSecond;

    @BeforeEach
    void open(@TempDir Path folder) {
        first = new Stage(folder);
        second = new Stage(folder);
        for (Stage each : List.of(first, second)) {
            each.flow(
                    Steps.ticking("f", Schedule.of("* * * * *", ""), () -> true),
                    action("a", "", Duration.ofMinutes(5)));
        }
        ofFirst = first.schedules();
        ofSecond = second.schedules();
        settle();
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private void settle() {
        SchedulesTest.settle(ofFirst);
        SchedulesTest.settle(ofSecond);
    }

    private void pass(Duration time) {
        first.store().clock().move(time);
        second.store().clock().move(time);
    }

    @Test
    void a_tick_of_both_is_one_event_with_one_flow() {
        for (int minute = 1; minute <= 20; minute++) {
            pass(Duration.ofMinutes(1));
            ofFirst.poll();
            ofSecond.poll();
            settle();
            assertEquals(minute, first.store().tables().count("event"));
            assertEquals(minute, first.store().tables().count("flow"));
        }
    }

    @Test
    void a_tick_of_one_is_not_missed_by_the_other() {
        pass(Duration.ofMinutes(1));
        SchedulesTest.settle(ofFirst);
        pass(Duration.ofSeconds(30));
        ofSecond = second.schedules();
        settle();
        assertEquals(List.of("2026-11-22T10:01:00Z"), SchedulesTest.ticks(second, "f"));
    }
}
