package io.caravan.dispatch;

import io.caravan.dispatch.limit.Consequences;
import io.caravan.flow.Action;
import io.caravan.flow.Command;
import io.caravan.flow.Evaluation;
import io.caravan.flow.Failure;
import io.caravan.flow.FlowState;
import io.caravan.flow.Need;
import io.caravan.store.Observer;
import io.caravan.store.Observer.Point;
import io.caravan.store.claimcheck.ClaimMissing;
import io.caravan.store.claimcheck.Claims;
import io.caravan.store.journal.Journal;
import io.caravan.store.journal.Receiver;
import io.caravan.store.outbox.OutboxKey;
import io.caravan.store.outbox.OutboxRow;
import io.caravan.store.outbox.Taken;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what the writer hands over: each taken row becomes an attempt of its action's route, and its end a settle. */
public final class Dispatcher implements Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration ROUTE_MISSING = Duration.ofSeconds(5);
    private static final Duration OVERDUE = Duration.ofSeconds(1);

    private final Registry registry;
    private final Threads threads;
    private final Clock clock;
    private final Observer observer;
    private final RunningAttempts running;
    private final Settling settling;
    private final Errands errands;
    private final DeadLetterCopies copies;
    private final Briefing briefing;
    private volatile boolean stopping;

    public Dispatcher(Registry registry, Threads threads, Clock clock, Observer observer, Collaborators with) {
        this.registry = registry;
        this.threads = threads;
        this.clock = clock;
        this.observer = observer;
        this.briefing = new Briefing(with.claims());
        this.settling = new Settling(with.journal(), with.triggers(), clock, with.node(), with.consequences());
        this.running = new RunningAttempts(
                threads, clock, observer, new RunningAttempts.Rules(briefing, with.journal()::mayBegin, settling));
        this.errands = new Errands(
                settling,
                clock,
                new Announcer(
                        registry,
                        with.journal(),
                        with.triggers(),
                        with.outward().lifeCycle()));
        this.copies = new DeadLetterCopies(with.outward().letters(), with.claims(), settling);
    }

    /** What the dispatcher asks things of. */
    public record Collaborators(
            Journal journal,
            Triggers triggers,
            Claims claims,
            String node,
            Outward outward,
            Consequences consequences) {}

    /** Takes over rows that the writer has taken for this node. */
    @Override
    public void handOver(List<Taken> rows) {
        observer.reached(Point.TAKEN, rows.size());
        rows.forEach(this::take);
    }

    /** Runs on the writer's thread, which must survive whatever is wrong with one row. */
    private void take(Taken taken) {
        try {
            if (stopping) {
                settling.release(taken, Duration.ZERO);
            } else {
                begin(taken);
            }
        } catch (RuntimeException impossible) {
            LOG.error("attempt {} cannot be begun", taken.key(), impossible);
            running.forget(taken.key());
            settling.release(taken, ROUTE_MISSING);
        }
    }

    private void begin(Taken taken) {
        if (isOverdue(taken)) {
            settling.release(taken, OVERDUE);
            return;
        }
        switch (taken.row().kind()) {
            case DEADLINE -> settling.expire(taken);
            case TRIGGER -> settling.retrigger(taken);
            case AWAIT -> errands.wake(taken);
            case CANCEL -> errands.cancel(taken);
            case LEAVE -> errands.leave(taken);
            case COMPENSATE -> settling.settle(taken, new Command.Compensate());
            case ANNOUNCE -> threads.attempts().execute(() -> errands.announce(taken));
            case COPY -> threads.attempts().execute(() -> copies.send(taken));
            case EVALUATE -> aside(taken, route -> evaluate(taken, route));
            case ACTION -> withRoute(taken, visit -> running.begin(taken, visit));
        }
    }

    private void aside(Taken taken, Consumer<ActionRoute> task) {
        withRoute(taken, visit -> threads.attempts().execute(() -> {
            try (visit) {
                task.accept(visit.route());
            }
        }));
    }

    private void withRoute(Taken taken, Consumer<Visit<ActionRoute>> task) {
        routeOf(taken).ifPresentOrElse(task, () -> settling.release(taken, ROUTE_MISSING));
    }

    /** Its flow's deadline has passed and only has yet to be written: no effect may begin any more. */
    private boolean isOverdue(Taken taken) {
        return taken.row().kind() != OutboxRow.Kind.DEADLINE
                && !taken.state().ended()
                && !taken.state().isOnItsWayBack()
                && taken.state()
                        .plan()
                        .flatMap(FlowState.Plan::deadline)
                        .filter(deadline -> !deadline.isAfter(clock.instant()))
                        .isPresent();
    }

    /** The newest route of the action's name, if it runs and needs nothing beyond what is pinned. */
    private Optional<Visit<ActionRoute>> routeOf(Taken taken) {
        List<Need> pinned = pinned(taken).needs();
        var visit =
                registry.action(taken.row().target().definition(), taken.key().action());
        if (visit.isPresent() && !fits(visit.get().route(), pinned)) {
            visit.get().close();
            return Optional.empty();
        }
        return visit;
    }

    private static boolean fits(ActionRoute route, List<Need> pinned) {
        return route.isRunning() && route.isSatisfiedBy(pinned);
    }

    /** Their flows have ended: what has not started will not, what runs is asked to stop. */
    @Override
    public void stop(List<OutboxKey> rows) {
        running.stop(rows);
    }

    static Action pinned(Taken taken) {
        return taken.state().action(taken.key().action()).orElseThrow();
    }

    private void evaluate(Taken taken, ActionRoute route) {
        Evaluation evaluation;
        try {
            evaluation = route.evaluate(
                    briefing.work(taken), pinned(taken), taken.row().dueAt());
        } catch (ClaimMissing unreadable) {
            LOG.warn("{}: {}", taken.key(), unreadable.getMessage());
            settling.release(taken, ROUTE_MISSING);
            return;
        } catch (RuntimeException thrown) {
            evaluation = new Evaluation.Threw(Failure.of(thrown));
        }
        settling.evaluated(taken, evaluation);
    }

    /** How many attempts run on this node. */
    public int running() {
        return running.count();
    }

    /**
     * Stops: what has not started is given back, what has is awaited up to the limit and then given up, its outcome
     * uncertain. The journal must have stopped taking before.
     */
    public void stop(Duration limit) {
        stopping = true;
        running.stop(limit);
    }
}
