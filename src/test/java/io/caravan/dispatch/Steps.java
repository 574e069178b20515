package io.caravan.dispatch;

import io.caravan.flow.Event;
import io.caravan.flow.Need;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** Routes written by hand. */
final class Steps {
    private Steps() {}

    /** A route that ends on the thread that it was called on. */
    static ActionRoute ends(Function<Work, Ended> steps) {
        return needing("", steps);
    }

    static ActionRoute needing(String needs, Function<Work, Ended> steps) {
        return new ActionRoute() {
            @Override
            public List<Need> needs() {
                return Need.list(needs);
            }

            @Override
            public void perform(Work work, Consumer<Ended> callback) {
                callback.accept(steps.apply(work));
            }
        };
    }

    /** A trigger whose steps make the event's data the input. */
    static TriggerRoute trigger(String flow, String type) {
        return trigger(flow, type, event -> new TriggerRoute.Shape(event.data(), List.of()));
    }

    static TriggerRoute trigger(String flow, String type, Function<Event, TriggerRoute.Shape> steps) {
        return trigger(
                flow,
                type,
                event -> new TriggerRoute.Verdict(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                steps);
    }

    static TriggerRoute trigger(
            String flow,
            String type,
            Function<Event, TriggerRoute.Verdict> verdict,
            Function<Event, TriggerRoute.Shape> steps) {
        return new TriggerRoute() {
            @Override
            public String flow() {
                return flow;
            }

            @Override
            public Set<String> events() {
                return Set.of(type);
            }

            @Override
            public Optional<Duration> deadline() {
                return Optional.empty();
            }

            @Override
            public Verdict consider(Event event) {
                return verdict.apply(event);
            }

            @Override
            public Shape shape(Event event) {
                return steps.apply(event);
            }
        };
    }

    /** A trigger with a schedule and no event; it ticks while its route is started. */
    static TriggerRoute ticking(String flow, Schedule schedule, BooleanSupplier started) {
        return new TriggerRoute() {
            @Override
            public String flow() {
                return flow;
            }

            @Override
            public Set<String> events() {
                return Set.of();
            }

            @Override
            public Optional<Schedule> schedule() {
                return Optional.of(schedule);
            }

            @Override
            public boolean isRunning() {
                return started.getAsBoolean();
            }

            @Override
            public Optional<Duration> deadline() {
                return Optional.empty();
            }

            @Override
            public Verdict consider(Event event) {
                return new Verdict(
                        Optional.empty(), Optional.empty(), event.attributes().subject(), Optional.empty());
            }

            @Override
            public Shape shape(Event event) {
                return new Shape(event.data(), List.of());
            }
        };
    }

    static TriggerRoute.Verdict once(String key) {
        return new TriggerRoute.Verdict(Optional.empty(), Optional.of(key), Optional.empty(), Optional.empty());
    }

    static TriggerRoute.Verdict unwanted() {
        return TriggerRoute.Verdict.unwanted("when is false");
    }
}
