package io.caravan.store.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.caravan.flow.Definition;
import io.caravan.flow.Fact;
import io.caravan.flow.Failure;
import io.caravan.flow.FlowStatus;
import io.caravan.flow.Lane;
import io.caravan.flow.Payload;
import io.caravan.store.Coming;
import io.caravan.store.Golden;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Facts as they stand on disk: what was written once must stay readable for ever. */
class FactCodecTest {
    private static final Definition GRAPH = Coming.graph("f", "a", "b needs a");
    private static final Function<String, Definition> VERSIONS = version -> {
        assertEquals(GRAPH.version(), version);
        return GRAPH;
    };
    private static final Instant DUE = Instant.ofEpochMilli(1_763_800_000_123L);
    private static final Fact.Attempt ATTEMPT = new Fact.Attempt(3, DUE.minusSeconds(1), Duration.ofMillis(250), "n1");
    private static final Failure FAILURE = new Failure("HubSpot 429", "too \"fast\"");
    private static final Payload INLINE = Payload.inline("{\"id\":7,\"amount\":1.10,\"text\":\"ä\\n\",\"none\":null}");

    /** One of every kind, in every form that it may have. */
    private static final List<Fact> FACTS = List.of(
            new Fact.Started(Optional.empty(), Optional.empty()),
            new Fact.Started(Optional.of("ann@example.org"), Optional.empty()),
            new Fact.Triggered(GRAPH, Optional.empty(), Optional.empty()),
            new Fact.Triggered(GRAPH, Optional.of(INLINE), Optional.of(DUE)),
            new Fact.Triggered(GRAPH, Optional.of(Payload.claimed("ticket")), Optional.empty()),
            new Fact.Readied("a"),
            new Fact.Succeeded("a", ATTEMPT, INLINE),
            new Fact.Succeeded("a", ATTEMPT, Payload.NOTHING),
            new Fact.Succeeded("a", ATTEMPT, Payload.claimed("ticket")),
            new Fact.Retried("a", ATTEMPT, FAILURE, false, DUE),
            new Fact.Retried("a", ATTEMPT, FAILURE, true, DUE),
            new Fact.Deferred("a", FAILURE, DUE),
            new Fact.Died("a", ATTEMPT, FAILURE, false, "rejected"),
            new Fact.Died("a", ATTEMPT, FAILURE, true, "uncertain"),
            new Fact.Skipped("b", "a was skipped"),
            new Fact.Replayed("a", "ann", "mended"),
            new Fact.ActionCancelled("a"),
            new Fact.EndedLate("a", ATTEMPT, "done", Optional.of(INLINE), Optional.empty()),
            new Fact.EndedLate("a", ATTEMPT, "retry", Optional.empty(), Optional.of(FAILURE)),
            new Fact.Turned(FlowStatus.FAILED, true, "the deadline has passed"),
            new Fact.Turned(FlowStatus.RUNNING, false, ""),
            new Fact.Keyed("ann@example.org"),
            new Fact.Resolved("a", Optional.of(INLINE), "ann", "done by hand"),
            new Fact.Resolved("a", Optional.empty(), "ann", "not needed"),
            new Fact.Met("a"),
            new Fact.Delayed("a", Instant.ofEpochMilli(1_763_800_000_000L)),
            new Fact.Started(Optional.of("k"), Optional.of(new Lane("ann", 3, true))),
            new Fact.Queued(new Lane("ann", 0, false)),
            new Fact.TurnCame(),
            new Fact.Budgeted("a", "general"),
            new Fact.Awaited("a", "payment.received", "42", Optional.of(DUE)),
            new Fact.Awaited("a", "payment.received", "42", Optional.empty()),
            new Fact.Arrived("a", "018f"),
            new Fact.Split("a", List.of(INLINE, Payload.claimed("ticket")), Optional.of(DUE)),
            new Fact.Split("a", List.of(), Optional.empty()),
            new Fact.Succeeded("a/0", ATTEMPT, INLINE),
            new Fact.Gathered("a"),
            new Fact.Found("a", INLINE),
            new Fact.TurnedBack(
                    FlowStatus.CANCELLED, "cancelled by ann", Optional.of(new Fact.Act("ann", "")), List.of("c", "b")),
            new Fact.TurnedBack(FlowStatus.FAILED, "the deadline has passed", Optional.empty(), List.of("b")),
            new Fact.Restarted("a", List.of("a", "b"), "ann", "mended"),
            new Fact.Migrated(GRAPH, "ann", "new rules"));

    /** Forms that were added to format 1 later; an earlier release reads them without what is new. */
    private static final List<Fact> LATER = List.of(new Fact.Turned(
            FlowStatus.CANCELLED,
            true,
            "cancelled by ann: ordered twice",
            Optional.of(new Fact.Act("ann", "ordered twice"))));

    @Test
    void who_cancelled_and_why_is_read_as_it_was_written() {
        assertEquals(LATER, FactCodec.read(Golden.file("facts-1-acts.json"), VERSIONS));
        Golden.same("facts-1-acts.json", FactCodec.write(LATER));
    }

    @Test
    void every_kind_of_fact_is_read_as_it_was_written() {
        Set<Class<?>> kinds = FACTS.stream().map(Object::getClass).collect(Collectors.toSet());
        var all = Arrays.stream(Fact.class.getPermittedSubclasses()).collect(Collectors.toSet());
        assertEquals(all, kinds);
        assertEquals(FACTS, FactCodec.read(FactCodec.write(FACTS), VERSIONS));
    }

    @Test
    void facts_of_format_1_are_readable_for_ever() {
        assertEquals(FACTS, FactCodec.read(Golden.file("facts-1.json"), VERSIONS));
    }

    @Test
    void facts_are_written_as_format_1() {
        Golden.same("facts-1.json", FactCodec.write(FACTS));
    }

    @Test
    void whatever_a_route_could_return_is_read_back() {
        String deep = "[".repeat(500) + "]".repeat(500);
        String number = "1" + "0".repeat(2_000);
        String name = "{\"" + "n".repeat(60_000) + "\":1}";
        for (String json : List.of(deep, number, name, "1.10", "0.000", "1E+400", "\"\\u0000\"")) {
            List<Fact> facts = List.of(new Fact.Succeeded("a", ATTEMPT, Payload.inline(json)));
            assertEquals(facts, FactCodec.read(FactCodec.write(facts), VERSIONS));
        }
    }

    @Test
    void an_unknown_fact_is_named() {
        assertEquals(
                "this version of Caravan does not know the fact 'teleported'",
                refusal("{\"format\":1,\"facts\":[{\"type\":\"teleported\"}]}"));
    }

    @Test
    void an_unknown_format_is_named() {
        assertEquals("this version of Caravan cannot read facts of format 2", refusal("{\"format\":2,\"facts\":[]}"));
    }

    private static String refusal(String body) {
        return assertThrows(IllegalStateException.class, () -> FactCodec.read(body, VERSIONS))
                .getMessage();
    }
}
