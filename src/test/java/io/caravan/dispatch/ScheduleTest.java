package io.caravan.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When schedules tick: cron as on Unix, with seconds if wanted, in any time zone. */
class ScheduleTest {
    private static final String SUNDAY = "2026-11-22T10:00:00Z";

    /** The ticks after the moment. */
    private static List<String> ticks(Schedule schedule, String after, int count) {
        var ticks = new ArrayList<String>();
        Instant last = Instant.parse(after);
        while (ticks.size() < count) {
            last = schedule.next(last).orElseThrow();
            ticks.add(last.toString());
        }
        return ticks;
    }

    private static List<String> inBerlin(String cron, String after, int count) {
        return ticks(Schedule.of(cron, "Europe/Berlin"), after, count);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * *        | 2026-11-22T10:01:00Z",
                "*/15 * * * *     | 2026-11-22T10:15:00Z",
                "0 9 * * *        | 2026-11-23T09:00:00Z",
                "0 10 * * *       | 2026-11-23T10:00:00Z",
                "30 8-18/4 * * *  | 2026-11-22T12:30:00Z",
                "0 9 * * MON-FRI  | 2026-11-23T09:00:00Z",
                "0 9 * * mon      | 2026-11-23T09:00:00Z",
                "0 9 * * 7        | 2026-11-29T09:00:00Z",
                "0 9 * * 0        | 2026-11-29T09:00:00Z",
                "0 9 * * SAT-SUN  | 2026-11-28T09:00:00Z",
                "0 9 1 JAN,JUL *  | 2027-01-01T09:00:00Z",
                "0 0 29 2 *       | 2028-02-29T00:00:00Z",
                "0 0 13 * FRI     | 2026-11-27T00:00:00Z",
                "0 0 24 * FRI     | 2026-11-24T00:00:00Z",
                "*/20 * * * * *   | 2026-11-22T10:00:20Z",
                "5 0 10 * * *     | 2026-11-22T10:00:05Z",
                "@hourly          | 2026-11-22T11:00:00Z",
                "@daily           | 2026-11-23T00:00:00Z",
                "@weekly          | 2026-11-29T00:00:00Z",
                "@monthly         | 2026-12-01T00:00:00Z",
                "@yearly          | 2027-01-01T00:00:00Z",
            })
    void the_next_tick_is_that_of_cron(String cron, String next) {
        assertEquals(Optional.empty(), Schedule.problem(cron));
        assertEquals(List.of(next), ticks(Schedule.of(cron, ""), SUNDAY, 1));
    }

    @Test
    void a_tick_is_on_a_whole_second_and_after_the_moment() {
        assertEquals(
                List.of("2026-11-22T11:00:00Z"), ticks(Schedule.of("0 * * * *", ""), "2026-11-22T10:00:00.001Z", 1));
        assertEquals(
                List.of("2026-11-22T10:00:00Z"), ticks(Schedule.of("0 * * * *", ""), "2026-11-22T09:59:59.999Z", 1));
    }

    /** Every minute of two months, by hand, for expressions of all kinds. */
    @Test
    void it_agrees_with_a_cron_that_tries_every_minute() {
        var random = new Random(7);
        var wrong = new ArrayList<String>();
        for (int i = 0; i < 250; i++) {
            String cron = NaiveCron.random(random);
            Instant from = Instant.parse("2027-12-31T22:00:00Z").plusSeconds(random.nextInt(400 * 86_400));
            for (int tick = 0; tick < 5; tick++) {
                Optional<Instant> expected = NaiveCron.next(cron, from, 62);
                if (expected.isEmpty()) {
                    break;
                }
                Optional<Instant> next = Schedule.of(cron, "").next(from);
                if (!next.equals(expected)) {
                    wrong.add(cron + " after " + from + ": " + next + " instead of " + expected);
                }
                from = expected.get();
            }
        }
        assertEquals(List.of(), wrong);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "* * * *",
                "* * * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * 32 * *",
                "* * * 13 *",
                "* * * * 8",
                "-1 * * * *",
                "5-1 * * * *",
                "*/0 * * * *",
                "*/x * * * *",
                "a * * * *",
                "1,,2 * * * *",
                "1- * * * *",
                "/5 * * * *",
                "5/15 * * * *",
                "* * * XYZ *",
                "* * L * *",
                "* * ? * *",
                "* * * * 5#2",
                "* * 15W * *",
                "@reboot",
                "@never",
                "0 0 30 2 *",
                "0 0 31 4,6 *",
                "0 9 * * * || 0 10 * * *",
                "0|30 9 * * *",
                "60 * * * * *"
            })
    void what_is_no_cron_expression_has_a_problem(String cron) {
        assertTrue(Schedule.problem(cron).isPresent(), cron);
        assertTrue(
                !Schedule.problem(cron).get().endsWith("."),
                Schedule.problem(cron).get());
    }

    /** Europe/Berlin sets its clocks forward at 02:00 on 2027-03-28 and back at 03:00 on 2027-10-31. */
    @Test
    void a_tick_in_the_hour_left_out_comes_once_after_it() {
        assertEquals(
                List.of("2027-03-27T01:30:00Z", "2027-03-28T01:00:00Z", "2027-03-29T00:30:00Z"),
                inBerlin("30 2 * * *", "2027-03-27T00:00:00Z", 3));
        assertEquals(
                List.of("2027-03-28T00:40:00Z", "2027-03-28T01:00:00Z", "2027-03-28T01:20:00Z"),
                inBerlin("*/20 1-3 * * *", "2027-03-28T00:20:00Z", 3));
    }

    @Test
    void a_tick_in_the_hour_that_comes_twice_comes_the_first_time_only() {
        assertEquals(
                List.of("2027-10-30T00:30:00Z", "2027-10-31T00:30:00Z", "2027-11-01T01:30:00Z"),
                inBerlin("30 2 * * *", "2027-10-30T00:00:00Z", 3));
        assertEquals(
                List.of("2027-11-01T01:30:00Z"),
                inBerlin("30 2 * * *", "2027-10-31T01:10:00Z", 1),
                "in the second time");
        assertEquals(List.of("2027-10-31T02:00:00Z"), inBerlin("0 3 * * *", "2027-10-31T00:30:00Z", 1));
    }

    @Test
    void a_schedule_of_every_hour_goes_by_the_time_that_passes() {
        assertEquals(
                List.of("2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z", "2027-03-28T02:30:00Z"),
                inBerlin("30 * * * *", "2027-03-28T00:00:00Z", 3));
        assertEquals(
                List.of("2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z", "2027-10-31T02:30:00Z"),
                inBerlin("30 * * * *", "2027-10-31T00:00:00Z", 3));
        assertEquals(60 * 25, countBetween("* * * * *", "2027-10-30T22:00:00Z", "2027-10-31T23:00:00Z"));
        assertEquals(60 * 23, countBetween("* * * * *", "2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z"));
        assertEquals(
                List.of("2027-04-30T22:00:00Z"), inBerlin("0 * 1 5 *", "2027-02-01T00:00:00Z", 1), "across the change");
    }

    private static int countBetween(String cron, String after, String until) {
        var schedule = Schedule.of(cron, "Europe/Berlin");
        int count = 0;
        Optional<Instant> tick = schedule.next(Instant.parse(after));
        while (!tick.orElseThrow().isAfter(Instant.parse(until))) {
            count++;
            tick = schedule.next(tick.get());
        }
        return count;
    }

    @Test
    void zones_with_other_changes_are_kept_to() {
        assertEquals(List.of("2026-11-23T03:15:00Z"), ticks(Schedule.of("0 9 * * *", "Asia/Kathmandu"), SUNDAY, 1));
        // half an hour is left out there on 2026-10-04 at 02:00, and comes twice on 2027-04-04
        assertEquals(
                List.of("2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z"),
                ticks(Schedule.of("15 2 * * *", "Australia/Lord_Howe"), "2026-10-03T00:00:00Z", 2));
        assertEquals(List.of("2026-11-22T22:00:00Z"), ticks(Schedule.of("0 0 * * *", "+02:00"), SUNDAY, 1));
    }

    @Test
    void the_latest_tick_is_found_without_walking_through_all() {
        var everySecond = Schedule.of("* * * * * *", "");
        Instant until = Instant.parse("2036-11-22T10:00:00.5Z");
        assertEquals(
                Optional.of(Instant.parse("2036-11-22T10:00:00Z")), everySecond.latest(Instant.parse(SUNDAY), until));
        var random = new Random(3);
        for (int i = 0; i < 200; i++) {
            var schedule = Schedule.of(NaiveCron.random(random), "Europe/Berlin");
            Instant after = Instant.parse(SUNDAY).plusMillis(random.nextInt(1_000_000_000));
            Instant end = after.plusMillis(random.nextInt(2_000_000_000));
            Optional<Instant> walked = Optional.empty();
            Optional<Instant> next = schedule.next(after);
            for (int step = 0; step < 5_000 && next.isPresent() && !next.get().isAfter(end); step++) {
                walked = next;
                next = schedule.next(next.get());
            }
            if (next.isEmpty() || next.get().isAfter(end)) {
                assertEquals(walked, schedule.latest(after, end), schedule.cron());
            }
        }
    }

    @Test
    void one_rule_is_one_text() {
        assertEquals(
                "0 9 * * * Europe/Berlin",
                Schedule.of(" 0 9 * * * ", "Europe/Berlin").rule());
        assertEquals("@daily UTC", Schedule.of("@daily", " ").rule());
    }
}
