package io.caravan.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which texts are amounts of time. */
class DurationsTest {
    private static final Map<String, Duration> GOOD = Map.ofEntries(
            Map.entry("500ms", Duration.ofMillis(500)),
            Map.entry("30s", Duration.ofSeconds(30)),
            Map.entry("5m", Duration.ofMinutes(5)),
            Map.entry("2h", Duration.ofHours(2)),
            Map.entry("1d", Duration.ofDays(1)),
            Map.entry("2w", Duration.ofDays(14)),
            Map.entry("1h30m", Duration.ofMinutes(90)),
            Map.entry("1d2h3m4s5ms", Duration.parse("P1DT2H3M4.005S")),
            Map.entry(" 2h ", Duration.ofHours(2)),
            Map.entry("0s", Duration.ZERO),
            Map.entry("PT2H", Duration.ofHours(2)),
            Map.entry("pt90m", Duration.ofMinutes(90)),
            Map.entry("36500d", Durations.LONGEST),
            Map.entry("P2D", Duration.ofDays(2)),
            Map.entry("PT0.5S", Duration.ofMillis(500)));

    private static final List<String> BAD = List.of(
            "",
            " ",
            "5",
            "5000",
            "h",
            "2 h",
            "2H",
            "2hours",
            "2h 30m",
            "1.5h",
            "-2h",
            "+2h",
            "PT",
            "PT-2H",
            "P2W",
            "P",
            "2h30",
            "soon",
            "36500d1ms",
            "200000000000d",
            "40000000000w",
            "99999999999999999999s",
            "9223372036854775807d",
            "9223372036854775807w",
            "9223372036854775807s9223372036854775807s");

    @Test
    void amounts_with_their_unit_are_durations() {
        GOOD.forEach((text, duration) -> assertEquals(Optional.of(duration), Durations.parse(text), text));
    }

    @Test
    void what_is_too_long_is_told_from_what_is_none() {
        assertEquals("is longer than a hundred years (36500d)", Durations.problem("36501d"));
        assertEquals("is not a duration; write it with its unit, e.g. 30s, 2h, 1d or PT2H", Durations.problem("36501"));
    }

    @Test
    void bare_numbers_and_everything_else_are_none() {
        BAD.forEach(text -> assertEquals(Optional.empty(), Durations.parse(text), "'" + text + "'"));
    }
}
