package io.caravan.dispatch;

import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.store.Observer;
import io.caravan.store.Observer.Point;
import io.caravan.store.outbox.Lease;
import io.caravan.store.outbox.OutboxKey;
import io.caravan.store.outbox.Taken;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The attempts that run on this node: how they begin, how long they may take, and how they end. */
final class RunningAttempts {
    private static final Logger LOG = LoggerFactory.getLogger(RunningAttempts.class);

    private final Threads threads;
    private final Clock clock;
    private final Observer observer;
    private final Settling settling;
    private final Briefing briefing;
    private final Predicate<Lease> mayBegin;
    private final Map<OutboxKey, Attempt> running = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /** How an attempt is begun and ended: what it is given, whether its lease allows it, and who is told. */
    record Rules(Briefing briefing, Predicate<Lease> mayBegin, Settling settling) {}

    RunningAttempts(Threads threads, Clock clock, Observer observer, Rules rules) {
        this.threads = threads;
        this.clock = clock;
        this.observer = observer;
        this.settling = rules.settling();
        this.briefing = rules.briefing();
        this.mayBegin = rules.mayBegin();
    }

    /** An attempt begins once the one before of the same row, which has taken too long, has left its thread. */
    void begin(Taken taken, Visit<ActionRoute> visit) {
        ActionRoute route = visit.route();
        var attempt = new Attempt(taken, clock.instant());
        Attempt before = running.put(taken.key(), attempt);
        attempt.ended().whenComplete((nothing, thrown) -> {
            running.remove(taken.key(), attempt);
            visit.close();
        });
        if (before == null) {
            threads.attempts().execute(() -> run(attempt, route));
        } else {
            before.ended().whenComplete((nothing, thrown) -> threads.attempts().execute(() -> run(attempt, route)));
        }
    }

    private void run(Attempt attempt, ActionRoute route) {
        attempt.start();
        if (stopping || attempt.isUnwanted() || !mayBegin.test(attempt.taken().lease())) {
            attempt.leaveThread();
            giveBack(attempt);
            return;
        }
        Future<?> alarm = limit(attempt);
        Trail trail = Trail.of(attempt.taken());
        try {
            Work work = briefing.work(attempt.taken()).seeing(attempt.event());
            attempt.stopsBy(() -> route.stop(work));
            Asking.Answer answer = Asking.ask(attempt.taken(), work, route);
            if (answer.ended().isPresent()) {
                end(attempt, answer.ended().get(), alarm);
            } else {
                route.perform(answer.work(), ended -> end(attempt, answer.before(ended), alarm));
            }
        } catch (Throwable thrown) {
            LOG.warn("attempt {} threw past its route", attempt.taken().key(), thrown);
            end(attempt, new Ended(Outcome.retry(Failure.of(thrown)), List.of()), alarm);
        } finally {
            trail.close();
            attempt.leaveThread();
        }
    }

    private void giveBack(Attempt attempt) {
        if (attempt.tell()) {
            settling.release(attempt.taken(), Duration.ZERO);
        }
        attempt.ended().complete(null);
    }

    private void end(Attempt attempt, Ended ended, Future<?> alarm) {
        observer.reached(Point.ROUTE_ENDED, 1);
        alarm.cancel(false);
        if (attempt.tell()) {
            settling.settle(attempt, ended);
        }
        attempt.ended().complete(null);
    }

    /** When the attempt takes too long its outcome is unknown; the next one waits until the old thread has ended. */
    private Future<?> limit(Attempt attempt) {
        Duration longest = Dispatcher.pinned(attempt.taken()).policy().attemptTimeout();
        return threads.timer()
                .schedule(
                        () -> {
                            if (attempt.tell()) {
                                attempt.interrupt();
                                settling.settle(attempt, timedOut(longest));
                            }
                        },
                        longest.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static Ended timedOut(Duration longest) {
        var failure = new Failure("AttemptTimeout", "The route had not ended after " + longest.toMillis() + " ms.");
        return new Ended(Outcome.uncertain(failure), List.of());
    }

    /** How many run. */
    int count() {
        return running.size();
    }

    /** Their flows have ended: what has not started will not, what runs is asked to stop. */
    void stop(List<OutboxKey> rows) {
        rows.stream().map(running::get).filter(Objects::nonNull).forEach(Attempt::stop);
    }

    /** The attempt of this row could not be begun. */
    void forget(OutboxKey key) {
        running.remove(key);
    }

    /** What has not started is given back, what has is awaited up to the limit and then given up, its outcome uncertain. */
    void stop(Duration limit) {
        stopping = true;
        running.values().stream().filter(attempt -> !attempt.hasStarted()).forEach(this::giveBack);
        var all = running.values().stream().map(Attempt::ended).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(all).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            LOG.warn("{} attempts had not ended within {}; their outcome is uncertain", running.size(), limit);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        running.values().stream().filter(Attempt::tell).forEach(this::giveUp);
    }

    private void giveUp(Attempt attempt) {
        var failure = new Failure(
                "Stopped", "Caravan was stopped while the attempt was running; its effect may have happened.");
        settling.settle(attempt, new Ended(Outcome.uncertain(failure), List.of()));
    }
}
