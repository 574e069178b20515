package io.caravan.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.flow.Place;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a file says of one flow: how it begins, how third parties answer, what comes later, and what is expected of it. */
public record Scenario(
        Beginning beginning, Map<String, Answers> answers, List<Later> later, List<Expectation> expectations) {
    /** Unless it is said, on a Thursday morning. */
    static final Instant USUAL_START = Instant.parse("2026-01-01T09:00:00Z");

    /** Which flow begins with which event, and when; without an event its schedule ticks. */
    public record Beginning(Place place, Optional<String> flow, Optional<ObjectNode> event, Instant at) {}

    /** What is answered under one name: each of a list once and in order, a single one each time. */
    record Answers(Place place, List<Answer> list, boolean everyTime) {}

    /** The same for this flow and event, if they are given. */
    public Scenario of(Optional<String> flow, Optional<ObjectNode> event) {
        var begins = new Beginning(
                beginning.place(),
                flow.or(beginning::flow),
                event.or(() ->
                        flow.isPresent() && !flow.equals(beginning.flow()) ? Optional.empty() : beginning.event()),
                beginning.at());
        return new Scenario(begins, answers, later, expectations);
    }
}
