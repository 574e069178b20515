package io.caravan.dispatch;

import io.caravan.flow.Event;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The route of a trigger: it decides whether it wants an event, and shapes it into the flow's input. */
public interface TriggerRoute {
    /** The name of its flow. */
    String flow();

    /** The types of events that it listens to. */
    Set<String> events();

    /** When it makes events by itself. */
    default Optional<Schedule> schedule() {
        return Optional.empty();
    }

    /** Whether its route runs: a schedule does not tick while its route is stopped. */
    default boolean isRunning() {
        return true;
    }

    Optional<Duration> deadline();

    /** For how long a {@code once} key is held; empty = for ever. */
    default Optional<Duration> onceWithin() {
        return Optional.empty();
    }

    /** Evaluates {@code when}, {@code once}, {@code key} and {@code orderedBy} on the event. Throws what they throw. */
    Verdict consider(Event event);

    /** Runs the steps. Throws what they throw. */
    Shape shape(Event event);

    /** What a trigger makes of an event before its steps run. */
    record Verdict(Optional<String> unwanted, Optional<String> once, Optional<String> key, Optional<String> lane) {
        public static Verdict unwanted(String reason) {
            return new Verdict(Optional.of(reason), Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /** The flow's input as JSON text, and what the steps have sent. */
    record Shape(String input, List<Send> sends) {}
}
