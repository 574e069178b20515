package io.caravan.simulation;

import io.caravan.flow.Fact;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happened when, line by line, and when each action and the flow were settled. */
final class Chronicle {
    /** Stands for the action where a line is about the flow as a whole. */
    static final String FLOW = "(flow)";

    /** @param waitingFor what it waits for then; blank = nothing */
    record Line(Instant at, String action, String what, String waitingFor) {}

    private static final int MOST_LINES = 5_000;

    private final Clock clock;
    private final Instant begun;
    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Instant> settled = new HashMap<>();
    private Optional<Instant> turned = Optional.empty();
    private int untold;

    Chronicle(Clock clock) {
        this.clock = clock;
        this.begun = clock.instant();
    }

    void tell(String action, String what, String waitingFor) {
        if (lines.size() < MOST_LINES) {
            lines.add(new Line(clock.instant(), action, what, waitingFor));
        } else {
            untold++;
        }
    }

    void tell(Fact fact, String waitingFor) {
        String action = Telling.action(fact);
        Telling.words(fact).ifPresent(words -> tell(action.isEmpty() ? FLOW : action, words, waitingFor));
        if (!action.isEmpty()) {
            settled.put(action, clock.instant());
        } else if (fact instanceof Fact.Turned) {
            turned = Optional.of(clock.instant());
        }
    }

    List<Line> lines() {
        var told = new ArrayList<>(lines);
        if (untold > 0) {
            told.add(new Line(clock.instant(), FLOW, "and " + untold + " lines more", ""));
        }
        return told;
    }

    Instant begun() {
        return begun;
    }

    /** How long after the flow's start the last thing happened to the action. */
    Optional<Duration> settled(String action) {
        return Optional.ofNullable(settled.get(action)).map(this::since);
    }

    /** How long after its start the flow came to the status that it has now. */
    Optional<Duration> turned() {
        return turned.map(this::since);
    }

    /** How much time has passed since its start. */
    Duration lasted() {
        return since(clock.instant());
    }

    private Duration since(Instant moment) {
        return Duration.between(begun, moment);
    }
}
