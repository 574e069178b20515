package io.caravan.watch;

import io.caravan.flow.Command;
import io.caravan.flow.Event;
import io.caravan.flow.Fact;
import io.caravan.flow.Failure;
import io.caravan.flow.FlowState;
import io.caravan.flow.FlowStatus;
import io.caravan.flow.Item;
import io.caravan.store.Observer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens on this node since its start: plain adders, read only when somebody asks. */
public final class Figures implements Observer {
    private static final String OTHERS = "others";
    private static final int MOST_SPREADS = 500;
    private static final double NANOS = 1e9;

    /** A count of flows: started, completed, failed, cancelled, or mended (failed before, running again). */
    record OfFlow(String flow, String status) {}

    /** An action of a definition. */
    record OfAction(String flow, String action) {}

    /** A count of attempts that ended in the same way. */
    record OfAttempt(OfAction action, String outcome) {}

    private final Map<Point, LongAdder> points = new EnumMap<>(Point.class);
    private final Tally<OfFlow> flows = new Tally<>(new OfFlow(OTHERS, OTHERS));
    private final Tally<OfAttempt> attempts = new Tally<>(new OfAttempt(new OfAction(OTHERS, OTHERS), OTHERS));
    private final Map<OfAction, Spread> durations = new ConcurrentHashMap<>();
    private final LongAdder lost = new LongAdder();
    private final Spread batches = new Spread(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000);
    private final Spread commits = new Spread(.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5);
    private long committing;

    public Figures() {
        for (Point point : Point.values()) {
            points.put(point, new LongAdder());
        }
    }

    @Override
    public void reached(Point point, int count) {
        points.get(point).add(count);
        if (point == Point.BEFORE_COMMIT) {
            committing = System.nanoTime();
        } else if (point == Point.COMMITTED && count > 0) {
            commits.add((System.nanoTime() - committing) / NANOS);
            batches.add(count);
        }
    }

    @Override
    public void settled(FlowState flow, Event event, Command.Settle end) {
        var action = new OfAction(flow.identity().definition(), Item.action(end.action()));
        attempts.add(new OfAttempt(action, end.outcome().word()));
        if (end.outcome()
                .reason()
                .map(Failure::type)
                .filter(Failure.LOST::equals)
                .isPresent()) {
            lost.increment();
        } else {
            spread(action).add(end.attempt().took().toNanos() / NANOS);
        }
    }

    private Spread spread(OfAction action) {
        Spread spread = durations.get(action);
        if (spread == null) {
            OfAction kept = durations.size() < MOST_SPREADS ? action : new OfAction(OTHERS, OTHERS);
            spread = durations.computeIfAbsent(
                    kept, first -> new Spread(.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300));
        }
        return spread;
    }

    @Override
    public void moved(FlowState flow, Event event, List<Fact> facts) {
        String definition = flow.identity().definition();
        for (Fact fact : facts) {
            if (fact instanceof Fact.Started) {
                flows.add(new OfFlow(definition, "started"));
            } else if (fact instanceof Fact.Turned turned) {
                String status = turned.status() == FlowStatus.RUNNING
                        ? "mended"
                        : turned.status().word();
                flows.add(new OfFlow(definition, status));
            }
        }
    }

    /** How often, or with how many things, the point was passed. */
    long count(Point point) {
        return points.get(point).sum();
    }

    Tally<OfFlow> flows() {
        return flows;
    }

    Tally<OfAttempt> attempts() {
        return attempts;
    }

    Map<OfAction, Spread> durations() {
        return durations;
    }

    long lost() {
        return lost.sum();
    }

    Spread batches() {
        return batches;
    }

    Spread commits() {
        return commits;
    }
}
