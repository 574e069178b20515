package io.caravan.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of a traceparent, the ids that follow from what spans stand for, and which events begin a trace. */
class TraceTest {
    private static final String GIVEN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    private static Event event(String id, Optional<Trace> trace) {
        return new Event(
                new Event.Identity(id, "/test", id),
                new Event.Attributes("came", Optional.empty(), NOON, Optional.empty(), trace),
                "{}",
                0);
    }

    @Test
    void what_is_read_is_written_again() {
        Trace trace = Trace.read(GIVEN).orElseThrow();
        assertEquals(new Trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true), trace);
        assertEquals(GIVEN, trace.traceparent());
    }

    @ParameterizedTest
    @CsvSource({"00,false", "01,true", "02,false", "03,true", "ff,true"})
    void of_the_flags_only_the_sampled_one_counts(String flags, boolean sampled) {
        Trace trace = Trace.read(GIVEN.substring(0, 53) + flags).orElseThrow();
        assertEquals(sampled, trace.sampled());
        assertEquals(sampled ? "01" : "00", trace.traceparent().substring(53));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
                "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            })
    void anything_else_is_none(String text) {
        assertEquals(Optional.empty(), Trace.read(text));
    }

    @Test
    void a_version_to_come_may_say_more() {
        assertEquals(Trace.read(GIVEN), Trace.read("01" + GIVEN.substring(2) + "-more"));
    }

    @Test
    void an_attempt_has_a_span_of_its_own_which_every_node_finds() {
        String flow = "01a2b3c4-d5e6-7f00-8123-456789abcdef";
        String span = Trace.span(flow, "deal", 1, NOON);
        assertEquals(
                Optional.of(span),
                Trace.read("00-" + "1".repeat(32) + "-" + span + "-01").map(Trace::span));
        assertEquals(span, Trace.span(flow, "deal", 1, NOON));
        assertNotEquals(span, Trace.span(flow, "deal", 2, NOON));
        assertNotEquals(span, Trace.span(flow, "deal", 1, NOON.plusMillis(1)));
        assertNotEquals(span, Trace.span(flow, "deal/0", 1, NOON));
        assertEquals("8123456789abcdef", Trace.span(flow));
    }

    @Test
    void an_event_without_a_trace_begins_the_one_of_its_id() {
        Event event = new Sampling(1).begin(event("01a2b3c4-d5e6-7f00-8123-456789abcdef", Optional.empty()));
        assertEquals(
                Optional.of("00-01a2b3c4d5e67f008123456789abcdef-8123456789abcdef-01"),
                event.attributes().trace().map(Trace::traceparent));
    }

    @Test
    void an_event_that_came_with_a_trace_keeps_it() {
        Event event = event("01a2b3c4-d5e6-7f00-8123-456789abcdef", Trace.read(GIVEN));
        assertSame(event, new Sampling(1).begin(event));
        assertEquals(
                Optional.of(GIVEN.replace("00f067aa0ba902b7", "1111111111111111")),
                event.below(() -> "1111111111111111").attributes().trace().map(Trace::traceparent));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0.25,250", "0.9,900", "1,1000"})
    void a_share_of_the_events_begins_a_trace(double share, int expected) {
        var random = new Random(7);
        long begun = random.longs(1_000)
                .mapToObj(bits -> new UUID(0x01a2b3c4d5e67f00L, bits >>> 2 | Long.MIN_VALUE).toString())
                .map(id -> new Sampling(share).begin(event(id, Optional.empty())))
                .filter(event -> event.attributes().trace().isPresent())
                .count();
        assertEquals(expected, begun, 40);
        if (share == 0 || share == 1) {
            assertEquals(expected, begun);
        }
    }

    @Test
    void of_events_whose_ids_follow_each_other_the_share_is_the_same() {
        long begun = LongStream.range(0, 1_000)
                .mapToObj(n -> new UUID(0x01a2b3c4d5e67f00L, Long.MIN_VALUE | 123_456_789 + n).toString())
                .map(id -> new Sampling(0.25).begin(event(id, Optional.empty())))
                .filter(event -> event.attributes().trace().isPresent())
                .count();
        assertEquals(250, begun, 40);
    }
}
