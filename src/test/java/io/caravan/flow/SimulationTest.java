package io.caravan.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The promises hold in random histories. {@code -Dcaravan.simulation.histories=N} sets how many, {@code
 * -Dcaravan.simulation.seed=N} repeats exactly one.
 */
class SimulationTest {
    private static final long HISTORIES = Long.getLong("caravan.simulation.histories", 100_000);

    private final Map<String, AtomicLong> seen = new ConcurrentHashMap<>();

    @Test
    void the_promises_hold_in_every_history() {
        Long only = Long.getLong("caravan.simulation.seed");
        if (only != null) {
            broken(only).ifPresent(broken -> {
                throw broken;
            });
            System.out.println(new SimulatedHistory(only).live());
            return;
        }
        long first = System.nanoTime();
        System.out.println("simulation: " + HISTORIES + " histories from seed " + first);
        LongStream.range(first, first + HISTORIES)
                .parallel()
                .mapToObj(this::broken)
                .flatMap(Optional::stream)
                .findAny()
                .ifPresent(broken -> {
                    throw broken;
                });
        Duration took = Duration.ofNanos(System.nanoTime() - first);
        System.out.println("simulation: " + HISTORIES * 1_000 / Math.max(1, took.toMillis()) + " histories/s, "
                + new TreeMap<>(seen));
        if (HISTORIES >= 10_000) {
            everythingHappened();
        }
    }

    @Test
    void a_seed_gives_the_same_history_again() {
        assertEquals(
                new SimulatedHistory(7).live().toString(),
                new SimulatedHistory(7).live().toString());
    }

    /** The history's failure, if it has one, with all that is needed to repeat and to read it. */
    private Optional<AssertionError> broken(long seed) {
        var history = new SimulatedHistory(seed);
        try {
            history.live();
        } catch (AssertionError | RuntimeException broken) {
            return Optional.of(
                    new AssertionError("-Dcaravan.simulation.seed=" + seed + ": " + broken + "\n" + history, broken));
        }
        history.journal().forEach(line -> count(line.fact()));
        add("stale", history.stale());
        return Optional.empty();
    }

    private void count(Fact fact) {
        boolean turned = fact instanceof Fact.Turned;
        if (fact instanceof Fact.Succeeded succeeded && succeeded.action().startsWith("undo-")) {
            add("compensated", 1);
        }
        add(fact.getClass().getSimpleName() + (turned ? " " + ((Fact.Turned) fact).status() : ""), 1);
    }

    private void add(String what, long times) {
        seen.computeIfAbsent(what, any -> new AtomicLong()).addAndGet(times);
    }

    /** A simulation in which something never happens would prove nothing of it. */
    private void everythingHappened() {
        Set<String> facts = new TreeSet<>(Set.of(
                "Started",
                "Triggered",
                "Readied",
                "Met",
                "Awaited",
                "Arrived",
                "Split",
                "Gathered",
                "Found",
                "TurnCame",
                "Succeeded",
                "Retried",
                "Deferred",
                "Died",
                "Replayed",
                "ActionCancelled",
                "EndedLate",
                "Turned RUNNING",
                "Turned COMPLETED",
                "Turned FAILED",
                "Turned CANCELLED",
                "TurnedBack",
                "Restarted",
                "Migrated",
                "compensated",
                "stale"));
        facts.removeAll(seen.keySet());
        assertTrue(facts.isEmpty(), () -> "never seen: " + facts);
    }
}
